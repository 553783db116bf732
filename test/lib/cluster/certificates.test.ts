// The life of certificates in a running cluster: renewal, revocation, expiry, and the change of an authority.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Clock, Cluster, ClusterOptions, ConnectionEvent, Credentials, Node } from 'regent-otp';
import { joinCluster } from 'regent-otp';
import { createRevocationList, renewNodeCertificate, revokeCertificates } from 'regent-otp/certs';
import { tlsTransport } from '../../../lib/cluster/tlsTransport.js';
import { systemClock } from '../../../lib/scheduler/clock.js';
import { authority, certificateOf, credentialsOf } from '../../support/certificates.js';
import { Queue } from '../../support/queue.js';
import { loneSpec, startTlsCluster } from '../../support/startTlsCluster.js';
import { startTestNode } from '../../support/startTestNode.js';

const day = 86_400_000;

/** The events of some kinds that a node tells. */
function eventsOf(node: Node, ...kinds: readonly string[]): Queue<ConnectionEvent> {
  const queue = new Queue<ConnectionEvent>();
  node.on('connection', (event) => {
    if (kinds.includes(event.event)) queue.push(event);
  });
  return queue;
}

function downsOf(node: Node): Queue<readonly [node: string, reason: string]> {
  const queue = new Queue<readonly [string, string]>();
  node.on('nodedown', (other, { reason }) => queue.push([other, reason]));
  return queue;
}

async function pair(options: Omit<ClusterOptions, 'spec'> = {}) {
  const cluster = await startTlsCluster(['a', 'b'], { reconnect: { min: 1, max: 20 }, ...options });
  onTestFinished(cluster.stop);
  return cluster;
}

function serialOf({ certPem }: { readonly certPem: string }): string {
  return new X509Certificate(certPem).serialNumber;
}

async function renewed(id: string): Promise<Credentials> {
  const next = await renewNodeCertificate(await authority(), await certificateOf(id));
  return { ...next, clusterCertPem: (await authority()).certPem };
}

async function revoking(...ids: readonly string[]): Promise<string> {
  const serials = (await Promise.all(ids.map((id) => certificateOf(id)))).map(serialOf);
  return revokeCertificates(await authority(), createRevocationList(await authority()), serials, {
    reason: 'key_compromise',
  });
}

/** The serial number of the certificate that a node shows to who connects with it. */
async function shownBy(cluster: Cluster): Promise<string> {
  const { certPem: cert, keyPem: key, clusterCertPem: ca } = await credentialsOf('z');
  const socket = connect({ ...cluster.endpoint!, cert, key, ca, checkServerIdentity: () => undefined });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket.getPeerX509Certificate()!.serialNumber;
}

test('a renewed certificate is shown to who connects, and no connection is lost', async () => {
  const { nodes, clusters } = await pair();
  const [reloaded, downs] = [eventsOf(nodes.a, 'certificates_reloaded'), downsOf(nodes.b)];
  const before = clusters.a.nodeStatus('b')!.creation;
  const next = await renewed('a');
  expect(clusters.a.reloadCertificates(next)).toBe(true);
  expect(clusters.a.reloadCertificates(next)).toBe(false);
  expect(reloaded.all()).toEqual([
    { event: 'certificates_reloaded', node: 'a', serial: serialOf(next), validTo: expect.stringMatching(/^2\d{3}-/) },
  ]);
  expect(await shownBy(clusters.a)).toBe(serialOf(next));
  expect(clusters.a.nodeStatus('b')).toMatchObject({ state: 'connected', creation: before });
  expect(downs.all()).toEqual([]);
});

test('certificates that cannot be used are refused, and those before stay', async () => {
  const { clusters } = await pair();
  const before = await shownBy(clusters.a);
  const mixed = { ...(await renewed('a')), keyPem: (await authority()).keyPem };
  expect(() => clusters.a.reloadCertificates(mixed)).toThrow(/the private key is not that of the certificate/);
  const [theirs, own] = await Promise.all([authority('theirs'), credentialsOf('a')]);
  const foreign = { ...own, crlPem: createRevocationList(theirs) };
  expect(() => clusters.a.reloadCertificates(foreign)).toThrow(/crlPem: a revocation list was not signed by/);
  expect(() => clusters.a.reloadCertificates()).toThrow('the cluster spec names no certificates');
  expect(await shownBy(clusters.a)).toBe(before);
});

