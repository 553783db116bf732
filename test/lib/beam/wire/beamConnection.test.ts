// What may wait for a node of Erlang, and when senders that wait for it hear that they may go on.
import { expect, test } from 'vitest';
import { BeamConnection } from '../../../../lib/beam/wire/beamConnection.js';
import type { BeamSettings } from '../../../../lib/beam/beamSettings.js';
import type { Channel } from '../../../../lib/cluster/transport.js';

/** A channel that has room for all that is written, and keeps it until it is told that it has left. */
function slowChannel() {
  const channel = {
    remoteId: '',
    remoteAddress: '',
    certificate: undefined,
    pendingBytes: 0,
    onData: () => undefined,
    onDrain: () => undefined,
    onClose: () => undefined,
    write(chunks: readonly Uint8Array[]) {
      for (const { length } of chunks) channel.pendingBytes += length;
      return true;
    },
    pause: () => undefined,
    resume: () => undefined,
    end: () => undefined,
    destroy: () => undefined,
  };
  return channel;
}

const never = { now: () => 0, setTimer: () => undefined, clearTimer: () => undefined };

function connectionOn(channel: Channel, highWaterMark: number, sendLimit = 1_000_000): BeamConnection {
  const settings = {
    clock: never,
    inRootContext: (action: () => unknown) => action(),
    limits: { maxBytes: 1024 },
    heartbeatInterval: 1000,
    heartbeatTimeout: 4000,
    closeTimeout: 1000,
    sendLimit,
    highWaterMark,
  } as unknown as BeamSettings;
  const remote = { id: 'erl@host', creation: 1, codec: 'etf', fingerprint: undefined, address: '', maxFrameSize: 1024 };
  return new BeamConnection(channel, remote, settings, Buffer.alloc(0));
}

test('a mark lower than what the socket takes is passed again once all is with the socket', async () => {
  const connection = connectionOn(slowChannel(), 10);
  let drained = 0;
  connection.onDrain = () => {
    drained++;
  };
  expect(connection.send(Buffer.alloc(100))).toBe(false);
  await new Promise(setImmediate);
  expect(drained).toBe(1);
});

test('a message of more than the limit does not cost those that come after it the connection; too many of them do', async () => {
  const connection = connectionOn(slowChannel(), 10, 1000);
  const reasons: string[] = [];
  connection.onClose = (reason) => void reasons.push(reason);
  connection.send(Buffer.alloc(5000));
  for (let i = 0; i < 10; i++) connection.send(Buffer.alloc(100));
  await new Promise(setImmediate);
  expect(reasons).toEqual([]);
  for (let i = 0; i < 2; i++) connection.send(Buffer.alloc(100));
  await new Promise(setImmediate);
  expect(reasons).toEqual(['send queue limit']);
});
