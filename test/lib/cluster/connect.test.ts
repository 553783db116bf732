// The handshake, from both sides: who is let in, who is not, and that both are told why.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { AcceptOptions, Applicant, DialOptions } from '../../../lib/cluster/connect.js';
import { dialConnection, RefusedError } from '../../../lib/cluster/connect.js';
import type { Connection } from '../../../lib/cluster/connection.js';
import { encodeFrame, frameType, type FrameType } from '../../../lib/cluster/frames.js';
import { encodeHello, encodeWelcome, type Hello } from '../../../lib/cluster/hello.js';
import { createMemoryNetwork, type MemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import type { Channel, Endpoint } from '../../../lib/cluster/transport.js';
import { Queue } from '../../support/queue.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { listen, localNode, own, settled } from './pair.js';

const forever = new AbortController().signal;

interface Taking {
  readonly endpoint: Endpoint;
  readonly connections: Queue<Connection>;
  readonly refusals: Queue<readonly [reason: string, remote: string]>;
  readonly close: () => Promise<void>;
}

/** A node b that takes connections. */
async function taking(network: MemoryNetwork, accept: Partial<AcceptOptions> = {}): Promise<Taking> {
  const connections = new Queue<Connection>();
  const refusals = new Queue<readonly [string, string]>();
  const { endpoint, close } = await listen(network, 'b', {
    onConnection: (connection) => connections.push(connection),
    onRefused: (...refusal) => refusals.push(refusal),
    ...accept,
  });
  return { endpoint, connections, refusals, close };
}

function dial(network: MemoryNetwork, endpoint: Endpoint, options: Partial<DialOptions> = {}): Promise<Connection> {
  return dialConnection({
    transport: network.transport('a'),
    endpoint,
    remoteId: 'b',
    local: localNode('a'),
    ...options,
  });
}

test('both sides agree on the first codec of who dials that the other has too', async () => {
  const network = createMemoryNetwork();
  const { endpoint, connections } = await taking(network, { local: localNode('b', ['json', 'msgpack', 'own']) });
  const a = await dial(network, endpoint, { local: localNode('a', ['etf', 'msgpack', 'json']) });
  expect(a.remote.codec).toBe('msgpack');
  expect((await connections.next()).remote.codec).toBe('msgpack');
});

test('each side learns the creation and the fingerprint of the other', async () => {
  const network = createMemoryNetwork();
  const fingerprint = 'ab'.repeat(16);
  const local = { ...localNode('b'), creation: 2 ** 32 - 1, fingerprint };
  const { endpoint, connections } = await taking(network, { local });
  const a = await dial(network, endpoint);
  expect(a.remote).toMatchObject({ creation: 2 ** 32 - 1, fingerprint });
  expect((await connections.next()).remote).toMatchObject({ creation: 7, fingerprint: undefined });
});

describe('admission:', () => {
  test('who is let in is up to admit, which knows who asks', async () => {
    const network = createMemoryNetwork();
    const asked: Applicant[] = [];
    const admit = (remote: Applicant) => {
      asked.push(remote);
      return asked.length === 1 ? 'duplicate connection' : 'ok';
    };
    const { endpoint, connections, refusals } = await taking(network, { admit });
    const refused = await dial(network, endpoint).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RefusedError);
    expect(refused).toMatchObject({ code: 'not_admitted', reason: 'duplicate connection' });
    expect(await refusals.next()).toEqual(['duplicate connection', 'a']);
    await dial(network, endpoint);
    expect((await connections.next()).remote.id).toBe('a');
    expect(asked[0]).toEqual({ id: 'a', creation: 7, address: expect.stringMatching(/^memory:/) });
  });

  test('between admit and the connection nothing else happens', async () => {
    const network = createMemoryNetwork();
    const order: string[] = [];
    const { endpoint } = await taking(network, {
      admit: () => {
        process.nextTick(() => order.push('later'));
        order.push('admit');
        return 'ok';
      },
      onConnection: () => order.push('connection'),
    });
    await dial(network, endpoint);
    expect(order).toEqual(['admit', 'connection', 'later']);
  });
});

