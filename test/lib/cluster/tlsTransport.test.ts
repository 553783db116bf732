// The transport over TLS: who is let in, who is not and is told of, and what else can go wrong with sockets.
import { once } from 'node:events';
import { connect as connectPlain, createServer, type AddressInfo, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tlsTransport, type TlsTransportOptions } from '../../../lib/cluster/tlsTransport.js';
import type { Channel, Listener } from '../../../lib/cluster/transport.js';
import { credentialsOf, type Wanted } from '../../support/certificates.js';
import { Queue } from '../../support/queue.js';

const loopback = { host: '127.0.0.1', port: 0 };
const forever = new AbortController().signal;

interface Listening {
  readonly listener: Listener;
  readonly channels: Queue<Channel>;
  readonly refusals: Queue<readonly [reason: string, remote: string]>;
}

async function listening(id: string, options: Partial<TlsTransportOptions> = {}): Promise<Listening> {
  const transport = tlsTransport({ credentials: await credentialsOf(id), ...options });
  const channels = new Queue<Channel>();
  const refusals = new Queue<readonly [string, string]>();
  const listener = await transport.listen(
    loopback,
    (channel) => channels.push(channel),
    (...refusal) => refusals.push(refusal),
  );
  onTestFinished(() => listener.close());
  return { listener, channels, refusals };
}

async function transportOf(id: string, wanted: Wanted = {}, options: Partial<TlsTransportOptions> = {}) {
  return tlsTransport({ credentials: await credentialsOf(id, wanted), ...options });
}

/** What an end hears, with its data as text. */
function listenTo(channel: Channel) {
  const data = new Queue<string>();
  const closed = new Promise<Error | undefined>((resolve) => (channel.onClose = resolve));
  channel.onData = (chunk) => data.push(Buffer.from(chunk).toString());
  channel.resume();
  onTestFinished(() => channel.destroy());
  return { data, closed };
}

test('two nodes exchange bytes and know who the other is', async () => {
  const { listener, channels } = await listening('a');
  const dialled = await (await transportOf('b')).dial(listener.endpoint, 'a', forever);
  const accepted = await channels.next();
  expect([dialled.remoteId, accepted.remoteId]).toEqual(['a', 'b']);
  expect(accepted.remoteAddress).toMatch(/^127\.0\.0\.1:\d+$/);
  const [atDialled, atAccepted] = [listenTo(dialled), listenTo(accepted)];
  dialled.write([Buffer.from('from '), Buffer.from('b')]);
  accepted.write([Buffer.from('from a')]);
  expect(await atDialled.data.next()).toBe('from a');
  expect(await atAccepted.data.next()).toBe('from b');
});

test('an end that is ended closes both, once what was written has arrived', async () => {
  const { listener, channels } = await listening('a');
  const dialled = await (await transportOf('b')).dial(listener.endpoint, 'a', forever);
  const { closed } = listenTo(dialled);
  const accepted = listenTo(await channels.next());
  dialled.write([Buffer.alloc(300_000, 'x')]);
  dialled.end();
  expect(await closed).toBeUndefined();
  expect(await accepted.closed).toBeUndefined();
  expect(accepted.data.all().join('')).toHaveLength(300_000);
});

test('a channel keeps still until it is resumed, its end as well', async () => {
  const { listener, channels } = await listening('a');
  const dialled = await (await transportOf('b')).dial(listener.endpoint, 'a', forever);
  const accepted = listenTo(await channels.next());
  const heard: string[] = [];
  dialled.onData = () => heard.push('data');
  dialled.onClose = () => heard.push('close');
  dialled.destroy();
  await accepted.closed;
  expect(heard).toEqual([]);
  const closed = new Promise((resolve) => (dialled.onClose = resolve));
  dialled.resume();
  await closed;
});

test('who writes more than the far end reads is asked for patience, and told when it can go on', async () => {
  const { listener, channels } = await listening('a');
  const dialled = await (await transportOf('b')).dial(listener.endpoint, 'a', forever);
  const accepted = await channels.next();
  const drained = new Promise<void>((resolve) => (dialled.onDrain = resolve));
  listenTo(dialled);
  while (dialled.write([Buffer.alloc(100_000)]));
  expect(dialled.pendingBytes).toBeGreaterThan(128 * 1024);
  listenTo(accepted);
  await drained;
  expect(dialled.pendingBytes).toBe(0);
});

