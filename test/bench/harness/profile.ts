// Where the time of one workload goes: Node's CPU profiler, and the functions with most time of their own.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './folders.js';
import { markdown } from './table.js';
import type { Subject } from './subject.js';
import type { Settings } from './worker.js';
import type { Workload } from './workloads.js';

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** Profiles a workload; gives the tables, of its peer too if it has one, and the files for a viewer. */
export async function profile(
  withFlags: (flags: readonly string[]) => Subject,
  stage: string,
  workload: Workload,
  settings: Settings,
): Promise<string> {
  const folder = path.join(root, '.cache/bench/profiles', `${workload.name}-${Date.now()}`);
  mkdirSync(folder, { recursive: true });
  const flags = ['--cpu-prof', '--cpu-prof-interval', '250', '--cpu-prof-dir', folder];
  const { value } = await withFlags([...flags, '--cpu-prof-name', 'worker.cpuprofile']).run(workload, settings);
  const files = ['worker.cpuprofile', ...(workload.cluster === true ? ['peer-2.cpuprofile'] : [])];
  const tables = files.map(async (name) => {
    const file = path.join(folder, name);
    const made = await readProfile(file);
    if (made === undefined) return `${name}: the process was killed before it could write its profile\n`;
    return `${topFunctions(made, stage, 20)}\n\n${path.relative(root, file)}\n`;
  });
  return [`${workload.name}: ${value.toFixed(1)} an operation, while profiled\n`, ...(await Promise.all(tables))].join(
    '\n',
  );
}

/** The peer writes its own when it sees that the worker has ended, soon after that. */
async function readProfile(file: string): Promise<CpuProfile | undefined> {
  for (let tries = 100; tries > 0; tries--) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return undefined;
}

/** Time of its own, by function and line, without what is called. */
export function topFunctions({ nodes, samples, timeDeltas }: CpuProfile, stage: string, count: number): string {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  let total = 0;
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    const time = timeDeltas[index] ?? 0;
    if (frame === undefined || frame.functionName === '(idle)' || frame.functionName === '(root)') return;
    const place = frame.url === '' ? '' : `${frame.url.replace(`file://${stage}/`, '')}:${frame.lineNumber + 1}`;
    const name = `${frame.functionName === '' ? 'anonymous' : frame.functionName} ${place}`.trim();
    times.set(name, (times.get(name) ?? 0) + time);
    total += time;
  });
  const rows = [...times].sort(([, a], [, b]) => b - a).slice(0, count);
  return markdown(
    ['function', 'ms', '%'],
    rows.map(([name, time]) => [name, (time / 1000).toFixed(0), ((100 * time) / total).toFixed(1)]),
  );
}