describe('a dial is refused, and both sides are told why, when', () => {
  const refusals: readonly (readonly [string, Partial<DialOptions>, string, string])[] = [
    [
      'the codecs have nothing in common',
      { local: localNode('a', ['etf']) },
      'no_common_codec',
      'no common codec: etf meets msgpack',
    ],
    [
      'the handshake names another node than the certificate',
      { local: localNode('c') },
      'identity_mismatch',
      'node "a" says that it is node "c"',
    ],
  ];
  test.each(refusals)('%s', async (_, options, code, reason) => {
    const network = createMemoryNetwork();
    const node = await taking(network);
    const refused = await dial(network, node.endpoint, options).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RefusedError);
    expect(refused).toMatchObject({ code, reason, message: `${node.endpoint.host}:1 refused: ${reason}` });
    expect(await node.refusals.next()).toEqual([reason, 'a']);
    expect(node.connections.all()).toEqual([]);
  });

  test('another node has the same id', async () => {
    const network = createMemoryNetwork();
    const node = await taking(network);
    const twin = { transport: network.transport('b'), local: localNode('b') };
    await expect(dial(network, node.endpoint, twin)).rejects.toMatchObject({ code: 'same_id' });
    expect(await node.refusals.next()).toEqual(['another node has the id "b" too', 'b']);
  });
});

const hello: Hello = {
  id: 'a',
  farId: 'b',
  creation: 7,
  maxFrameSize: 2 ** 27,
  isHidden: false,
  fingerprint: undefined,
  codecs: ['msgpack'],
};

const changedHello = (change: (bytes: Buffer) => void) => {
  const bytes = encodeHello(hello);
  change(bytes);
  return encodeFrame(frameType.hello, bytes);
};

/** What an end reads: the text of the refusal or goodbye in it, if there is one. */
function listenTo(channel: Channel): { readonly words: Promise<string> } {
  const chunks: Uint8Array[] = [];
  channel.onData = (chunk) => chunks.push(chunk);
  const words = new Promise<string>((resolve) => {
    channel.onClose = () => {
      const bytes = Buffer.concat(chunks);
      for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt32BE(at)) {
        const payload = bytes.subarray(at + 5, at + 4 + bytes.readUInt32BE(at));
        if (bytes[at + 4] === frameType.refused) return resolve(payload.subarray(1).toString());
        if (bytes[at + 4] === frameType.goodbye) return resolve(payload.toString());
      }
      return resolve('nothing');
    };
  });
  channel.resume();
  return { words };
}

describe('a peer with the right certificate that does not shake hands as it should is told, and reported:', () => {
  const attacks: readonly (readonly [string, Buffer, RegExp])[] = [
    ['bytes that are no frame', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /^malformed handshake: a frame of type 47/],
    [
      'a message before the handshake',
      encodeFrame(6, Buffer.from('hi')),
      /^malformed handshake: a frame of type 6 has no place/,
    ],
    ['a welcome', encodeFrame(frameType.welcome, encodeWelcome(hello)), /^malformed handshake: frame of type 2$/],
    ['a hello too large', encodeFrame(frameType.hello, Buffer.alloc(1025)), /1025 bytes long, at most 1024/],
    ['a length of 4 GiB', Buffer.from('ffffffff01', 'hex'), /^malformed handshake: .* at most 1024/],
    ['a length of 0', Buffer.alloc(5), /^malformed handshake: a frame of length 0$/],
    ['an empty hello', encodeFrame(frameType.hello, Buffer.alloc(0)), /^malformed handshake: it is too short$/],
    [
      'another protocol',
      changedHello((bytes) => bytes.write('HTTP')),
      /^malformed handshake: it does not begin as one$/,
    ],
    ['a version to come', changedHello((bytes) => bytes.fill(2, 4, 6)), /^protocol version 2 to 2 meets version 1$/],
    ['creation 0', changedHello((bytes) => bytes.fill(0, 10, 14)), /^the creation is 0$/],
    ['an id that is none', changedHello((bytes) => bytes.write('/', 35)), /^malformed handshake: its id is no name$/],
    ['a hello for another node', changedHello((bytes) => bytes.write('z', 37)), /^this is node "b", not "z"$/],
  ];
  test.each(attacks)('%s', async (_, bytes, reason) => {
    const network = createMemoryNetwork();
    const node = await taking(network);
    const channel = await network.transport('a').dial(node.endpoint, 'b', forever);
    const { words } = listenTo(channel);
    channel.write([bytes]);
    const [why, remote] = await node.refusals.next();
    expect(why).toMatch(reason);
    expect(remote).toBe('a');
    expect(await words).toBe(why);
    await dial(network, node.endpoint);
    expect((await node.connections.next()).remote.id).toBe('a');
    expect(node.refusals.all()).toEqual([]);
  });
});

