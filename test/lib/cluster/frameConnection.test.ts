// Connections over a network in memory: order, batches, back-pressure, limits, large frames, and how they end.
import { describe, expect, test } from 'vitest';
import type { WireEvent } from '../../../lib/cluster/connect.js';
import { dialConnection } from '../../../lib/cluster/connect.js';
import type { Connection } from '../../../lib/cluster/connection.js';
import { createMemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import type { Transport } from '../../../lib/cluster/transport.js';
import { Queue } from '../../support/queue.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { listen, localNode, own, pair, settled } from './pair.js';

const text = (value: string) => Buffer.from(value);

test('frames arrive in order, in both directions', async () => {
  const { a, b } = await pair();
  const [atA, atB] = [own(a), own(b)];
  for (let i = 0; i < 100; i++) {
    a.send(text(`to b ${i}`));
    b.send(text(`to a ${i}`));
  }
  for (let i = 0; i < 100; i++) {
    expect(await atB.frames.next()).toBe(`to b ${i}`);
    expect(await atA.frames.next()).toBe(`to a ${i}`);
  }
});

test('both ends know each other', async () => {
  const { a, b } = await pair({ a: { maxFrameSize: 70_000 } });
  const known = { creation: 7, codec: 'msgpack', fingerprint: undefined };
  expect(a.remote).toMatchObject({ id: 'b', ...known, address: 'b:1', maxFrameSize: 128 * 1024 * 1024 });
  expect(b.remote).toMatchObject({ id: 'a', ...known, maxFrameSize: 70_000 });
});

test.each([1, 2, 3, 5, 7, 1000])('frames survive bytes that arrive %i at a time', async (chunkSize) => {
  const { a, b } = await pair({ chunkSize });
  const { frames } = own(b);
  const sent = ['', 'x', 'y'.repeat(300), '', 'z'.repeat(70_000), 'end'];
  for (const frame of sent) a.send(text(frame));
  for (const frame of sent) expect(await frames.next()).toBe(frame);
});

test('frames that came before the owner are kept for it, and so is the end', async () => {
  const { a, b } = await pair();
  a.send(text('one'));
  a.send(text('two'));
  a.close('done');
  await settled();
  const { frames, closed } = own(b);
  expect(frames.all()).toEqual([]);
  expect(await closed.next()).toBe('done');
  expect(frames.all()).toEqual(['one', 'two']);
});

test('what is sent in one turn of the event loop leaves in one write; of much the first frames leave before', async () => {
  const network = createMemoryNetwork();
  /** Bytes of each. */
  const writes: number[] = [];
  const transport = network.transport('a');
  const counting: Transport = {
    ...transport,
    dial: async (...args) => {
      const channel = await transport.dial(...args);
      const write = channel.write.bind(channel);
      channel.write = (chunks) => {
        writes.push(chunks.reduce((sum, { length }) => sum + length, 0));
        return write(chunks);
      };
      return channel;
    },
  };
  const connections = new Queue<Connection>();
  const { endpoint } = await listen(network, 'b', { onConnection: (connection) => connections.push(connection) });
  const a = await dialConnection({ transport: counting, endpoint, remoteId: 'b', local: localNode('a') });
  const { frames } = own(await connections.next());
  /** Bytes that wait once all of a turn has been sent. */
  const pending: number[] = [];
  const writesInTurns = async (...counts: readonly number[]): Promise<readonly number[]> => {
    writes.length = pending.length = 0;
    for (const count of counts) {
      for (let i = 0; i < count; i++) a.send(text('0123456789'));
      pending.push(a.pendingBytes);
      for (let i = 0; i < count; i++) await frames.next();
    }
    return writes.map((bytes) => bytes / 15);
  };
  expect(await writesInTurns(15)).toEqual([15]);
  expect(await writesInTurns(15, 15)).toEqual([15, 15]);
  expect(pending).toEqual([225, 225]);
  expect(await writesInTurns(100)).toEqual([16, 84]);
  expect(pending).toEqual([1500]);
  expect(await writesInTurns(1000)).toEqual([16, 112, 872]);
});

test('a small frame overtakes a large one of another stream, never one of its own', async () => {
  const { a, b } = await pair();
  const { frames } = own(b);
  a.send(text('x'.repeat(5_000_000)), 1);
  a.send(text('after x'), 1);
  await new Promise(setImmediate);
  a.send(text('small'), 2);
  expect(await frames.next()).toBe('small');
  expect(await frames.next()).toHaveLength(5_000_000);
  expect(await frames.next()).toBe('after x');
});

describe('back-pressure:', () => {
  test('send answers false above the high-water mark, and drain follows below it', async () => {
    const { network, a, b } = await pair({ highWaterMark: 1000, a: { highWaterMark: 10_000 } });
    const [{ drained }, { frames }] = [own(a), own(b)];
    network.hold('a', 'b');
    expect(a.send(Buffer.alloc(9000))).toBe(true);
    expect(a.send(Buffer.alloc(9000))).toBe(false);
    await settled();
    expect(a.pendingBytes).toBeGreaterThan(18_000);
    expect(drained.all()).toEqual([]);
    network.release('a', 'b');
    await drained.next();
    expect(a.pendingBytes).toBe(0);
    expect(a.send(Buffer.alloc(9000))).toBe(true);
    for (let i = 0; i < 3; i++) await frames.next();
    expect(drained.all()).toEqual([]);
  });

  test('above the hard limit the connection is closed, and what waited is given up', async () => {
    const { network, a, b } = await pair({ a: { sendLimit: 100_000 } });
    const [{ closed }, atB] = [own(a), own(b)];
    await settled();
    network.hold('a', 'b');
    for (let i = 0; i < 12; i++) a.send(Buffer.alloc(9000));
    expect(closed.all()).toEqual([]);
    expect(a.send(Buffer.alloc(10))).toBe(false);
    // Not inside of a call of the owner's.
    expect(closed.all()).toEqual([]);
    expect(await closed.next()).toBe('send queue limit');
    expect(a.pendingBytes).toBeLessThan(2000);
    expect(a.send(Buffer.alloc(10))).toBe(false);
    network.release('a', 'b');
    expect(await atB.closed.next()).toBe('send queue limit');
    expect(closed.all()).toEqual([]);
  });

  test('one frame may be larger than the limit', async () => {
    const { a, b } = await pair({ a: { sendLimit: 100_000 } });
    own(a);
    const { frames } = own(b);
    a.send(text('x'.repeat(300_000)));
    expect(await frames.next()).toHaveLength(300_000);
  });

  test('a frame that the far end would not take is refused, and the connection stands', async () => {
    const { a, b } = await pair({ b: { maxFrameSize: 100_000 } });
    own(a);
    const { frames } = own(b);
    expect(() => a.send(Buffer.alloc(100_001))).toThrow(
      new RangeError('100001 bytes are too many for a message to node "b", which takes up to 100000'),
    );
    a.send(text('x'.repeat(100_000)));
    expect(await frames.next()).toHaveLength(100_000);
  });
});

describe('the end:', () => {
  test('close lets what was sent arrive, and tells the far end why; each end hears of it once', async () => {
    const { a, b } = await pair();
    const [atA, atB] = [own(a), own(b)];
    for (let i = 0; i < 3; i++) a.send(text('x'.repeat(200_000)), i);
    a.close('time to go');
    a.close('again');
    expect(a.send(text('too late'))).toBe(false);
    expect(await atB.closed.next()).toBe('time to go');
    expect(atB.frames.all().map((frame) => frame.length)).toEqual([200_000, 200_000, 200_000]);
    expect(await atA.closed.next()).toBe('time to go');
    await settled();
    expect([...atA.closed.all(), ...atB.closed.all(), ...atB.frames.all()]).toEqual([]);
  });

  test('after close nothing is heard any more, even while the last frames leave', async () => {
    const { network, a, b } = await pair({ highWaterMark: 1000 });
    const [atA, atB] = [own(a), own(b)];
    network.hold('a', 'b');
    for (let i = 0; i < 5; i++) a.send(Buffer.alloc(60_000));
    a.close('done');
    b.send(text('under way'));
    await settled();
    network.release('a', 'b');
    await atA.closed.next();
    expect(atA.frames.all()).toEqual([]);
    expect(atB.frames.all()).toHaveLength(5);
  });

  test('a far end that reads nothing more cannot keep a closed connection open', async () => {
    const clock = new VirtualClock();
    const { network, a, b } = await pair({ highWaterMark: 1000, a: { clock, closeTimeout: 3000 } });
    const [{ closed }] = [own(a), own(b)];
    network.hold('a', 'b');
    for (let i = 0; i < 5; i++) a.send(Buffer.alloc(60_000));
    a.close('done');
    await clock.elapse(2999);
    expect(closed.all()).toEqual([]);
    await clock.elapse(1);
    expect(await closed.next()).toBe('done');
    expect(clock.pending).toBe(0);
  });

  test('a network that is cut ends both', async () => {
    const { network, a, b } = await pair();
    const [atA, atB] = [own(a), own(b)];
    a.send(text('lost'));
    network.cut('a', 'b');
    expect(await atA.closed.next()).toBe('the network is cut');
    expect(await atB.closed.next()).toBe('the network is cut');
    expect(atB.frames.all()).toEqual([]);
  });

  test('an owner that throws at a frame loses the connection, and both are told', async () => {
    const { a, b } = await pair();
    const [atA, atB] = [own(a), own(b)];
    b.onFrame = () => {
      throw new Error('not a term');
    };
    a.send(text('one'));
    a.send(text('two'));
    expect(await atB.closed.next()).toBe('not a term');
    expect(await atA.closed.next()).toBe('not a term');
  });

  test('when both close at once, both end', async () => {
    const { a, b } = await pair();
    const [atA, atB] = [own(a), own(b)];
    a.close('a leaves');
    b.close('b leaves');
    expect(await atA.closed.next()).toBe('a leaves');
    expect(await atB.closed.next()).toBe('b leaves');
  });
});

test('a tap sees every frame that comes and goes', async () => {
  const seen: string[] = [];
  const wireTap = ({ direction, type, node, bytes }: WireEvent) =>
    seen.push(`${direction} ${type} ${node} ${bytes.length}`);
  const { a, b } = await pair({ a: { wireTap } });
  const [atA] = [own(a), own(b)];
  a.send(text('hello'));
  b.send(text('good day'));
  await atA.frames.next();
  a.close('bye');
  await atA.closed.next();
  expect(seen).toEqual([
    expect.stringMatching(/^out hello b \d+$/),
    expect.stringMatching(/^in welcome b \d+$/),
    'out signal b 5',
    'in signal b 8',
    'out goodbye b 3',
  ]);
});

test('what a tap sends leaves behind what it has just seen', async () => {
  /** How many frames the tap sends for each fragment that it sees. */
  const reports = 20;
  const large = Array.from({ length: 500_000 }, (_, n) => n % 10).join('');
  const seen: Connection[] = [];
  const wireTap = ({ direction, type }: WireEvent): void => {
    if (direction === 'out' && type === 'fragment') for (let i = 0; i < reports; i++) seen[0]!.send(text('seen'), 2);
  };
  const { a, b } = await pair({ a: { wireTap } });
  const [, { frames, closed }] = [own(a), own(b)];
  seen.push(a);
  a.send(text(large), 1);
  await settled(100);
  expect(closed.all()).toEqual([]);
  expect(frames.all().filter((frame) => frame !== 'seen')).toEqual([large]);
});
