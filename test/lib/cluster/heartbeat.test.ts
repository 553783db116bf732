// Heartbeats on a virtual clock: who lives is heard of, who is silent is lost, and nobody is judged by a stall of one's own.
import { expect, test } from 'vitest';
import type { ConnectionOptions, WireEvent } from '../../../lib/cluster/connect.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { own, pair, settled, type PairOptions } from './pair.js';

const settings = { heartbeatInterval: 1000, heartbeatTimeout: 3000 };

/** Two nodes with clocks of their own. */
async function clocked(options: ConnectionOptions = {}, network: PairOptions = {}) {
  const [clockA, clockB] = [new VirtualClock(), new VirtualClock()];
  const joined = await pair({
    ...network,
    a: { ...settings, ...options, clock: clockA },
    b: { ...settings, clock: clockB },
  });
  const [atA, atB] = [own(joined.a), own(joined.b)];
  await settled();
  const both = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      await Promise.all([clockA.elapse(500), clockB.elapse(500)]);
      await settled();
    }
  };
  return { ...joined, atA, atB, clockA, clockB, both };
}

test('an idle connection stands, because both ends send heartbeats', async () => {
  const seen: string[] = [];
  const wireTap = ({ direction, type }: WireEvent) => seen.push(`${direction} ${type}`);
  const { atA, atB, both } = await clocked({ wireTap });
  seen.length = 0;
  await both(60_000);
  expect([...atA.closed.all(), ...atB.closed.all()]).toEqual([]);
  expect(seen.filter((event) => event === 'out heartbeat').length).toBeGreaterThanOrEqual(60);
  expect(seen.filter((event) => event === 'in heartbeat').length).toBeGreaterThanOrEqual(60);
});

test('who sends anyhow sends no heartbeats', async () => {
  const seen: string[] = [];
  const { a, both } = await clocked({ wireTap: ({ direction, type }) => seen.push(`${direction} ${type}`) });
  seen.length = 0;
  for (let i = 0; i < 20; i++) {
    a.send(Buffer.from('traffic'));
    await both(500);
  }
  expect(seen).toContain('in heartbeat');
  expect(seen).not.toContain('out heartbeat');
});

test('of a half-open connection both ends hear in bounded time', async () => {
  const { network, atA, atB, clockA, both } = await clocked();
  network.hold('a', 'b');
  await both(2500);
  expect([...atA.closed.all(), ...atB.closed.all()]).toEqual([]);
  await both(2000);
  expect(atA.closed.all()).toEqual(['heartbeat timeout']);
  expect(atB.closed.all()).toEqual(['heartbeat timeout']);
  await both(5000);
  expect(clockA.pending).toBe(0);
});

test('anything that comes counts as life, a part of a frame as well', async () => {
  // b's heartbeats are held up behind its large frame, of which a little arrives now and then.
  const { network, b, atA, both } = await clocked({}, { chunkSize: 50_000 });
  network.hold('a', 'b');
  b.send(Buffer.alloc(3_000_000));
  for (let i = 0; i < 10; i++) {
    await both(2000);
    network.release('a', 'b');
    await new Promise(setImmediate);
    network.hold('a', 'b');
  }
  expect(atA.closed.all()).toEqual([]);
});

test('a node that was stalled judges nobody by the silence of that time', async () => {
  const { network, atA, clockA, both } = await clocked();
  network.hold('a', 'b');
  await both(1000);
  clockA.stall(100_000);
  clockA.catchUp();
  await settled();
  await both(500);
  expect(atA.closed.all()).toEqual([]);
  network.release('a', 'b');
  await both(10_000);
  expect(atA.closed.all()).toEqual([]);
});

test('after a stall a far end that stays silent is lost all the same', async () => {
  const { network, atA, clockA, both } = await clocked();
  network.hold('a', 'b');
  clockA.stall(100_000);
  clockA.catchUp();
  await both(5000);
  expect(atA.closed.all()).toEqual(['heartbeat timeout']);
});

test('what waits unread at the moment of judgement still counts', async () => {
  const { network, b, atA, clockA, clockB } = await clocked();
  network.hold('a', 'b');
  await clockA.elapse(2900);
  b.send(Buffer.from('alive'));
  await settled();
  // In the turn of the event loop in which the time is up the bytes are there, but not read yet.
  network.release('a', 'b');
  clockA.advance(600);
  await settled();
  expect(atA.closed.all()).toEqual([]);
  expect(atA.frames.all()).toEqual(['alive']);
  expect(clockB.pending).toBe(1);
});

test('options that cannot work are refused', async () => {
  const refused = (options: ConnectionOptions) => expect(pair({ a: options })).rejects;
  await refused({ heartbeatInterval: 0 }).toThrow(/heartbeatInterval must be from 1 to 2\^30 milliseconds, not 0/);
  await refused({ heartbeatInterval: 1000, heartbeatTimeout: 1999 }).toThrow(
    /heartbeatTimeout must be at least twice the heartbeatInterval, 2000, not 1999/,
  );
  await refused({ maxFrameSize: 1000 }).toThrow(
    /maxFrameSize must be an integer of bytes from 65536 to 2\^31 - 1, not 1000/,
  );
  await refused({ sendLimit: 1.5 }).toThrow(/sendLimit must be an integer of bytes/);
});