/** A node b that answers a hello with these frames. */
async function answering(network: MemoryNetwork, ...frames: readonly (readonly [FrameType, Uint8Array])[]) {
  const ends = new Queue<{ readonly words: Promise<string> }>();
  const { endpoint } = await network.transport('b').listen(
    { host: 'b', port: 0 },
    (channel) => {
      ends.push(listenTo(channel));
      channel.write(frames.map(([type, payload]) => encodeFrame(type, payload)));
    },
    () => undefined,
  );
  return { endpoint, ends };
}

describe('a node that answers a dial wrongly is left, and told why:', () => {
  const welcome: Hello = { ...hello, id: 'b', farId: 'a' };
  const welcomed = (change: Partial<Hello>): readonly [FrameType, Buffer] => {
    return [frameType.welcome, encodeWelcome({ ...welcome, ...change })];
  };
  const answers: readonly (readonly [string, readonly [FrameType, Uint8Array], RegExp])[] = [
    ['another node', welcomed({ id: 'c' }), /node "b" says that it is node "c"/],
    ['a welcome for another node', welcomed({ farId: 'z' }), /it takes this node for "z"/],
    ['creation 0', welcomed({ creation: 0 }), /its creation is 0/],
    ['a codec that was not offered', welcomed({ codecs: ['etf'] }), /it chose the codec etf, which was not offered/],
    ['a hello', [frameType.hello, encodeHello(welcome)], /malformed handshake: frame of type 1/],
    ['an empty welcome', [frameType.welcome, Buffer.alloc(0)], /malformed handshake: it is too short/],
    ['a message', [frameType.signal, Buffer.alloc(10)], /malformed handshake: a frame of type 6 has no place here/],
  ];
  test.each(answers)('%s', async (_, answer, reason) => {
    const network = createMemoryNetwork();
    const { endpoint, ends } = await answering(network, answer);
    const error: unknown = await dial(network, endpoint).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'DialError', message: expect.stringMatching(/^b:1: /) });
    expect((error as Error).message).toMatch(reason);
    expect(await (await ends.next()).words).toMatch(reason);
  });

  test('one that closes', async () => {
    const network = createMemoryNetwork();
    const { endpoint } = await network.transport('b').listen(
      { host: 'b', port: 0 },
      (channel) => channel.destroy(),
      () => undefined,
    );
    await expect(dial(network, endpoint)).rejects.toThrow(/^b:1: closed before the handshake was over/);
  });
});

