// What runs in the OS process of a workload: `node worker.js FOLDER/NAME SETTINGS`. Starts a node, runs the workload in a process
// of it until the code is warm, once more for the time that counts, and prints the result as one line of JSON.
// bench_worker.erl does the same in the same steps.
import { startNode, type MessageMode } from 'regent-otp';
import { cpuTime, measureByCpu } from './now.js';
import { watchTimers, type Delays } from './timerDelays.js';

/** What the harness tells a worker. */
export interface Settings {
  /** How long the measured loop shall take, and the warm-up before it, in ms. */
  readonly target: number;
  readonly warmUp: number;
  /** See `Workload`; 0 for not fixed. */
  readonly batch: number;
  readonly fixed: number;
  /** What a curve runs over; 0 for a workload without. */
  readonly size: number;
  /** Also measures the delay of a timer of 10 ms under this load. */
  readonly delays: boolean;
  readonly messages: MessageMode;
  /** Whether to count the time of the processors instead of the clock's. */
  readonly cpu: boolean;
}

/** What a worker tells the harness. */
export interface Result {
  /** Per operation: ns, or what else the workload's unit is. */
  readonly value: number;
  readonly operations: number;
  readonly options: string;
  /** Of the 10 ms timer, in ms. */
  readonly delays: Delays | null;
}

/** A module in workloads/ or curves/: runs `n` operations and gives the time they took in ns, all preparation left out. */
export interface WorkloadModule {
  run(n: number, size: number): number | Promise<number>;
  /** Options of note beside those of the node, as text. */
  readonly options?: string;
}

const [name, json] = process.argv.slice(2) as [string, string];
const settings = JSON.parse(json) as Settings;
if (settings.cpu) measureByCpu();
const workload = (await import(`../${name}.js`)) as WorkloadModule;
const node = startNode({ name: '1', messages: settings.messages });
const result = await node.run(() => measure());
await node.stop();
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);

async function measure(): Promise<Result> {
  const operations = settings.fixed > 0 ? settings.fixed : await warmUp();
  const stopWatching = settings.delays ? await watchTimers() : undefined;
  const elapsed = await workload.run(operations, settings.size);
  const delays = stopWatching === undefined ? null : await stopWatching();
  const options = [`messages: '${node.messages}'`, workload.options ?? []].flat().join(', ');
  return { value: elapsed / operations, operations, options, delays };
}

/**
 * Runs more and more operations until the process has worked for the time of the warm-up and got no faster lately; gives
 * how many operations fill the time to measure. It ends at four times the warm-up by the clock in any case: workloads
 * that wait for sockets work little.
 */
async function warmUp(): Promise<number> {
  const { target, warmUp, batch, size } = settings;
  const start = performance.now();
  let previous = Infinity;
  for (let n = batch; ;) {
    const ms = (await workload.run(n, size)) / 1e6;
    const wanted = Math.ceil((n * target) / Math.max(ms, target / 1e6) / batch) * batch;
    const isSteady = cpuTime() >= warmUp * 1e6 && ms / n > 0.9 * previous;
    if ((isSteady && ms > target / 4) || performance.now() - start >= 4 * warmUp) return wanted;
    previous = ms / n;
    n = ms > target / 2 ? n : Math.min(wanted, n * 4);
  }
}
