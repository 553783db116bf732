/**
 * The soak of a node in an Erlang cluster: traffic with two nodes of Erlang, one fault after the other in an order that the
 * seed determines, and in the end a look at what is left.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { disconnectNode, startNode, type Node } from 'regent-otp';
import { joinBeam, type Beam } from 'regent-otp/beam';
import { Epmd } from '../../support/beam/epmd.js';
import { ErlangNode } from '../../support/beam/erlangNode.js';
import type { Erlang } from '../../support/beam/erlangs.js';
import { readGauge } from '../gauge.js';
import type { Gauge } from '../entry.js';
import { Random } from '../random.js';
import { Traffic } from './traffic.js';

export interface BeamSoakOptions {
  readonly seconds: number;
  readonly seed: number;
  /** The folder of the repository. */
  readonly root: string;
  readonly print: (line: string) => void;
}

const erlang: Erlang = { release: 'of the PATH', command: (program, args) => [program, args] };
const js = 'js@127.0.0.1';
const names = ['one@127.0.0.1', 'two@127.0.0.1'] as const;
const heapAllowance = 24 * 1024 * 1024;

interface Scene {
  readonly node: Node;
  readonly beam: Beam;
  readonly epmd: Epmd;
  readonly source: string;
  readonly erls: Map<string, ErlangNode>;
  readonly random: Random;
  readonly numbers: Map<string, number>;
}

/** @returns what is wrong; nothing if all promises were kept */
export async function soakBeam({ seconds, seed, root, print }: BeamSoakOptions): Promise<readonly string[]> {
  print(`soak:beam: ${seconds} s with --seed ${seed}`);
  const source = readFileSync(path.join(root, 'test/soak/beam/soak_beam.erl'), 'utf8');
  const epmd = await Epmd.start(erlang);
  const node = startNode({ name: js });
  const atoms = ['number', 'burst', 'ask', 'late', 'pid'];
  const beam = await joinBeam(node, { name: js, cookie: 'soak', epmd: { port: epmd.port }, atoms });
  const scene: Scene = {
    node,
    beam,
    epmd,
    source,
    erls: new Map(),
    random: new Random(seed),
    numbers: new Map(),
  };
  try {
    for (const name of names) await startErl(scene, name);
    await harm(scene, 2);
    const before = await rest(scene);
    const { traffic, faults } = await harm(scene, seconds);
    const after = await rest(scene, before);
    tell(print, traffic, faults, before, after);
    return [...traffic.problems, ...(await numbersWrong(scene)), ...leaks(before, after)];
  } finally {
    await node.stop();
    await Promise.all([...scene.erls.values()].map((erl) => erl.kill()));
    await epmd.stop();
  }
}

async function startErl({ epmd, source, erls }: Scene, name: string): Promise<void> {
  const erl = await ErlangNode.start({ erlang, epmd, cookie: 'soak', name, args: ['-kernel', 'net_ticktime', '8'] });
  erls.set(name, erl);
  await erl.load(source);
  await erl.eval(`soak_beam:serve('${js}')`);
}

const faults: Readonly<Record<string, (scene: Scene, name: string) => Promise<unknown>>> = {
  'disconnected here': ({ node }, name) => node.run(() => disconnectNode(name)),
  'disconnected there': ({ erls }, name) => erls.get(name)!.eval(`erlang:disconnect_node('${js}')`),
  async killed(scene, name) {
    await scene.erls.get(name)!.kill();
    await startErl(scene, name);
  },
  async stopped({ erls, random }, name) {
    const erl = erls.get(name)!;
    erl.signal('SIGSTOP');
    await wait(random.integer(50, 1500));
    erl.signal('SIGCONT');
  },
  'the server crashed': ({ erls }, name) => erls.get(name)!.eval('soak_beam:crash()'),
  'the port mapper started anew': ({ epmd }) => epmd.restart(),
};

async function harm(
  scene: Scene,
  seconds: number,
): Promise<{ readonly traffic: Traffic; readonly faults: ReadonlyMap<string, number> }> {
  const traffic = new Traffic(scene.node, names, scene.numbers);
  const done = new Map<string, number>();
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    await wait(scene.random.integer(50, 600));
    const kind = scene.random.pick(Object.keys(faults));
    await faults[kind]!(scene, scene.random.pick(names));
    done.set(kind, (done.get(kind) ?? 0) + 1);
  }
  await traffic.stop();
  return { traffic, faults: done };
}

/** What the node holds when it has come to rest: as little as before, if that is known, or what it is after a while. */
async function rest({ node }: Scene, before?: Gauge): Promise<Gauge> {
  let processes = -1;
  for (let round = 0; ; round++) {
    const gauge = await readGauge(node);
    const isWell = before === undefined ? gauge.processes === processes : leaks(before, gauge).length === 0;
    if (isWell || round === 40) return gauge;
    ({ processes } = gauge);
    await wait(250);
  }
}

function leaks(before: Gauge, after: Gauge): readonly string[] {
  const found = (['processes', 'links', 'monitors', 'watches', 'descriptors'] as const).flatMap((what) =>
    after[what] <= before[what] ? [] : [`${after[what]} ${what} in the end, ${before[what]} before`],
  );
  const grown = after.heap - before.heap;
  return grown <= heapAllowance ? found : [...found, `${grown} bytes more of the heap are in use`];
}

async function numbersWrong({ erls }: Scene): Promise<readonly string[]> {
  const answers = [...erls].map(async ([name, erl]) => {
    const wrong = await erl.eval('R = make_ref(), numbers ! {wrong, self(), R}, receive {R, [_ | W]} -> W end');
    return (wrong as readonly unknown[]).map((pair) => `${name} got ${String(pair)}`);
  });
  return (await Promise.all(answers)).flat();
}

function tell(
  print: (line: string) => void,
  { counts }: Traffic,
  done: ReadonlyMap<string, number>,
  before: Gauge,
  after: Gauge,
): void {
  const { sent, received, replies, exits, monitors, downs, ups, losses } = counts;
  print(`faults: ${[...done].map(([kind, count]) => `${count} ${kind}`).join(', ')}`);
  print(`connections: ${ups} nodeups, ${losses} nodedowns`);
  print(`messages: ${sent} sent, ${received} received; calls: ${replies} replies, ${exits} exits`);
  print(`monitors: ${monitors} set, ${downs} told an end`);
  print(
    `memory: heap ${before.heap} bytes at the start, ${after.heap} at the end; descriptors ${before.descriptors}, ${after.descriptors}`,
  );
}
