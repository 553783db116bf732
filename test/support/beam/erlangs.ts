/**
 * The Erlangs of this machine that the tests run beside: the one on the PATH, and those in folders with a system of their own
 * (made by debootstrap), named in REGENT_OTP_FOLDERS with colons between them, which are entered by chroot and need root.
 * With REGENT_REQUIRE_ERLANG=1, as in CI, there must be one on the PATH and OTP 27 in a folder.
 */
import { spawnSync } from 'node:child_process';
import { afterAll, describe, it } from 'vitest';

export interface Erlang {
  /** '25', say. */
  readonly release: string;
  /** The command that runs a program of it. */
  command(program: string, args: readonly string[]): readonly [string, readonly string[]];
}

const isRequired = process.env['REGENT_REQUIRE_ERLANG'] === '1';
const folders = (process.env['REGENT_OTP_FOLDERS'] ?? '').split(':').filter((folder) => folder !== '');

/** Those that are there. */
export const erlangs: readonly Erlang[] = [undefined, ...folders].flatMap((folder) => erlangIn(folder) ?? []);

/** The first of them. */
export const anErlang = erlangs[0];

function erlangIn(folder: string | undefined): Erlang | undefined {
  const command: Erlang['command'] = (program, args) =>
    folder === undefined ? [program, args] : ['chroot', [folder, program, ...args]];
  const print = 'io:format("~s", [erlang:system_info(otp_release)]), halt().';
  const [program, args] = command('erl', ['-noshell', '-eval', print]);
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  return status === 0 ? { release: stdout.trim(), command } : undefined;
}

/** Tests beside each Erlang that is there. Where there is none they are skipped, and say so; in CI they fail. */
export function describeBesideErlang(name: string, tests: (erlang: Erlang) => void): void {
  for (const erlang of erlangs) describe(`${name}, OTP ${erlang.release}`, () => tests(erlang));
  const missing = [
    ...(erlangs.length === 0 ? ['Erlang (erl)'] : []),
    ...(erlangs.some(({ release }) => release === '27') ? [] : ['OTP 27 (REGENT_OTP_FOLDERS)']),
  ];
  if (missing.length === 0) return;
  describe(name, () => {
    if (isRequired) {
      it(`runs beside ${missing.join(' and ')}`, () => {
        throw new Error(`missing: ${missing.join(', ')}`);
      });
    } else {
      it.skip(`beside ${missing.join(' and ')}: not installed`, () => undefined);
      afterAll(() => console.warn(`SKIPPED ${name}: no ${missing.join(', no ')}`));
    }
  });
}
