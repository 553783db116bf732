// A cluster in memory that a test splits and heals.
import type { Address, Node } from 'regent-otp';
import { on, receive } from 'regent-otp';
import { global } from 'regent-otp/behaviours';
import { startMemoryCluster, type MemoryCluster } from 'regent-otp/testing';
import { onTestFinished } from 'vitest';
import { eventually } from '../../support/eventually.js';
import { messageMode } from '../../support/startTestNode.js';

/** What a test does with the nodes. */
export interface Partition<Id extends string> extends MemoryCluster<Id> {
  /** The nodes are in two halves; resolves when all know. */
  split(one: readonly Id[], other: readonly Id[]): Promise<void>;
  /** All are connected again; resolves when they know each other's global names. */
  heal(): Promise<void>;
  /** What each node finds under a global name. */
  whereis(name: unknown): Promise<readonly (Address | undefined)[]>;
}

export async function startPartition<const Id extends string>(ids: readonly Id[]): Promise<Partition<Id>> {
  const cluster = await startMemoryCluster(ids, {
    node: { messages: messageMode },
    cluster: { reconnect: { min: 1, max: 5 } },
  });
  onTestFinished(() => cluster.stop());
  const { nodes, network } = cluster;
  const all = (): readonly Node[] => ids.map((id) => nodes[id]);
  return {
    ...cluster,
    async split(one, other) {
      for (const a of one) for (const b of other) network.cut(a, b);
      await eventually(() =>
        one.every((a) =>
          other.every((b) => ![...nodes[a].connectedNodes()].includes(b) && !nodes[b].connectedNodes().includes(a)),
        ),
      );
    },
    async heal() {
      for (const a of ids) for (const b of ids) if (a < b) network.heal(a, b);
      await cluster.connected();
      await Promise.all(all().map((node) => node.run(() => global.sync())));
    },
    whereis: (name) => Promise.all(all().map((node) => node.run(() => global.whereisName(name)))),
  };
}

/** A process that ends when it is told to. */
export const idle = (node: Node): Address => node.spawn(() => receive(on('stop', () => 'ok')));
