/** The build of msgpackr that has a state of its own, no native code and no code generation. See msgpackCodec.ts. */
declare module 'msgpackr/index-no-eval' {
  import type { Packr, Unpackr } from 'msgpackr';
  const msgpackr: { readonly Packr: typeof Packr; readonly Unpackr: typeof Unpackr };
  export = msgpackr;
}
