/**
 * The faults of the soak: each does its harm to a cluster under load, lets it last for a while, and takes it back.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { CuttingProxy } from '../support/cuttingProxy.js';
import type { OsCluster } from './osCluster.js';
import type { OsNode } from './osNode.js';
import type { ProxyNetwork } from './proxyNetwork.js';
import type { Random } from './random.js';
import type { TrafficOptions } from './traffic.js';

export interface Scene {
  readonly cluster: OsCluster<ProxyNetwork>;
  readonly random: Random;
  readonly traffic: TrafficOptions;
}

export type Fault = (scene: Scene) => Promise<void>;

/** ms; from times that nobody notices to ones that end every connection by its silence. */
const shortest = 20;
const longest = 4000;

const aWhile = ({ random }: Scene): Promise<void> => wait(shortest + (longest - shortest) * random.next() ** 3);

function anyNode({ cluster, random }: Scene): OsNode {
  return random.pick(cluster.nodes);
}

function anyWay({ cluster, random }: Scene): CuttingProxy {
  return random.pick(cluster.network.proxies);
}

function anyWays({ cluster, random }: Scene): readonly CuttingProxy[] {
  const { proxies } = cluster.network;
  return random.shuffled(proxies).slice(0, random.integer(1, proxies.length));
}

function anyHalf({ cluster, random }: Scene): readonly string[] {
  return random.shuffled(cluster.ids).slice(0, random.integer(1, 2));
}

async function startAgain({ cluster, traffic }: Scene, id: string): Promise<void> {
  const node = await cluster.startNode(id);
  await cluster.startTraffic(traffic, [node]);
}

export const faults: Readonly<Record<string, Fault>> = {
  async kill(scene) {
    const node = anyNode(scene);
    await scene.cluster.kill(node);
    await aWhile(scene);
    await startAgain(scene, node.id);
  },

  async leave(scene) {
    const node = anyNode(scene);
    await scene.cluster.leave(node);
    await aWhile(scene);
    await startAgain(scene, node.id);
  },

  async standStill(scene) {
    const { cluster, random } = scene;
    const nodes = random.shuffled(cluster.nodes).slice(0, random.integer(1, 2));
    for (const node of nodes) node.signal('SIGSTOP');
    await aWhile(scene);
    for (const node of nodes) node.signal('SIGCONT');
  },

  async compute(scene) {
    await anyNode(scene).ask('block', scene.random.integer(50, 3500));
  },

  async shiftClock(scene) {
    const hour = 3_600_000;
    await anyNode(scene).ask('shiftClock', scene.random.integer(-hour, hour));
  },

  async twin(scene) {
    const { cluster, traffic } = scene;
    const twin = await cluster.startAside(anyNode(scene).id);
    await cluster.startTraffic(traffic, [twin]);
    await aWhile(scene);
    await cluster.kill(twin);
  },

  async reset(scene) {
    for (const way of anyWays(scene)) way.reset();
  },

  async reconnects(scene) {
    for (let count = scene.random.integer(5, 50); count > 0; count--) {
      for (const way of anyWays(scene)) way.reset();
      await wait(scene.random.integer(0, 30));
    }
  },

  async cut(scene) {
    const ways = anyWays(scene);
    for (const way of ways) way.cut();
    await aWhile(scene);
    for (const way of ways) way.open();
  },

  async hold(scene) {
    const ways = anyWays(scene);
    for (const way of ways) way.hold();
    await aWhile(scene);
    for (const way of scene.random.shuffled(ways)) way.open();
  },

  async dropEnd(scene) {
    for (const way of anyWays(scene)) way.dropEnd(scene.random.pick(['dialler', 'target']));
  },

  async cutHandshake(scene) {
    const { random } = scene;
    const way = anyWay(scene);
    const [direction, kind] = [random.pick(['toTarget', 'toDialler'] as const), random.pick(['reset', 'end'] as const)];
    way.cutNextAt({ direction, bytes: random.integer(0, 6000), kind });
    for (const each of anyWays(scene)) each.reset();
  },

  async partition(scene) {
    const ways = scene.cluster.network.around(anyHalf(scene));
    const isSilent = scene.random.next() < 0.5;
    for (const way of ways) {
      if (isSilent) way.hold();
      else way.cut();
    }
    await aWhile(scene);
    for (const way of scene.random.shuffled(ways)) way.open();
  },
};
