// One workload measured: all subjects in turn, run after run, so that whatever slows the machine down meets all of them.
import { ratioOf, median, spread } from './statistics.js';
import type { Subject } from './subject.js';
import type { Delays } from './timerDelays.js';
import type { Result, Settings } from './worker.js';
import type { Workload } from './workloads.js';

export interface Subjects {
  readonly regent: Subject;
  /** Regent on another Node.js. */
  readonly beside: Subject | undefined;
  /** Another build of Regent. */
  readonly against: Subject | undefined;
  /** Erlang with one scheduler, and with as many as it starts by itself. */
  readonly beam: Subject | undefined;
  readonly beamAll: Subject | undefined;
}

type Each<T> = { readonly [name in keyof Subjects]: T | null };

/** An element of the JSON file; the first seven fields are its promise, the others say more. Values are medians. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly regent: number;
  readonly beam: number | null;
  readonly beamAll: number | null;
  /** How many times as good as the BEAM with one scheduler Regent is: above 1, it is better. */
  readonly ratio: number | null;
  /** How many runs of each were counted. */
  readonly runs: number;
  readonly goal: number;
  readonly options: string;
  /** The median of Regent on the other Node.js. */
  readonly beside: number | null;
  readonly against: number | null;
  /** How many times as good as the other build. */
  readonly ratioAgainst: number | null;
  /** The least and the greatest value. */
  readonly spread: Each<readonly [number, number]>;
  /** Of a 10 ms timer, in ms; where it was asked for. */
  readonly delays: Each<Delays>;
}

const names = ['regent', 'beside', 'against', 'beam', 'beamAll'] as const;

/** Runs a workload on each subject `runs` times. */
export async function measure(
  workload: Workload,
  subjects: Subjects,
  settings: Omit<Settings, 'batch' | 'fixed' | 'size'>,
  runs: number,
): Promise<Row> {
  const results: Record<keyof Subjects, Result[]> = { regent: [], beside: [], against: [], beam: [], beamAll: [] };
  const all = { ...settings, batch: workload.batch ?? 1, fixed: workload.fixed ?? 0, size: workload.size ?? 0 };
  for (let i = 0; i < runs; i++) {
    for (const name of names) {
      const result = await subjects[name]?.run(workload, all);
      if (result !== undefined) results[name].push(result);
    }
  }
  return rowOf(workload, results, runs);
}

function rowOf(workload: Workload, results: Record<keyof Subjects, Result[]>, runs: number): Row {
  const each = <T>(f: (results: readonly Result[]) => T): Each<T> =>
    Object.fromEntries(names.map((name) => [name, results[name].length === 0 ? null : f(results[name])])) as Each<T>;
  const values = each((list) => list.map(({ value }) => value));
  const medians = each((list) => median(list.map(({ value }) => value)));
  return {
    name: workload.name,
    unit: workload.unit,
    regent: medians.regent ?? NaN,
    beam: medians.beam,
    beamAll: medians.beamAll,
    ratio: values.beam && ratioOf(values.beam, values.regent ?? []),
    runs,
    goal: workload.goal,
    options: results.regent[0]?.options ?? '',
    beside: medians.beside,
    against: medians.against,
    ratioAgainst: values.against && ratioOf(values.against, values.regent ?? []),
    spread: each((list) => spread(list.map(({ value }) => value))),
    delays: each((list) => worst(list.map(({ delays }) => delays))) as Each<Delays>,
  };
}

/** Over several runs: the median of the medians and of the p99s, and the greatest of the greatest. */
function worst(delays: readonly (Delays | null)[]): Delays | null {
  const given = delays.filter((delay) => delay !== null);
  if (given.length === 0) return null;
  return {
    median: median(given.map((delay) => delay.median)),
    p99: median(given.map((delay) => delay.p99)),
    max: Math.max(...given.map((delay) => delay.max)),
  };
}