test('a node whose certificate is revoked is cut off, and not let in again', async () => {
  const { nodes, clusters } = await pair();
  const refused = eventsOf(nodes.a, 'certificate_refused');
  const turnedAway = eventsOf(nodes.a, 'refused');
  const failed = eventsOf(nodes.a, 'dial_failed');
  const [downs, theirDowns] = [downsOf(nodes.a), downsOf(nodes.b)];
  clusters.a.reloadCertificates({ ...(await credentialsOf('a')), crlPem: await revoking('b', 'c') });
  expect(await downs.next()).toEqual(['b', 'certificate revoked']);
  expect(await theirDowns.next()).toEqual(['a', 'certificate revoked']);
  expect(refused.all()).toEqual([
    {
      event: 'certificate_refused',
      node: 'b',
      serial: serialOf(await certificateOf('b')),
      reason: expect.stringMatching(/^the certificate was revoked \S+ \(key_compromise\)$/),
    },
  ]);
  // Both go on trying to connect: neither gets through.
  expect((await failed.next()).reason).toMatch(/its certificate has been revoked \(CERT_REVOKED\)$/);
  expect((await turnedAway.next()).reason).toBe('its certificate has been revoked (CERT_REVOKED)');
  expect(clusters.a.nodeStatus('b')!.state).not.toBe('connected');
});

test('a node that was revoked comes back with a new certificate', async () => {
  const { nodes, clusters } = await pair();
  const [downs, ups] = [downsOf(nodes.a), new Queue<string>()];
  clusters.a.reloadCertificates({ ...(await credentialsOf('a')), crlPem: await revoking('b') });
  await downs.next();
  nodes.a.on('nodeup', (other) => ups.push(other));
  clusters.b.reloadCertificates(await renewed('b'));
  expect(await ups.next()).toBe('b');
});

