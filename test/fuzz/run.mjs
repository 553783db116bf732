// `npm run fuzz`: compiles the library and the fuzzer, and runs it.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compiled } from '../support/compile.mjs';

setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');
const { main } = await import(await compiled('fuzz', 'main.js'));
process.exit(await main(process.argv.slice(2)));
