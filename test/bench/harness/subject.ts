// What is measured: Regent on a Node.js, or the BEAM. Each run is an OS process of its own.
import path from 'node:path';
import { erlangFlags, hostsFile } from './clusterFiles.js';
import { execute } from './execute.js';
import type { Result, Settings } from './worker.js';
import type { Workload } from './workloads.js';

export interface Subject {
  /** Runs a workload once. */
  run(workload: Workload, settings: Settings): Promise<Result>;
}

/** A build of Regent, in the folder that `stage` made. */
export class RegentSubject implements Subject {
  readonly #node: string;
  readonly #folder: string;
  readonly #flags: readonly string[];

  readonly #environment: Readonly<Record<string, string>>;

  constructor(node: string, folder: string, certificates: string | undefined, flags: readonly string[] = []) {
    this.#node = node;
    this.#folder = folder;
    this.#flags = flags;
    this.#environment = certificates === undefined ? {} : { BENCH_CERTIFICATES: certificates };
  }

  async run({ name, folder = 'workloads' }: Workload, settings: Settings): Promise<Result> {
    const worker = path.join(this.#folder, 'test/bench/harness/worker.js');
    const args = [
      '--expose-gc',
      '--max-old-space-size=8192',
      ...this.#flags,
      worker,
      `${folder}/${name}`,
      JSON.stringify(settings),
    ];
    return resultIn(await execute(this.#node, args, this.#environment));
  }
}

/** Erlang with the modules that `compileErlang` made. */
export class BeamSubject implements Subject {
  readonly #ebin: string;
  readonly #certificates: string | undefined;
  readonly #flags: readonly string[];

  constructor(ebin: string, certificates: string | undefined, flags: readonly string[]) {
    this.#ebin = ebin;
    this.#certificates = certificates;
    this.#flags = flags;
  }

  async run({ name, erlang = name, cluster = false }: Workload, settings: Settings): Promise<Result> {
    const { target, batch, fixed, size, delays, cpu } = settings;
    // It compiles code when it loads it: only caches have to get warm.
    const warmUp = Math.ceil(settings.warmUp / 4);
    const numbers = [target, warmUp, batch, fixed, size, Number(delays), Number(cpu)].map(String);
    // Schedulers that look for work before they sleep would count as working.
    const noSpin = cpu ? ['+sbwt', 'none', '+sbwtdcpu', 'none', '+sbwtdio', 'none'] : [];
    const common = [...this.#flags, ...noSpin, '+P', '2000000', '-noinput', '-pa', this.#ebin];
    const start = ['-run', 'bench_worker', 'main', erlang, ...numbers];
    if (!cluster || this.#certificates === undefined) return resultIn(await execute('erl', [...common, ...start]));
    const { first, other } = await erlangFlags(this.#certificates);
    const environment = { BENCH_PEER: [...common, ...other].join(' '), ERL_INETRC: hostsFile(this.#certificates) };
    return resultIn(await execute('erl', [...common, ...first, ...start], environment));
  }
}

function resultIn(output: string): Result {
  const line = output.trim().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(line) as Result;
  } catch {
    throw new Error(`a run printed no result:\n${output}`);
  }
}
