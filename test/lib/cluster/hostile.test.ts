// Hostile clients on the real TLS port, with and without the right certificate: each is turned away with a reason, the
// node lives on, those who are connected stay so, and others still connect.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { existsSync, readdirSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AcceptOptions } from '../../../lib/cluster/connect.js';
import { acceptConnections, dialConnection } from '../../../lib/cluster/connect.js';
import type { Connection } from '../../../lib/cluster/connection.js';
import { encodeFrame, frameType } from '../../../lib/cluster/frames.js';
import { decodeWelcome, encodeHello, type Hello } from '../../../lib/cluster/hello.js';
import { tlsTransport } from '../../../lib/cluster/tlsTransport.js';
import type { Endpoint } from '../../../lib/cluster/transport.js';
import { credentialsOf, type Wanted } from '../../support/certificates.js';
import { Queue } from '../../support/queue.js';
import { localNode, own, type Heard } from './pair.js';

interface Victim {
  readonly endpoint: Endpoint;
  readonly connections: Queue<Connection>;
  readonly refusals: Queue<readonly [reason: string, remote: string]>;
  /** A connection that stood before the attack. */
  readonly standing: { readonly theirs: Connection; readonly atOurs: Heard };
}

/** Node a, with node "friend" connected to it. */
async function victim(accept: Partial<AcceptOptions> = {}): Promise<Victim> {
  const connections = new Queue<Connection>();
  const refusals = new Queue<readonly [string, string]>();
  const listener = await acceptConnections({
    transport: tlsTransport({ credentials: await credentialsOf('a'), handshakeTimeout: 60_000 }),
    endpoint: { host: '127.0.0.1', port: 0 },
    local: localNode('a'),
    admit: () => 'ok',
    onConnection: (connection) => connections.push(connection),
    onRefused: (...refusal) => refusals.push(refusal),
    ...accept,
  });
  onTestFinished(() => listener.close());
  const theirs = await dial('friend', listener.endpoint);
  const standing = { theirs, atOurs: own(await connections.next()) };
  return { endpoint: listener.endpoint, connections, refusals, standing };
}

async function dial(id: string, endpoint: Endpoint): Promise<Connection> {
  const transport = tlsTransport({ credentials: await credentialsOf(id) });
  const connection = await dialConnection({ transport, endpoint, remoteId: 'a', local: localNode(id) });
  onTestFinished(() => connection.close('test is over'));
  return connection;
}

/** The connection that stood still does, and a newcomer gets in. */
async function livesOn({ endpoint, connections, refusals, standing }: Victim): Promise<void> {
  standing.theirs.send(Buffer.from('still here'));
  expect(await standing.atOurs.frames.next()).toBe('still here');
  expect(standing.atOurs.closed.all()).toEqual([]);
  const newcomer = await dial('newcomer', endpoint);
  const { frames } = own(await connections.next());
  newcomer.send(Buffer.from('hello'));
  expect(await frames.next()).toBe('hello');
  expect(refusals.all()).toEqual([]);
  expect(connections.all()).toEqual([]);
}

/** A client of its own making, with the certificate of node b. */
async function client(endpoint: Endpoint, wanted: Wanted | 'none' = {}, over?: Socket): Promise<TLSSocket> {
  const { certPem: cert, keyPem: key, clusterCertPem: ca } = await credentialsOf('b', wanted === 'none' ? {} : wanted);
  const own = wanted === 'none' ? {} : { cert, key };
  const socket = connect({
    ...endpoint,
    ...(over && { socket: over }),
    ca,
    ...own,
    checkServerIdentity: () => undefined,
  });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** All that the node says until it closes. */
async function lastWords(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks).toString('latin1');
}

const hello: Hello = {
  id: 'b',
  farId: 'a',
  creation: 7,
  maxFrameSize: 2 ** 27,
  isHidden: false,
  fingerprint: undefined,
  codecs: ['msgpack'],
};
const goodHello = encodeFrame(frameType.hello, encodeHello(hello));

describe('without the right certificate there is no way in:', () => {
  const clients: readonly (readonly [string, (endpoint: Endpoint) => Promise<Socket>, RegExp])[] = [
    ['no certificate', (endpoint) => client(endpoint, 'none'), /showed no certificate/],
    ['one of another authority', (endpoint) => client(endpoint, { by: 'theirs' }), /not of this cluster/],
    ['an expired one', (endpoint) => client(endpoint, { isExpired: true }), /has expired/],
    ['plain bytes', async ({ host, port }) => connectPlain(port, host), /\(ERR_SSL_\w+\)/],
  ];
  test.each(clients)('%s', async (_, open, reason) => {
    const node = await victim();
    const socket = await open(node.endpoint);
    const words = lastWords(socket);
    socket.write(goodHello);
    const [why, remote] = await node.refusals.next();
    expect(why).toMatch(reason);
    expect(remote).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(await words).not.toMatch('RGNT');
    await livesOn(node);
  });
});

