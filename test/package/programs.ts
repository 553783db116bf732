// TypeScript programs of users of the packed package: each is compiled in an empty project under both module
// resolutions that find sub-path exports, then run; it must print exactly `prints`.
export type Program = { readonly title: string; readonly code: string; readonly prints: string };

export const programs: readonly Program[] = [
  {
    title: 'a program that imports every sub-path',
    code: `
      import * as lib from 'regent-otp';
      import * as behaviours from 'regent-otp/behaviours';
      import * as supervisors from 'regent-otp/supervisors';
      import * as elixir from 'regent-otp/elixir';
      import * as beam from 'regent-otp/beam';
      import * as certs from 'regent-otp/certs';
      import * as testing from 'regent-otp/testing';

      console.log([lib, behaviours, supervisors, elixir, beam, certs, testing].map((module) => typeof module).join(' '));
    `,
    prints: 'object object object object object object object\n',
  },
];