test('when an authority is dropped, those it vouched for are cut off', async () => {
  const { nodes, clusters } = await pair();
  const [ours, theirs] = await Promise.all([authority(), authority('theirs')]);
  const both = ours.certPem + theirs.certPem;
  const moved = async (id: string) => certificateOf(id, { by: 'theirs' });
  const downs = downsOf(nodes.a);
  clusters.a.reloadCertificates({ ...(await moved('a')), clusterCertPem: both });
  clusters.b.reloadCertificates({ ...(await certificateOf('b')), clusterCertPem: both });
  expect(downs.all()).toEqual([]);
  const refused = eventsOf(nodes.a, 'certificate_refused');
  clusters.a.reloadCertificates({ ...(await moved('a')), clusterCertPem: theirs.certPem });
  expect(await downs.next()).toEqual(['b', 'certificate not trusted']);
  expect(refused.all()).toMatchObject([
    { node: 'b', reason: expect.stringMatching(/was not signed by the cluster's/) },
  ]);
  const ups = new Queue<string>();
  nodes.a.on('nodeup', (other) => ups.push(other));
  clusters.b.reloadCertificates({ ...(await moved('b')), clusterCertPem: both });
  expect(await ups.next()).toBe('b');
});

/** The time of the machine, which can be put forward: what waits longer than a minute comes due when it is told to. */
class ForwardClock implements Clock {
  #ahead = 0;
  readonly #late = new Set<() => void>();
  now = () => systemClock.now();
  systemTime = () => Date.now() + this.#ahead;
  clearTimer = (timer: unknown) => {
    if (typeof timer === 'function') this.#late.delete(timer as () => void);
    else systemClock.clearTimer(timer);
  };
  setTimer = (callback: () => void, ms: number) => {
    if (ms < 60_000) return systemClock.setTimer(callback, ms);
    const late = () => callback();
    this.#late.add(late);
    return late;
  };

  /** How many wait for longer than a minute. */
  get waiting(): number {
    return this.#late.size;
  }

  putForward(ms: number): void {
    this.#ahead += ms;
    const due = [...this.#late];
    this.#late.clear();
    for (const callback of due) callback();
  }
}

test('a connection ends when the certificate of its far end does, and warnings come before', async () => {
  const clock = new ForwardClock();
  const node = startTestNode({ name: 'c', clock });
  const told = eventsOf(node, 'certificate_expires', 'certificate_expired', 'certificate_refused');
  const spec = await loneSpec('c');
  const cluster = await joinCluster(node, { spec, certificateWarnings: [30, 7] });
  const { clusters } = await startOther('d');
  cluster.addNode({ id: 'd', address: `127.0.0.1:${clusters.endpoint!.port}` });
  clusters.addNode({ id: 'c', address: `127.0.0.1:${cluster.endpoint!.port}` });
  await cluster.connected('d');
  expect(told.all()).toEqual([]);

  const downs = downsOf(node);
  const what = () => told.all().map(({ event, what, days, node: of }) => [event, what ?? of, days]);
  clock.putForward(336 * day);
  expect(what()).toEqual([['certificate_expires', 'node certificate', 30]]);
  clock.putForward(day);
  expect(what()).toEqual([]);
  clock.putForward(23 * day);
  expect(what()).toEqual([['certificate_expires', 'node certificate', 7]]);
  expect(downs.all()).toEqual([]);
  clock.putForward(7 * day);
  expect(what()).toEqual([
    ['certificate_refused', 'd', undefined],
    ['certificate_expired', 'node certificate', 0],
  ]);
  expect(await downs.next()).toEqual(['d', 'certificate expired']);
});

test('what is told of is told of again when its successor ends at another time, under the same number', async () => {
  const node = startTestNode({ name: 'c' });
  const told = eventsOf(node, 'certificate_expires');
  const list = async (days: number) => createRevocationList(await authority(), { days });
  const { credentials, ...spec } = await loneSpec('c');
  const first = { ...credentials!, crlPem: await list(6) };
  const cluster = await joinCluster(node, { spec: { ...spec, credentials: first }, certificateWarnings: [7] });
  cluster.reloadCertificates({ ...credentials!, crlPem: await list(5) });
  const lists = told.all().filter(({ what }) => what === 'revocation list');
  expect(lists.map(({ days, serial }) => [days, serial])).toEqual([
    [7, '1'],
    [7, '1'],
  ]);
});

test('who has left waits for no end of a certificate', async () => {
  const clock = new ForwardClock();
  const node = startTestNode({ name: 'c', clock });
  const cluster = await joinCluster(node, { spec: await loneSpec('c') });
  await cluster.leave();
  const waiting = clock.waiting;
  expect(cluster.reloadCertificates(await renewed('c'))).toBe(true);
  expect([waiting, clock.waiting]).toEqual([0, 0]);
});

async function startOther(id: string) {
  const node = startTestNode({ name: id });
  return { node, clusters: await joinCluster(node, { spec: await loneSpec(id) }) };
}

/** A node whose certificates are files, looked at all the time. */
async function withFiles(extra: Readonly<Record<string, string>> = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'regent-life-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const write = async (name: string, text: string) => {
    await writeFile(join(dir, `${name}.new`), text);
    await rename(join(dir, `${name}.new`), join(dir, name));
  };
  const { certPem, keyPem, clusterCertPem } = await credentialsOf('a');
  await write('a.crt', certPem);
  await write('a.key', keyPem);
  await write('ca.crt', clusterCertPem);
  await write('ca.crl', createRevocationList(await authority()));
  const paths = { node_cert_path: '%d.crt', node_key_path: '%d.key', cluster_cert_path: 'ca.crt', ...extra };
  const nodes = [{ id: 'a', address: '127.0.0.1:20000', listen_address: '127.0.0.1:0' }];
  await write('spec.json', JSON.stringify({ nodes, ...paths }));
  const node = startTestNode({ name: 'a' });
  const told = eventsOf(node, 'certificates_reloaded', 'certificates_rejected', 'certificate_refused');
  const cluster = await joinCluster(node, { spec: join(dir, 'spec.json'), certificateInterval: 5 });
  return { node, cluster, told, write };
}

test('files that are renewed are taken up by themselves, files with a mistake are told of', async () => {
  const { cluster, told, write } = await withFiles();
  await write('a.crt', 'no certificate');
  const rejected = await told.next();
  expect(rejected.event).toBe('certificates_rejected');
  expect(rejected.reason).toMatch(/node_cert_path: no certificate in PEM form/);
  const next = await renewed('a');
  await write('a.crt', next.certPem);
  expect(await told.next()).toMatchObject({ event: 'certificates_reloaded', serial: serialOf(next) });
  expect(await shownBy(cluster)).toBe(serialOf(next));
});

test('a revocation list that is replaced cuts off who is on it', async () => {
  const { node, cluster, told, write } = await withFiles({ cluster_crl_path: 'ca.crl' });
  const { clusters } = await startOther('b');
  cluster.addNode({ id: 'b', address: `127.0.0.1:${clusters.endpoint!.port}` });
  clusters.addNode({ id: 'a', address: `127.0.0.1:${cluster.endpoint!.port}` });
  await cluster.connected('b');
  const downs = downsOf(node);
  await write('ca.crl', await revoking('b'));
  expect(await downs.next()).toEqual(['b', 'certificate revoked']);
  expect(told.all().map(({ event }) => event)).toEqual(['certificates_reloaded', 'certificate_refused']);
});

test('files that were not good yet are taken up when they are, and told of once', async () => {
  const { told, write } = await withFiles({ cluster_crl_path: 'ca.crl' });
  const later = Date.now() + 7_200_000;
  await write('ca.crl', createRevocationList(await authority(), { number: 2n, now: later }));
  expect(await told.next()).toMatchObject({
    reason: expect.stringMatching(/cluster_crl_path: a revocation list is of/),
  });
  const now = vi.spyOn(Date, 'now').mockReturnValue(later);
  onTestFinished(() => now.mockRestore());
  expect(await told.next()).toMatchObject({ event: 'certificates_reloaded' });
});

test('certificates that are given without revocation lists leave those in use', async () => {
  const { nodes, clusters } = await pair();
  const downs = downsOf(nodes.a);
  clusters.a.reloadCertificates({ ...(await credentialsOf('a')), crlPem: await revoking('b') });
  await downs.next();
  const failed = eventsOf(nodes.a, 'dial_failed');
  expect(clusters.a.reloadCertificates(await renewed('a'))).toBe(true);
  expect((await failed.next()).reason).toMatch(/CERT_REVOKED/);
  expect((await failed.next()).reason).toMatch(/CERT_REVOKED/);
});

test('a node that is revoked between its handshake and its connection is not up for a moment', async () => {
  const { clusters } = await startOther('b');
  const { credentials, ...spec } = await loneSpec('a');
  // It goes on to let in who is revoked.
  const { setCredentials: _, ...deaf } = tlsTransport({
    credentials: credentials!,
    inRootContext: (action) => action(),
  });
  const transport = { ...deaf, setCredentials: () => undefined };
  const node = startTestNode({ name: 'a' });
  const reconnect = { min: 1, max: 5 };
  const cluster = await joinCluster(node, { spec: { ...spec, credentials }, transport, reconnect });
  cluster.addNode({ id: 'b', address: `127.0.0.1:${clusters.endpoint!.port}` });
  clusters.addNode({ id: 'a', address: `127.0.0.1:${cluster.endpoint!.port}` });
  await cluster.connected('b');
  const crlPem = await revoking('b');
  const [refused, downs, ups] = [eventsOf(node, 'certificate_refused'), downsOf(node), new Queue<string>()];
  node.on('nodeup', (id) => ups.push(id));
  cluster.reloadCertificates({ ...credentials!, crlPem });
  expect(await downs.next()).toEqual(['b', 'certificate revoked']);
  for (let times = 0; times < 3; times++) await refused.next();
  expect(ups.all()).toEqual([]);
});

test('a cluster without certificates has none to reload', async () => {
  const node = startTestNode({ name: '1' });
  const cluster = await joinCluster(node, { spec: { nodes: [{ id: 1, address: '127.0.0.1:20000' }] } });
  expect(() => cluster.reloadCertificates()).toThrow('the cluster spec names no certificates');
});

test.each([
  [{ certificateInterval: 0 }, /certificateInterval/],
  [{ certificateWarnings: [0] }, /certificateWarnings/],
])('the options %j are refused by name', async (options, message) => {
  const spec = { nodes: [{ id: 1, address: '127.0.0.1:20000' }] };
  await expect(joinCluster(startTestNode({ name: '1' }), { spec, ...options })).rejects.toThrow(message);
});
