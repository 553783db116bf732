// A node that says over a connection whatever a test wants, honest or not.
import type { Node, Ref, Signal } from 'regent-otp';

import { msgpackCodec } from '../../../lib/cluster/codec/msgpackCodec.js';
import { decodeSignal, encodeSignal } from '../../../lib/cluster/codec/signalCodec.js';
import { dialConnection } from '../../../lib/cluster/connect.js';
import type { Connection } from '../../../lib/cluster/connection.js';
import type { MemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import { memorySpec } from '../../../lib/cluster/spec/memorySpec.js';
import { Incarnation } from '../../../lib/terms/incarnation.js';
import { Queue } from '../../support/queue.js';

export interface RawNode {
  readonly incarnation: Incarnation;
  readonly connection: Connection;
  /** The signals that it was sent. */
  readonly signals: Queue<Signal>;
  /** Why the connection has ended. */
  readonly closed: Promise<string>;
  say(signal: Signal): void;
  sayBytes(bytes: Uint8Array): void;
  /** Resolves when the other node has taken in all that was said, and what it says to that has come. */
  settled(): Promise<void>;
}

export interface RawNodeOptions {
  readonly id: string;
  readonly creation?: number;
  /** All nodes of the cluster. */
  readonly ids: readonly string[];
}

/** In the forms that spell all identifiers out: the others cannot name a process of a third node. */
const forms: Partial<Record<Signal['kind'], readonly [number, ...string[]]>> = {
  message: [0, 'to', 'message'],
  monitor: [5, 'from', 'to', 'ref'],
  demonitor: [6, 'from', 'to', 'ref'],
};

function encodeInFull(signal: Signal): Uint8Array {
  const form = forms[signal.kind];
  if (form === undefined) return encodeSignal(msgpackCodec, signal);
  const [number, ...fields] = form;
  return msgpackCodec.encode([number, ...fields.map((field) => Reflect.get(signal, field) as unknown)]);
}

/** Connects with a node. */
export async function rawNode(network: MemoryNetwork, to: Node, options: RawNodeOptions): Promise<RawNode> {
  const { id, creation = 1, ids } = options;
  const connection = await dialConnection({
    transport: network.transport(id),
    endpoint: memorySpec(ids, to.name).own.address,
    remoteId: to.name,
    local: { id, creation, codecs: [msgpackCodec.name] },
  });
  const signals = new Queue<Signal>();
  const incarnation = Incarnation.of(id, creation);
  const pings = new Map<Ref, () => void>();
  const closed = new Promise<string>((resolve) => (connection.onClose = resolve));
  connection.onFrame = (frame) => {
    const signal = decodeSignal(msgpackCodec, frame, { here: incarnation, there: to.incarnation });
    const pong = signal.kind === 'down' ? pings.get(signal.ref) : undefined;
    if (pong === undefined) signals.push(signal);
    else pong();
  };
  const say = (signal: Signal): void => void connection.send(encodeInFull(signal));
  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      const ref = incarnation.ref(incarnation.newRefId() + 1_000_000);
      pings.set(ref, resolve);
      say({ kind: 'monitor', from: incarnation.address(999), to: ['nobody at all', to.name], ref });
    });
  return { incarnation, connection, signals, closed, say, sayBytes: (bytes) => void connection.send(bytes), settled };
}