describe('who cannot prove to be a node of the cluster is turned away and reported, and others still get in:', () => {
  const strangers: readonly (readonly [string, (port: number) => Promise<unknown>, RegExp])[] = [
    ['a client without a certificate', (port) => rawTls(port, undefined), /showed no certificate/],
    [
      'a client with a certificate of another authority',
      (port) => rawTls(port, { by: 'theirs' }),
      /not of this cluster/,
    ],
    ['a client whose certificate has expired', (port) => rawTls(port, { isExpired: true }), /has expired/],
    ['bytes that are not TLS', (port) => plain(port, 'GET / HTTP/1.1\r\n\r\n'), /http request/],
    ['random bytes', (port) => plain(port, '\x16\x03\x01\x7f\xff\xff\x00\x00\x01\xde\xad'), /\(ERR_SSL_\w+\)/],
    ['a client that hangs up', (port) => plain(port, ''), /was closed/],
  ];
  test.each(strangers)('%s', async (_, attack, reason) => {
    const { listener, channels, refusals } = await listening('a');
    await attack(listener.endpoint.port);
    const [why, remote] = await refusals.next();
    expect(why).toMatch(reason);
    expect(remote).toMatch(/^127\.0\.0\.1:\d+$/);
    const welcome = await (await transportOf('b')).dial(listener.endpoint, 'a', forever);
    listenTo(welcome);
    expect((await channels.next()).remoteId).toBe('b');
    expect(refusals.all()).toEqual([]);
    expect(channels.all()).toEqual([]);
  });
});

test('a client that says nothing is cut off at the deadline', async () => {
  const { listener, refusals } = await listening('a', { handshakeTimeout: 50 });
  const closed = plain(listener.endpoint.port, '\x16');
  expect((await refusals.next())[0]).toMatch(/took too long/);
  await closed;
});

test('when too many wait to prove who they are, the oldest makes room', async () => {
  const { listener, channels, refusals } = await listening('a', { maxWaiting: 3 });
  const { port } = listener.endpoint;
  const waiting = [0, 1, 2, 3, 4].map(() => plain(port, '\x16'));
  expect((await refusals.next())[0]).toBe('too many wait to prove who they are');
  expect((await refusals.next())[0]).toBe('too many wait to prove who they are');
  await Promise.race(waiting);
  listenTo(await (await transportOf('b')).dial(listener.endpoint, 'a', forever));
  expect((await channels.next()).remoteId).toBe('b');
  expect((await refusals.next())[0]).toBe('too many wait to prove who they are');
});

test('a listener can keep out nodes of the cluster', async () => {
  const { listener, refusals } = await listening('a', { accepts: (id) => id !== 'b' });
  const channel = await (await transportOf('b')).dial(listener.endpoint, 'a', forever).catch(() => undefined);
  channel?.resume();
  expect((await refusals.next())[0]).toBe('node "b" is not in the cluster');
});

test('an earlier TLS session cannot be resumed in place of a proof', async () => {
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const { listener, channels } = await listening('a');
    const { certPem: cert, keyPem: key, clusterCertPem: ca } = await credentialsOf('b');
    const options = { ...loopback, port: listener.endpoint.port, cert, key, ca, maxVersion };
    const reused: boolean[] = [];
    let session: Buffer | undefined;
    for (let i = 0; i < 2; i++) {
      const socket = connect({ ...options, ...(session && { session }), checkServerIdentity: () => undefined });
      socket.on('session', (offered: Buffer) => (session ??= offered));
      await once(socket, 'secureConnect');
      reused.push(socket.isSessionReused());
      const accepted = await channels.next();
      listenTo(accepted).data.all();
      accepted.write([Buffer.from('hello')]);
      await once(socket, 'data');
      socket.destroy();
    }
    expect(session).toBeDefined();
    expect(reused).toEqual([false, false]);
  }
});

test('nobody can show another certificate later', async () => {
  const { listener, channels } = await listening('a');
  const { certPem: cert, keyPem: key, clusterCertPem: ca } = await credentialsOf('b');
  const options = { ...listener.endpoint, cert, key, ca, maxVersion: 'TLSv1.2' } as const;
  const socket = connect({ ...options, checkServerIdentity: () => undefined });
  socket.resume();
  await once(socket, 'secureConnect');
  listenTo(await channels.next());
  const failed = new Promise((resolve) => socket.on('error', resolve));
  const renegotiated = new Promise((resolve) => socket.renegotiate({ rejectUnauthorized: true }, resolve));
  expect(await Promise.race([failed, renegotiated])).toMatchObject({ code: 'ERR_SSL_NO_RENEGOTIATION' });
});

