// The network in memory: what tests rely on when they cut, hold and mend it.
import { expect, test } from 'vitest';
import { createMemoryNetwork, type MemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import type { Channel } from '../../../lib/cluster/transport.js';
import { Queue } from '../../support/queue.js';
import { settled } from './pair.js';

const forever = new AbortController().signal;

/** Two ends of a channel between nodes a and b. */
async function channel(network: MemoryNetwork) {
  const accepted = new Queue<Channel>();
  const listener = await network.transport('b').listen(
    { host: 'b', port: 0 },
    (end) => accepted.push(end),
    () => undefined,
  );
  const a = await network.transport('a').dial(listener.endpoint, 'b', forever);
  return { a, b: await accepted.next(), endpoint: listener.endpoint, listener };
}

function listenTo(end: Channel) {
  const heard: string[] = [];
  end.onData = (chunk) => heard.push(Buffer.from(chunk).toString());
  end.onDrain = () => heard.push('(drain)');
  end.onClose = (error) => heard.push(`(close: ${error?.message ?? ''})`);
  end.resume();
  return heard;
}

test('bytes are copied, arrive in a later turn, in order', async () => {
  const { a, b } = await channel(createMemoryNetwork());
  const heard = listenTo(b);
  const bytes = Buffer.from('one');
  a.write([bytes, Buffer.from('two')]);
  bytes.fill('x');
  await Promise.resolve();
  expect(heard).toEqual([]);
  expect(a.pendingBytes).toBe(6);
  await settled();
  expect(heard).toEqual(['one', 'two']);
  expect(a.pendingBytes).toBe(0);
});

test('ends know each other; who listens elsewhere, or is another node, is not reached', async () => {
  const network = createMemoryNetwork();
  const { a, b, endpoint, listener } = await channel(network);
  expect([a.remoteId, b.remoteId]).toEqual(['b', 'a']);
  const { dial, listen } = network.transport('a');
  await expect(dial({ host: 'b', port: 99 }, 'b', forever)).rejects.toThrow('b:99: nobody listens there');
  await expect(dial(endpoint, 'c', forever)).rejects.toThrow('b:1: this is node "b", not "c"');
  await expect(
    listen(
      endpoint,
      () => undefined,
      () => undefined,
    ),
  ).rejects.toThrow('b:1: another node listens there');
  await listener.close();
  await expect(dial(endpoint, 'b', forever)).rejects.toThrow('b:1: nobody listens there');
});

test('who reads slowly makes bytes pile up at the other end', async () => {
  const { a, b } = await channel(createMemoryNetwork({ highWaterMark: 5 }));
  const [atA, atB] = [listenTo(a), listenTo(b)];
  b.pause();
  expect(a.write([Buffer.from('12345')])).toBe(true);
  expect(a.write([Buffer.from('6')])).toBe(false);
  await settled();
  expect([a.pendingBytes, atB]).toEqual([6, []]);
  b.resume();
  await settled();
  expect([atA, atB]).toEqual([['(drain)'], ['12345', '6']]);
});

test('an end that is ended closes both once all has arrived', async () => {
  const { a, b } = await channel(createMemoryNetwork());
  const [atA, atB] = [listenTo(a), listenTo(b)];
  b.write([Buffer.from('from b')]);
  a.write([Buffer.from('from a')]);
  a.end();
  a.write([Buffer.from('too late')]);
  await settled();
  expect(atA).toEqual(['from b', '(close: )']);
  expect(atB).toEqual(['from a', '(close: )']);
});

test('an end that is destroyed is gone at once, and the other hears of it', async () => {
  const { a, b } = await channel(createMemoryNetwork());
  const [atA, atB] = [listenTo(a), listenTo(b)];
  a.write([Buffer.from('lost')]);
  a.destroy();
  await settled();
  expect(atA).toEqual(['(close: )']);
  expect(atB).toEqual(['(close: connection reset)']);
});

test('a cut breaks what stands and lets nothing new stand until it is healed', async () => {
  const network = createMemoryNetwork();
  const { a, b, endpoint } = await channel(network);
  const [atA, atB] = [listenTo(a), listenTo(b)];
  network.cut('b', 'a');
  await settled();
  expect([...atA, ...atB]).toEqual(['(close: the network is cut)', '(close: the network is cut)']);
  const { dial } = network.transport('a');
  await expect(dial(endpoint, 'b', forever)).rejects.toThrow('b:1: the network is cut');
  await expect(network.transport('c').dial(endpoint, 'b', forever)).resolves.toBeDefined();
  network.heal('a', 'b');
  await expect(dial(endpoint, 'b', forever)).resolves.toBeDefined();
});

test('what is held waits, dials and ends as well, and nobody notices', async () => {
  const network = createMemoryNetwork();
  const { a, b, endpoint } = await channel(network);
  const [atA, atB] = [listenTo(a), listenTo(b)];
  network.hold('a', 'b');
  a.write([Buffer.from('one')]);
  b.write([Buffer.from('two')]);
  a.end();
  const dialled = network.transport('a').dial(endpoint, 'b', forever);
  let isConnected = false;
  void dialled.then(() => (isConnected = true));
  await settled();
  expect([atA, atB, isConnected]).toEqual([[], [], false]);
  network.release('a', 'b');
  await dialled;
  await settled();
  expect([atA, atB]).toEqual([
    ['two', '(close: )'],
    ['one', '(close: )'],
  ]);
});

test('one end of a held channel can go without the other noticing', async () => {
  const network = createMemoryNetwork();
  const { a, b } = await channel(network);
  const [atA, atB] = [listenTo(a), listenTo(b)];
  network.hold('a', 'b');
  a.destroy();
  await settled();
  expect([atA, atB]).toEqual([['(close: )'], []]);
  network.release('a', 'b');
  await settled();
  expect(atB).toEqual(['(close: connection reset)']);
});

test('a dial that is held can be given up', async () => {
  const network = createMemoryNetwork();
  const { endpoint } = await channel(network);
  network.hold('a', 'b');
  const controller = new AbortController();
  const dialled = network.transport('a').dial(endpoint, 'b', controller.signal);
  await settled();
  controller.abort(new Error('enough'));
  await expect(dialled).rejects.toThrow('enough');
});