describe('with the right certificate, but not a proper handshake:', () => {
  const attacks: readonly (readonly [string, readonly Buffer[], RegExp])[] = [
    ['garbage', [Buffer.from('\xde\xad\xbe\xef'.repeat(50), 'latin1')], /^malformed handshake: a frame of type 222/],
    ['a frame of 4 GiB', [Buffer.from('ffffffff01', 'hex'), Buffer.alloc(100_000)], /at most 1024 are allowed$/],
    ['messages at once', [encodeFrame(frameType.signal, Buffer.alloc(100))], /^malformed handshake: a frame of type 6/],
    [
      'the id of another node',
      [encodeFrame(frameType.hello, encodeHello({ ...hello, id: 'friend' }))],
      /^node "b" says that it is node "friend"$/,
    ],
    [
      'the id of the node itself',
      [encodeFrame(frameType.hello, encodeHello({ ...hello, id: 'a' }))],
      /^node "b" says that it is node "a"$/,
    ],
    [
      'a handshake for another node',
      [encodeFrame(frameType.hello, encodeHello({ ...hello, farId: 'z' }))],
      /^this is node "a", not "z"$/,
    ],
  ];
  test.each(attacks)('%s', async (_, bytes, reason) => {
    const node = await victim();
    const socket = await client(node.endpoint);
    const words = lastWords(socket);
    for (const part of bytes) socket.write(part);
    const [why, remote] = await node.refusals.next();
    expect(why).toMatch(reason);
    expect(remote).toBe('b');
    expect(await words).toContain(why);
    await livesOn(node);
  });

  test('one that says nothing, or one byte', async () => {
    const node = await victim({ options: { handshakeTimeout: 200 } });
    const silent = lastWords(await client(node.endpoint));
    const slow = await client(node.endpoint);
    slow.write(goodHello.subarray(0, 1));
    const slowWords = lastWords(slow);
    expect(await node.refusals.next()).toEqual(['handshake timeout', 'b']);
    expect(await node.refusals.next()).toEqual(['handshake timeout', 'b']);
    expect(await silent).toContain('handshake timeout');
    expect(await slowWords).toContain('handshake timeout');
    await livesOn(node);
  });

  test('one that leaves in the middle', async () => {
    const node = await victim();
    const socket = await client(node.endpoint);
    socket.write(goodHello.subarray(0, 20));
    socket.end();
    await lastWords(socket);
    expect(await node.refusals.next()).toEqual(['closed before the handshake was over', 'b']);
    await livesOn(node);
  });
});

/** Node b, let in, and what node a heard of it. */
async function letIn(node: Victim, over?: Socket): Promise<{ readonly socket: TLSSocket; readonly atOurs: Heard }> {
  const socket = await client(node.endpoint, {}, over);
  socket.write(goodHello);
  const atOurs = own(await node.connections.next());
  await new Promise<void>((resolve) => {
    socket.once('data', (bytes: Buffer) => {
      expect(decodeWelcome(bytes.subarray(5, 4 + bytes.readUInt32BE(0)))).toMatchObject({ id: 'a', farId: 'b' });
      resolve();
    });
  });
  return { socket, atOurs };
}

const numbers = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  return bytes;
};

