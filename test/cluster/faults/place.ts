// Clusters of OS processes with traffic on them, for the tests of faults.
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Network } from '../../soak/network.js';
import { OsCluster, type Timing } from '../../soak/osCluster.js';
import type { OsNode } from '../../soak/osNode.js';
import type { ProxyNetwork } from '../../soak/proxyNetwork.js';
import type { TrafficOptions } from '../../soak/traffic.js';
import { built } from '../../support/built.js';
import { eventually } from '../../support/eventually.js';

/** Light enough for five nodes on a busy machine, and never idle. */
export const traffic: TrafficOptions = { burst: 10, pause: 10, largeEach: 400, binders: 1 };

export interface Place<N extends Network> {
  readonly cluster: OsCluster<N>;
}

/** One cluster for all tests of a `describe`; to be called inside of it. */
export function useCluster<N extends Network = ProxyNetwork>(
  ids: readonly string[],
  network: () => N | Promise<N>,
  timing: Partial<Timing> = {},
): Place<N> {
  let cluster: OsCluster<N> | undefined;
  beforeAll(async () => {
    cluster = await OsCluster.start({ ids, network: await network(), program: await program(), timing });
    await cluster.startTraffic(traffic);
  }, 180_000);
  afterAll(() => cluster?.close());
  return {
    get cluster() {
      return cluster!;
    },
  };
}

export async function program(): Promise<string> {
  return path.join(await built(), 'test', 'soak', 'node.js');
}

/** Resolves when each of these nodes has received more numbers, from whomever it is connected with. */
export async function flows(nodes: readonly OsNode[], numbers = 100): Promise<void> {
  await Promise.all(
    nodes.map(async (node) => {
      const { received } = await node.ask('report');
      await eventually(async () => (await node.ask('report')).received >= received + numbers);
    }),
  );
}

/** What a node tells from now on. */
export interface Later {
  nodeup(id: string, creation?: number): Promise<unknown>;
  nodedown(id: string, reason?: RegExp): Promise<unknown>;
  refused(id: string, reason: RegExp): Promise<unknown>;
  /** How many there have been so far. */
  readonly nodedowns: number;
}

export function from(node: OsNode): Later {
  const since = node.log.length;
  return {
    nodeup: (id, creation) =>
      node.told(([what, who, run]) => what === 'nodeup' && who === id && [run, undefined].includes(creation), since),
    nodedown: (id, reason = /./) =>
      node.told(([what, who, why]) => what === 'nodedown' && who === id && reason.test(why), since),
    refused: (id, reason) =>
      node.told(
        ([what, event, who, why]) => what === 'connection' && event === 'refused' && who === id && reason.test(why),
        since,
      ),
    get nodedowns() {
      return node.log.slice(since).filter(([what]) => what === 'nodedown').length;
    },
  };
}

/** All that was under way arrives, no promise is broken, and nothing is left behind; then the traffic goes on. */
export async function keepsItsPromises(cluster: OsCluster): Promise<void> {
  await cluster.connected();
  await cluster.stopTraffic();
  expect(cluster.problems()).toEqual([]);
  for (const node of cluster.nodes) {
    await eventually(async () => {
      const { processes, links, monitors, watches } = await node.ask('gauge');
      return [processes, links, monitors, watches].join() === '1,0,0,0';
    });
  }
  await cluster.startTraffic(traffic);
}
