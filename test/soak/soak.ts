/**
 * The soak: five nodes under load, one fault after the other in an order that the seed determines. When the time is over
 * everything is mended, the traffic comes to its end, and what the nodes hold is compared with what they held before.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Counts, Gauge } from './entry.js';
import { faults, type Scene } from './faults.js';
import { OsCluster } from './osCluster.js';
import { ProxyNetwork } from './proxyNetwork.js';
import { Random } from './random.js';
import type { TrafficOptions } from './traffic.js';

export interface SoakOptions {
  readonly seconds: number;
  readonly seed: number;
  /** The path of the nodes' program. */
  readonly program: string;
  readonly print: (line: string) => void;
}

const ids = ['a', 'b', 'c', 'd', 'e'];
const traffic: TrafficOptions = { burst: 10, pause: 10, largeEach: 400, binders: 1 };

/** How much more of the heap a node may use in the end: what warms up does so slowly. Bytes. */
const heapAllowance = 12 * 1024 * 1024;

/** How long the cluster may take to come to rest, ms. Much more than it takes: what hangs is found, not what is slow. */
const patience = 120_000;

/** @returns what is wrong; nothing if all promises were kept */
export async function soak(options: SoakOptions): Promise<readonly string[]> {
  const { seconds, seed, program, print } = options;
  print(`soak: ${seconds} s with --seed ${seed}`);
  const cluster = await OsCluster.start({ ids, program, network: await ProxyNetwork.create(ids) });
  try {
    const hangs = wait(seconds * 1000 + patience, undefined, { ref: false }).then(() => [
      `no rest ${patience} ms after the last fault: a call or the end of a tie does not come`,
    ]);
    const problems = await Promise.race([harm({ cluster, random: new Random(seed), traffic }, options), hangs]);
    return [...problems, ...cluster.problems()];
  } finally {
    await cluster.close();
  }
}

async function harm(scene: Scene, { seconds, print }: SoakOptions): Promise<readonly string[]> {
  const { cluster } = scene;
  const end = performance.now() + seconds * 1000;
  const before = await warmUp(scene);
  await cluster.startTraffic(traffic);
  const done = await doHarm(scene, end);
  await cluster.connected();
  const counts = await cluster.stopTraffic();
  const after = await settledGauges(cluster, (gauge, i) => leaksOf(gauge, before[i]!).length === 0);
  tell(cluster, { done, before, after, counts }, print);
  return after.flatMap((gauge, i) => leaksOf(gauge, before[i]!).map((leak) => `node ${ids[i]}: ${leak}`));
}

/** Traffic and a fault for everyone, then a look at what the nodes hold. */
async function warmUp({ cluster }: Scene): Promise<readonly Gauge[]> {
  await cluster.startTraffic(traffic);
  for (let round = 0; round < 5; round++) {
    await wait(100);
    for (const way of cluster.network.proxies) way.reset();
  }
  await cluster.connected();
  await cluster.stopTraffic();
  return settledGauges(cluster, (gauge) => gauge.processes === 1);
}

async function doHarm(scene: Scene, end: number): Promise<ReadonlyMap<string, number>> {
  const done = new Map<string, number>();
  while (performance.now() < end) {
    const name = scene.random.pick(Object.keys(faults));
    await faults[name]!(scene);
    done.set(name, (done.get(name) ?? 0) + 1);
    await wait(scene.random.integer(0, 300));
  }
  return done;
}

/** Sockets that were closed, and what they held, are let go of some time later: looks until all is well, or for long. */
async function settledGauges(
  cluster: OsCluster,
  isWell: (gauge: Gauge, i: number) => boolean,
): Promise<readonly Gauge[]> {
  for (let round = 0; ; round++) {
    const gauges = await Promise.all(cluster.nodes.map((node) => node.ask('gauge')));
    if (round === 40 || gauges.every(isWell)) return gauges;
    await wait(250);
  }
}

function leaksOf(gauge: Gauge, before: Gauge): readonly string[] {
  const leaks = (['processes', 'links', 'monitors', 'watches', 'descriptors'] as const).flatMap((what) =>
    gauge[what] <= before[what] ? [] : [`${gauge[what]} ${what} in the end, ${before[what]} before`],
  );
  const grown = gauge.heap - before.heap;
  return grown <= heapAllowance ? leaks : [...leaks, `${grown} bytes more of the heap are in use`];
}

interface Told {
  readonly done: ReadonlyMap<string, number>;
  readonly before: readonly Gauge[];
  readonly after: readonly Gauge[];
  readonly counts: readonly Counts[];
}

function tell({ ledger }: OsCluster, { done, before, after, counts }: Told, print: (line: string) => void): void {
  const total = (name: keyof Counts): number => counts.reduce((sum, each) => sum + each[name], 0);
  const faultCount = [...done.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...done].map(([name, count]) => `${name} ${count}`).sort();
  print(`faults: ${faultCount} (${kinds.join(', ')})`);
  print(`connections: ${ledger.counts.nodeups} nodeups, ${ledger.counts.nodedowns} nodedowns`);
  print(`messages: ${ledger.sent} sent, ${ledger.sent - ledger.lost} told to have come, the rest lost with a notice`);
  print(`of the last runs: ${total('replies')} calls replied, ${total('exits')} exited`);
  print(`of the last runs: ${total('ties')} links and monitors ended, ${total('brokenTies')} by a lost connection`);
  print(
    `memory: ${memory(before)} at the start, ${memory(after)} at the end; launcher ${mebi(process.memoryUsage().rss)}`,
  );
}

/** Of the node that uses the most. */
function memory(gauges: readonly Gauge[]): string {
  const most = (name: 'heap' | 'rss'): string => mebi(Math.max(0, ...gauges.map((gauge) => gauge[name])));
  return `heap ${most('heap')}, resident ${most('rss')}`;
}

function mebi(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