describe('a node that was let in and turns hostile loses its connection, and is told why:', () => {
  const attacks: readonly (readonly [string, Buffer, string])[] = [
    ['a length of 0', Buffer.alloc(5), 'protocol error: a frame of length 0'],
    ['a type that is none', Buffer.from('0000000163', 'hex'), 'protocol error: a frame of type 99 has no place here'],
    ['a second handshake', goodHello, 'protocol error: a frame of type 1 has no place here'],
    [
      'a frame too large',
      Buffer.from('0001000206', 'hex'),
      'protocol error: a frame of type 6 is 65537 bytes long, at most 65536 are allowed',
    ],
    [
      'a large frame larger than the node takes',
      encodeFrame(frameType.fragmentStart, Buffer.concat([numbers(1, 2 ** 31), Buffer.alloc(10)])),
      'protocol error: large frames of 2147483648 bytes are under way, at most 134217728 are allowed',
    ],
    [
      'a fragment of nothing',
      encodeFrame(frameType.fragment, Buffer.concat([numbers(5), Buffer.alloc(10)])),
      'protocol error: transfer 5 is not under way',
    ],
    [
      'a loud heartbeat',
      encodeFrame(frameType.heartbeat, Buffer.alloc(1)),
      'protocol error: a frame of type 4 is 1 bytes long, at most 0 are allowed',
    ],
  ];
  test.each(attacks)('%s', async (_, bytes, reason) => {
    const node = await victim();
    const { socket, atOurs } = await letIn(node);
    const words = lastWords(socket);
    socket.write(Buffer.concat([encodeFrame(frameType.signal, Buffer.from('good')), bytes, goodHello]));
    expect(await atOurs.closed.next()).toBe(reason);
    expect(atOurs.frames.all()).toEqual(['good']);
    expect(await words).toContain(reason);
    await livesOn(node);
  });

  test('one that says goodbye with control characters', async () => {
    const node = await victim();
    const { socket, atOurs } = await letIn(node);
    socket.write(encodeFrame(frameType.goodbye, Buffer.from('bye\x1b[2J\nfake log line')));
    expect(await atOurs.closed.next()).toBe('bye [2J fake log line');
    await livesOn(node);
  });

  test('one that resets the connection', async () => {
    const node = await victim();
    const raw = connectPlain(node.endpoint.port, node.endpoint.host);
    const { atOurs } = await letIn(node, raw);
    raw.resetAndDestroy();
    expect(await atOurs.closed.next()).toMatch(/ECONNRESET|connection closed/);
    await livesOn(node);
  });
});

test('whatever bytes come after whatever part of a handshake, the node lives on', async () => {
  const node = await victim();
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(goodHello, Buffer.alloc(70_000, 6)));
  const property = fc.asyncProperty(fc.nat(goodHello.length), fc.array(bytes, { maxLength: 3 }), async (cut, parts) => {
    const socket = await client(node.endpoint);
    socket.on('data', () => undefined);
    socket.write(goodHello.subarray(0, cut));
    for (const part of parts) socket.write(part);
    socket.end();
    await new Promise((resolve) => socket.once('close', resolve));
  });
  await fc.assert(property, { numRuns: 60 });
  for (const connection of node.connections.all()) own(connection);
  node.refusals.all();
  await livesOn(node);
});

const openFiles = () => readdirSync('/proc/self/fd').length;

test.runIf(existsSync('/proc/self/fd'))('many connections, one after the other, leave nothing behind', async () => {
  const node = await victim();
  const before = openFiles();
  for (let i = 0; i < 30; i++) {
    const connection = await dial('b', node.endpoint);
    const [atB, atA] = [own(connection), own(await node.connections.next())];
    connection.send(Buffer.from('hello'));
    expect(await atA.frames.next()).toBe('hello');
    connection.close(`round ${i}`);
    expect(await atA.closed.next()).toBe(`round ${i}`);
    expect(await atB.closed.next()).toBe(`round ${i}`);
  }
  await expect.poll(openFiles, { timeout: 10_000 }).toBe(before);
});

test('what sockets tell is told in the root context, whoever dialled or listened', async () => {
  const ambient = new AsyncLocalStorage<string>();
  const root = new AsyncResource('root');
  const inRootContext = <T>(action: () => T): T => root.runInAsyncScope(action);
  const seen: (string | undefined)[] = [];
  const look = () => void seen.push(ambient.getStore());
  const transport = async (id: string) => tlsTransport({ credentials: await credentialsOf(id), inRootContext });
  const accepted = new Queue<Connection>();
  const options = { inRootContext };
  await ambient.run('a process', async () => {
    const listener = await acceptConnections({
      transport: await transport('a'),
      endpoint: { host: '127.0.0.1', port: 0 },
      local: localNode('a'),
      admit: () => (look(), 'ok'),
      onConnection: (connection) => (look(), accepted.push(connection)),
      onRefused: look,
      options,
    });
    const stranger = lastWords(await client(listener.endpoint, 'none'));
    const dialling = { transport: await transport('b'), endpoint: listener.endpoint, remoteId: 'a' };
    const dialled = await dialConnection({ ...dialling, local: localNode('b'), options });
    const closed = new Queue<void>();
    for (const connection of [dialled, await accepted.next()]) {
      connection.onDrain = look;
      connection.onClose = () => (look(), closed.push());
      connection.onFrame = look;
      connection.send(Buffer.alloc(3_000_000));
    }
    dialled.close('done');
    await closed.next();
    await closed.next();
    await stranger;
    await listener.close();
  });
  expect(seen.length).toBeGreaterThanOrEqual(6);
  expect(new Set(seen)).toEqual(new Set([undefined]));
});