describe('deadlines:', () => {
  test('who does not say hello in time is refused', async () => {
    const clock = new VirtualClock();
    const network = createMemoryNetwork();
    const node = await taking(network, { options: { clock, handshakeTimeout: 1000 } });
    const channel = await network.transport('a').dial(node.endpoint, 'b', forever);
    const { words } = listenTo(channel);
    const bytes = encodeFrame(frameType.hello, encodeHello(hello));
    // Byte after byte is no way around it.
    for (let at = 0; at < 10; at++) {
      channel.write([bytes.subarray(at, at + 1)]);
      await clock.elapse(99);
    }
    await clock.elapse(10);
    expect(await node.refusals.next()).toEqual(['handshake timeout', 'a']);
    expect(await words).toBe('handshake timeout');
    await settled();
    expect(clock.pending).toBe(0);
  });

  test('a node that does not answer a hello in time is left', async () => {
    const clock = new VirtualClock();
    const network = createMemoryNetwork();
    const { endpoint, ends } = await answering(network);
    const dialled = dial(network, endpoint, { options: { clock, handshakeTimeout: 1000 } });
    const failed = expect(dialled).rejects.toThrow('b:1: handshake timeout');
    const atB = await ends.next();
    await settled();
    await clock.elapse(1000);
    await failed;
    expect(await atB.words).toBe('b:1: handshake timeout');
  });

  test('a node that cannot be reached in time is left', async () => {
    const clock = new VirtualClock();
    const network = createMemoryNetwork();
    const node = await taking(network);
    network.hold('a', 'b');
    const failed = expect(dial(network, node.endpoint, { options: { clock, dialTimeout: 700 } })).rejects.toThrow(
      'b:1: no answer in 700 ms',
    );
    await clock.elapse(700);
    await failed;
    expect(clock.pending).toBe(0);
  });
});

