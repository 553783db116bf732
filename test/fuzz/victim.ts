/**
 * The node under attack: in a cluster in memory with a friend that stays connected, and as many ids as there are attackers.
 * A process named 'canary' keeps what it gets.
 */
import {
  Address,
  after,
  createMemoryNetwork,
  down,
  joinCluster,
  monitor,
  on,
  receive,
  register,
  self,
  send,
  startNode,
  type Cluster,
  type MemoryNetwork,
  type Node,
} from 'regent-otp';
import { P } from 'ts-pattern';
import { memorySpec } from '../../lib/cluster/spec/memorySpec.js';
import type { Endpoint } from '../../lib/cluster/transport.js';

export interface Victim {
  readonly node: Node;
  readonly endpoint: Endpoint;
  readonly network: MemoryNetwork;
  readonly ids: readonly string[];
  /** The numbers that the canary has got. */
  readonly heard: Set<number>;
  /** How many connections the node has ended or refused, and said why. */
  readonly told: () => number;
  /** Raises an error unless processes of the node run and answer, also to the friend, whose connection still stands. */
  prove(): Promise<void>;
  stop(): Promise<void>;
}

export async function startVictim(attackers: readonly string[]): Promise<Victim> {
  const network = createMemoryNetwork();
  const ids = ['a', 'friend', ...attackers];
  const start = async (id: string): Promise<{ readonly node: Node; readonly cluster: Cluster }> => {
    const node = startNode({ name: id });
    const transport = network.transport(id, { inRootContext: (action) => node.inRootContext(action) });
    // Attackers do not listen: nobody is to dial them. All waits are alike, since the system keeps a list of timers for each
    // length of time until that is over.
    const cluster = await joinCluster(node, {
      spec: memorySpec(ids, id),
      transport,
      reconnect: { min: 2 ** 29, max: 2 ** 29, random: () => 0 },
    });
    return { node, cluster };
  };
  const { node, cluster } = await start('a');
  const { node: friend, cluster: friendly } = await start('friend');
  let told = 0;
  node.on('connection', ({ event }) => {
    if (event === 'violation' || event === 'refused') told++;
  });
  let losses = 0;
  friend.on('nodedown', (name) => (losses += name === 'a' ? 1 : 0));
  await friendly.connected('a');
  const heard = new Set<number>();
  startCanary(node, heard);
  return {
    node,
    endpoint: cluster.endpoint!,
    network,
    ids,
    heard,
    told: () => told,
    async prove() {
      // Attackers who were let in may end the canary before it answers: then there is another.
      for (let attempt = 0; attempt < 5; attempt++) if ((await friend.run(() => ping())) && losses === 0) return;
      throw new Error(losses > 0 ? `the friend was lost ${losses} times` : 'nobody answers');
    },
    async stop() {
      await friend.stop();
      await node.stop();
    },
  };
}

function ping(): Promise<boolean> {
  send(['canary', 'a'], ['ping', self()]);
  return receive(
    on('pong', () => true),
    after(2000, () => false),
  );
}

function startCanary(node: Node, heard: Set<number>): void {
  const pid = node.spawn(async () => {
    register('canary', self());
    for (;;) {
      await receive(
        on(['ping', P.instanceOf(Address)], ([, from]) => send(from, 'pong')),
        on(['case', P.number], ([, number]) => void heard.add(number)),
        on(P._, () => undefined),
      );
    }
  });
  // Who was let in may end it, as in Erlang.
  node.spawn(async () => {
    const ref = monitor('process', pid);
    await receive(on(down(ref), () => undefined));
    if (!node.isStopping) startCanary(node, heard);
  });
}
