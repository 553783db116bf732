// Two nodes joined by a connection over a network in memory.
import { onTestFinished } from 'vitest';
import type { AcceptOptions, ConnectionOptions } from '../../../lib/cluster/connect.js';
import { acceptConnections, dialConnection } from '../../../lib/cluster/connect.js';
import type { Connection } from '../../../lib/cluster/connection.js';
import type { MemoryNetwork, MemoryNetworkOptions } from '../../../lib/cluster/memoryTransport.js';
import { createMemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import type { Listener } from '../../../lib/cluster/transport.js';
import { Queue } from '../../support/queue.js';

export const localNode = (id: string, codecs: readonly string[] = ['msgpack']) => ({ id, creation: 7, codecs });

/** What a connection tells its owner. */
export interface Heard {
  readonly frames: Queue<string>;
  readonly drained: Queue<void>;
  /** Why it was closed. A second reason would come after the first. */
  readonly closed: Queue<string>;
}

/** Takes a connection over. */
export function own(connection: Connection): Heard {
  const heard = { frames: new Queue<string>(), drained: new Queue<void>(), closed: new Queue<string>() };
  connection.onDrain = () => heard.drained.push();
  connection.onClose = (reason) => heard.closed.push(reason);
  connection.onFrame = (frame) => heard.frames.push(Buffer.from(frame).toString());
  return heard;
}

export interface Pair {
  readonly network: MemoryNetwork;
  /** Of node a, which dialled. */
  readonly a: Connection;
  /** Of node b. */
  readonly b: Connection;
}

export type PairOptions = MemoryNetworkOptions & {
  readonly a?: ConnectionOptions;
  readonly b?: ConnectionOptions;
};

export async function pair(options: PairOptions = {}): Promise<Pair> {
  const network = createMemoryNetwork(options);
  const connections = new Queue<Connection>();
  const onConnection = (connection: Connection) => connections.push(connection);
  const listener = await listen(network, 'b', { onConnection, options: options.b });
  const a = await dialConnection({
    transport: network.transport('a'),
    endpoint: listener.endpoint,
    remoteId: 'b',
    local: localNode('a'),
    options: options.a,
  });
  return { network, a, b: await connections.next() };
}

/** A node that takes connections. */
export async function listen(
  network: MemoryNetwork,
  id: string,
  accept: Partial<AcceptOptions> = {},
): Promise<Listener> {
  const listener = await acceptConnections({
    transport: network.transport(id),
    endpoint: { host: id, port: 0 },
    local: localNode(id),
    admit: () => 'ok',
    onConnection: () => undefined,
    onRefused: () => undefined,
    ...accept,
  });
  onTestFinished(() => listener.close());
  return listener;
}

/** Lets what is under way in memory arrive, with all that follows from it. */
export async function settled(turns = 20): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise(setImmediate);
}