describe('giving up:', () => {
  test('a dial ends with the reason of its signal, at every stage', async () => {
    for (let turns = 0; turns < 12; turns++) {
      const network = createMemoryNetwork();
      const node = await taking(network);
      const controller = new AbortController();
      const dialled = dial(network, node.endpoint, { signal: controller.signal });
      const outcome = dialled.then(
        () => 'connected',
        (error: unknown) => error,
      );
      await settled(turns);
      const reason = new Error('changed my mind');
      controller.abort(reason);
      expect([reason, 'connected']).toContain(await outcome);
      if ((await outcome) === reason) {
        await settled();
        // The other end may have taken the connection for good already; then it hears of its end.
        for (const connection of node.connections.all()) {
          expect(await own(connection).closed.next()).toBe('changed my mind');
        }
      }
    }
  });

  test('a channel that stands only after the dial was given up is closed', async () => {
    const network = createMemoryNetwork();
    const node = await taking(network);
    const controller = new AbortController();
    const inner = network.transport('a');
    const dialled = dial(network, node.endpoint, {
      signal: controller.signal,
      transport: {
        ...inner,
        dial: async (to, id) => {
          const channel = await inner.dial(to, id, forever);
          controller.abort(new Error('changed my mind'));
          return channel;
        },
      },
    });
    await expect(dialled).rejects.toThrow('changed my mind');
    expect(await node.refusals.next()).toEqual(['connection reset', 'a']);
  });

  test('a signal that outlives the dial is left alone', async () => {
    const network = createMemoryNetwork();
    const node = await taking(network);
    const { signal } = new AbortController();
    await dial(network, node.endpoint, { signal });
    await expect(dial(network, { host: 'nowhere', port: 1 }, { signal })).rejects.toThrow('nowhere:1');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('a signal that has aborted before lets nothing happen', async () => {
    const network = createMemoryNetwork();
    const node = await taking(network);
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(dial(network, node.endpoint, { signal })).rejects.toThrow('too late');
    await settled();
    expect([...node.connections.all(), ...node.refusals.all()]).toEqual([]);
  });

  test('a listener that is closed gives up its handshakes and leaves its connections alone', async () => {
    const network = createMemoryNetwork();
    const node = await taking(network);
    const a = await dial(network, node.endpoint);
    const b = await node.connections.next();
    const waiting = listenTo(await network.transport('a').dial(node.endpoint, 'b', forever));
    await settled();
    await node.close();
    expect(await node.refusals.next()).toEqual(['the node takes no more connections', 'a']);
    expect(await waiting.words).toBe('the node takes no more connections');
    const { frames } = own(b);
    a.send(Buffer.from('still here'));
    expect(await frames.next()).toBe('still here');
    await expect(dial(network, node.endpoint)).rejects.toThrow('b:1: nobody listens there');
  });
});

test('of one node only four handshakes wait at a time: the oldest gives way, other nodes are not touched', async () => {
  const network = createMemoryNetwork();
  const node = await taking(network);
  const waiting = await Promise.all(
    [0, 1, 2, 3, 4].map(async () => listenTo(await network.transport('a').dial(node.endpoint, 'b', forever))),
  );
  expect(await node.refusals.next()).toEqual(['too many handshakes of this node wait', 'a']);
  expect(await waiting[0]!.words).toBe('too many handshakes of this node wait');
  await dial(network, node.endpoint, { transport: network.transport('c'), local: localNode('c') });
  expect((await node.connections.next()).remote.id).toBe('c');
  expect(node.refusals.all()).toEqual([]);
});

test('of one node only four that were refused are told so at a time: the oldest is cut off', async () => {
  const network = createMemoryNetwork();
  const node = await taking(network);
  const ends = await Promise.all(
    [0, 1, 2, 3, 4].map(async () => network.transport('a').dial(node.endpoint, 'b', forever)),
  );
  // They are refused, and do not read that: what they are told waits in the channel.
  for (const end of ends) end.write([encodeFrame(frameType.signal, Buffer.alloc(0))]);
  for (let i = 0; i < 5; i++) await node.refusals.next();
  await settled();
  const words = await Promise.all(ends.map((end) => listenTo(end).words));
  expect(words).toEqual(['nothing', ...Array<unknown>(4).fill(expect.stringMatching(/^malformed handshake/))]);
});

test('what a node tells of itself is checked', async () => {
  const network = createMemoryNetwork();
  const node = await taking(network);
  const local = localNode('a');
  const dialAs = (change: object) => expect(dial(network, node.endpoint, { local: { ...local, ...change } })).rejects;
  await dialAs({ id: 'a b' }).toThrow(/local\.id must be .*, not 'a b'/);
  await dialAs({ creation: 0 }).toThrow(/local\.creation must be an integer from 1 to 4294967295, not 0/);
  await dialAs({ codecs: [] }).toThrow(/local\.codecs must be 1 to 8 names/);
  await dialAs({ codecs: ['ü'] }).toThrow(/local\.codecs/);
  await dialAs({ fingerprint: 'xyz' }).toThrow(/local\.fingerprint must be 32 hexadecimal digits, not 'xyz'/);
});

test('whoever dials, sends or closes, what a connection tells is told in the root context', async () => {
  const ambient = new AsyncLocalStorage<string>();
  const root = new AsyncResource('root');
  const inRootContext = <T>(action: () => T): T => root.runInAsyncScope(action);
  const seen: (string | undefined)[] = [];
  const look = () => void seen.push(ambient.getStore());
  const network = createMemoryNetwork();
  const accepted = new Queue<Connection>();
  const transport = (id: string) => network.transport(id, { inRootContext });
  const options = { inRootContext, highWaterMark: 10, sendLimit: 10 };
  await ambient.run('a process', async () => {
    const node = await listen(network, 'b', {
      transport: transport('b'),
      options,
      admit: () => (look(), 'ok'),
      onConnection: (connection) => (look(), accepted.push(connection)),
    });
    const dialled = await dial(network, node.endpoint, { transport: transport('a'), options });
    expect(ambient.getStore()).toBe('a process');
    const closed = new Queue<string>();
    for (const connection of [dialled, await accepted.next()]) {
      connection.onDrain = look;
      connection.onClose = (reason) => (look(), closed.push(reason));
      connection.onFrame = look;
      connection.send(Buffer.alloc(50_000));
    }
    // More than the limit waits: this one closes the connection.
    dialled.send(Buffer.alloc(1));
    await closed.next();
    await closed.next();
  });
  expect(seen.length).toBeGreaterThanOrEqual(4);
  expect(new Set(seen)).toEqual(new Set([undefined]));
});