test('who dials refuses a node other than the one it dialled, and a stranger', async () => {
  const { listener } = await listening('a');
  const { port } = listener.endpoint;
  const transport = await transportOf('b');
  await expect(transport.dial(listener.endpoint, 'c', forever)).rejects.toThrow(
    `127.0.0.1:${port}: its certificate is that of node "a", not of node "c"`,
  );
  const foreign = await listening('a', { credentials: await credentialsOf('a', { by: 'theirs' }) });
  const at = foreign.listener.endpoint;
  await expect(transport.dial(at, 'a', forever)).rejects.toThrow(
    `127.0.0.1:${at.port}: its certificate is not of this cluster`,
  );
  const stale = await listening('a', { credentials: await credentialsOf('a', { isExpired: true }) });
  await expect(transport.dial(stale.listener.endpoint, 'a', forever)).rejects.toThrow('its certificate has expired');
});

test('errors of the network name host and port', async () => {
  const { listener } = await listening('a');
  const { port } = listener.endpoint;
  const transport = await transportOf('b');
  const listen = transport.listen(
    { host: '127.0.0.1', port },
    () => undefined,
    () => undefined,
  );
  await expect(listen).rejects.toThrow(`cannot listen at 127.0.0.1:${port}: the port is in use (EADDRINUSE)`);
  await listener.close();
  const dial = transport.dial({ host: '127.0.0.1', port }, 'a', forever);
  await expect(dial).rejects.toThrow(`127.0.0.1:${port}: nobody listens there (ECONNREFUSED)`);
  const elsewhere = transport.dial({ host: 'no-such-host.invalid', port: 1 }, 'a', forever);
  await expect(elsewhere).rejects.toThrow(/^no-such-host\.invalid:1: .*\((ENOTFOUND|EAI_AGAIN)\)$/);
});

test('a dial can be given up', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const accepted = once(silent, 'connection');
  const controller = new AbortController();
  const transport = await transportOf('b');
  const dial = transport.dial(
    { host: '127.0.0.1', port: (silent.address() as AddressInfo).port },
    'a',
    controller.signal,
  );
  const [socket] = (await accepted) as [Socket];
  controller.abort(new Error('enough'));
  await expect(dial).rejects.toThrow('enough');
  socket.on('error', () => undefined).resume();
  await once(socket, 'close');
});

test('a listener that is closed leaves its channels alone', async () => {
  const { listener, channels } = await listening('a');
  const dialled = await (await transportOf('b')).dial(listener.endpoint, 'a', forever);
  const accepted = await channels.next();
  await listener.close();
  const { data } = listenTo(accepted);
  dialled.write([Buffer.from('still here')]);
  expect(await data.next()).toBe('still here');
});

test('certificates and cipher suites that cannot be used are refused', async () => {
  const credentials = await credentialsOf('a');
  expect(() => tlsTransport({ credentials: { ...credentials, certPem: 'nonsense' } })).toThrow(
    /^the certificates cannot be used: /,
  );
  expect(() => tlsTransport({ credentials, cipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] })).toThrow(
    'cipherSuites: TLS_RSA_WITH_AES_128_CBC_SHA is refused',
  );
});

test.each([
  [['TLS_AES_128_GCM_SHA256'], 'TLSv1.3', 'TLS_AES_128_GCM_SHA256'],
  [['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'], 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
])('only the permitted cipher suites are used: %s', async (cipherSuites, protocol, suite) => {
  const { listener } = await listening('a', { cipherSuites });
  const { certPem: cert, keyPem: key, clusterCertPem: ca } = await credentialsOf('b');
  const socket = connect({ ...listener.endpoint, cert, key, ca, checkServerIdentity: () => undefined });
  await once(socket, 'secureConnect');
  expect(socket.getProtocol()).toBe(protocol);
  expect(socket.getCipher().standardName).toBe(suite);
  socket.destroy();
});

/** A client of its own making; resolves when the listener has closed it. */
async function rawTls(port: number, wanted: Wanted | undefined): Promise<void> {
  const { certPem: cert, keyPem: key, clusterCertPem: ca } = await credentialsOf('b', wanted);
  const own = wanted === undefined ? {} : { cert, key };
  const socket = connect({ host: '127.0.0.1', port, ca, ...own, checkServerIdentity: () => undefined });
  socket.on('error', () => undefined).resume();
  await new Promise((resolve) => socket.once('close', resolve));
}

async function plain(port: number, text: string): Promise<void> {
  const socket = connectPlain(port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  if (text === '') socket.end();
  else socket.write(Buffer.from(text, 'latin1'));
  await new Promise((resolve) => socket.once('close', resolve));
}
