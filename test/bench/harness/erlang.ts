// Erlang, if this machine has it.
import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { execute } from './execute.js';
import { benchFolder, runFolder } from './folders.js';

export interface Erlang {
  /** As in "OTP 27". */
  readonly release: string;
  /** How many schedulers it starts by itself. */
  readonly schedulers: number;
  /** The folder of the compiled modules. */
  readonly ebin: string;
}

/** Finds Erlang and compiles the modules of the benchmarks; undefined where there is none. */
export async function findErlang(): Promise<Erlang | undefined> {
  const ask = 'io:format("~s ~w", [erlang:system_info(otp_release), erlang:system_info(schedulers)]), halt().';
  let answer: string;
  try {
    answer = await execute('erl', ['-noinput', '-eval', ask]);
  } catch (error) {
    if (error instanceof Error && error.message.includes('ENOENT')) return undefined;
    throw error;
  }
  const [release = '', schedulers] = answer.split(' ');
  const ebin = path.join(runFolder, 'ebin');
  await mkdir(ebin, { recursive: true });
  await execute('erlc', ['-o', ebin, ...erlangSources()]);
  return { release, schedulers: Number(schedulers), ebin };
}

function erlangSources(): string[] {
  const names = readdirSync(benchFolder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.erl')).map((name) => path.join(benchFolder, name));
}
