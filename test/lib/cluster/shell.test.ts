// A shell on a node: who gets one, what it can do, and what is told of it.
import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import type { Cluster, ClusterOptions, Node, ShellEvent } from 'regent-otp';
import { joinCluster, on, receive, register, self, send } from 'regent-otp';
import { createRevocationList, issueShellCertificate, revokeCertificates, type CertifiedKey } from 'regent-otp/certs';
import { connectShell } from '../../../lib/cluster/shell/connectShell.js';
import { greetingText } from '../../../lib/cluster/shell/shellGreeting.js';
import { tlsTransport } from '../../../lib/cluster/tlsTransport.js';
import { authority, certificateOf, credentialsOf } from '../../support/certificates.js';
import { endOf } from '../../support/endOf.js';
import { Queue } from '../../support/queue.js';
import { loneSpec } from '../../support/startTlsCluster.js';
import { startTestNode } from '../../support/startTestNode.js';

const plain = { terminal: false, columns: 80 };

interface Hosting {
  readonly node: Node;
  readonly cluster: Cluster;
  readonly told: Queue<ShellEvent>;
  readonly refused: Queue<string>;
}

async function hosting(options: Partial<ClusterOptions> = { shell: true }): Promise<Hosting> {
  const node = startTestNode({ name: 'a' });
  const cluster = await joinCluster(node, { spec: await loneSpec('a'), ...options });
  const [told, refused] = [new Queue<ShellEvent>(), new Queue<string>()];
  node.on('shell', (event) => told.push(event));
  node.on('connection', ({ event, reason }) => {
    if (event === 'refused') refused.push(reason!);
  });
  return { node, cluster, told, refused };
}

let made: Promise<CertifiedKey> | undefined;
/** One certificate for shells, joe's. */
function joe(): Promise<CertifiedKey> {
  return (made ??= authority().then((ours) => issueShellCertificate(ours, { name: 'joe' })));
}

async function open({ cluster }: Hosting, certificate?: CertifiedKey, greeting = plain) {
  const credentials = { ...(certificate ?? (await joe())), clusterCertPem: (await authority()).certPem };
  const socket = await connectShell(cluster.endpoint!, 'a', credentials, greeting);
  onTestFinished(() => void socket.destroy());
  let output = '';
  let wanted: { readonly text: string; readonly resolve: () => void } | undefined;
  socket.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (wanted !== undefined && output.includes(wanted.text)) wanted.resolve();
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  /** Waits until a text is shown, and gives all that was shown until then. */
  const until = async (text: string): Promise<string> => {
    if (!output.includes(text)) await new Promise<void>((resolve) => (wanted = { text, resolve }));
    const shown = output;
    output = '';
    return shown;
  };
  const enter = (line: string): Promise<string> => {
    socket.write(`${line}\n`);
    return until('a> ');
  };
  return { socket, until, enter, closed, shown: () => output };
}

test('lines are evaluated on the node, with its processes at hand', async () => {
  const host = await hosting();
  const pid = host.node.spawn(async () => {
    register('keeper', self());
    await receive(on('open', () => undefined));
  });
  await host.node.run(() => undefined);
  host.node.send(pid, 'noise');
  const { until, enter } = await open(host);
  await until('a> ');
  expect(await enter('1 + 1')).toBe('2\na> ');
  expect(await enter('node.name')).toBe("'a'\na> ");
  expect(await enter("whereis('keeper') === processes()[0]")).toBe('true\na> ');
  expect(await enter("processInfo('keeper', 'messages')")).toBe("[ 'messages', [ 'noise' ] ]\na> ");
  expect(await enter(`pid('${pid.toString()}') === whereis('keeper')`)).toBe('true\na> ');
  expect(await enter('observe(1)[0].name')).toBe("'keeper'\na> ");
  expect(await enter('await run(() => 42)')).toBe('42\na> ');
  expect(await enter("processInfo('nobody')")).toMatch(/Uncaught Error: 'nobody' is no Address, no name here/);
  expect(await enter("send('keeper', 'open')")).toBe("'open'\na> ");
  await host.node.run(() => endOf(pid));
  expect(await enter("whereis('keeper')")).toBe('undefined\na> ');
  expect(await enter('help()')).toContain('observe(n), observe(who)');
});

test('opening, each line and closing are events that name who it was', async () => {
  const host = await hosting();
  const { until, enter, socket, closed } = await open(host);
  await until('a> ');
  await enter('const secret = 7');
  socket.write('.exit\n');
  await closed;
  const { subject, serialNumber: serial } = new X509Certificate((await joe()).certPem);
  expect(subject).toBe('CN=Regent role shell joe');
  const common = { who: subject, serial, remote: expect.stringMatching(/^127\.0\.0\.1:\d+$/) };
  expect(await host.told.next()).toEqual({ event: 'opened', ...common });
  expect(await host.told.next()).toEqual({ event: 'line', line: 'const secret = 7', ...common });
  expect(await host.told.next()).toEqual({ event: 'line', line: '.exit', ...common });
  expect(await host.told.next()).toEqual({ event: 'closed', reason: 'ended', ...common });
});

test('in a terminal names are completed', async () => {
  const host = await hosting();
  const { socket, until } = await open(host, undefined, { terminal: true, columns: 80 });
  await until('a> ');
  socket.write('processInf\t');
  expect(await until('processInfo')).toContain('processInfo');
});

test('a node that does not allow shells opens none', async () => {
  const host = await hosting({});
  await expect(open(host)).rejects.toThrow(/^127\.0\.0\.1:\d+: (it did not let us in|the connection was closed)/);
  expect(await host.refused.next()).toBe('its certificate is not that of a node');
  expect(host.told.all()).toEqual([]);
});

test('the certificate of a node opens no shell, even that of a member of the cluster', async () => {
  const host = await hosting();
  host.cluster.addNode({ id: 'b', address: '127.0.0.1:1' });
  const { certPem: cert, keyPem: key } = await certificateOf('b');
  const { certPem: ca } = await authority();
  const socket = connect({ ...host.cluster.endpoint!, cert, key, ca, checkServerIdentity: () => undefined });
  onTestFinished(() => void socket.destroy());
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined).resume();
  socket.write(greetingText(plain));
  await closed;
  expect(await host.refused.next()).toMatch(/malformed handshake/);
  expect(host.told.all()).toEqual([]);
});

test('only so many shells are open at a time', async () => {
  const host = await hosting();
  const shells = await Promise.all(Array.from({ length: 8 }, () => open(host)));
  await expect(open(host)).rejects.toThrow();
  expect(await host.refused.next()).toBe('there are 8 shells already');
  shells[0]!.socket.end('.exit\n');
  while ((await host.told.next()).event !== 'closed');
  await open(host);
});

test.each([
  ['a text', 'no JSON\n'],
  ['a field of another type', '{"terminal":1,"columns":80}\n'],
  ['a missing field', '{"terminal":true}\n'],
  ['null', 'null\n'],
  ['a line without end', 'x'.repeat(2000)],
])('%s is no greeting and opens no shell', async (_, greeting) => {
  const host = await hosting();
  const { certPem: cert, keyPem: key } = await joe();
  const { certPem: ca } = await authority();
  const socket = connect({ ...host.cluster.endpoint!, cert, key, ca, checkServerIdentity: () => undefined });
  onTestFinished(() => void socket.destroy());
  let shown = '';
  socket.setEncoding('utf8').on('data', (text: string) => (shown += text));
  socket.write(greeting);
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  expect(shown).toBe('\nthe greeting is none of a shell\n');
  expect(host.told.all()).toEqual([]);
});

test('a node with another id than the one that is wanted is sent nothing', async () => {
  const { cluster, told } = await hosting();
  const credentials = { ...(await joe()), clusterCertPem: (await authority()).certPem };
  await expect(connectShell(cluster.endpoint!, 'b', credentials, plain)).rejects.toThrow(
    /: its certificate is that of node "a"$/,
  );
  expect(told.all()).toEqual([]);
});

test('the certificate of a shell cannot join as a node', async () => {
  const host = await hosting();
  const credentials = { ...(await joe()), clusterCertPem: (await authority()).certPem };
  const channel = await tlsTransport({ credentials }).dial(host.cluster.endpoint!, 'a', new AbortController().signal);
  const closed = new Promise<void>((resolve) => (channel.onClose = () => resolve()));
  channel.resume();
  // What a node would say first is no greeting of a shell.
  channel.write([Buffer.from([0, 0, 0, 4, 1, 1, 1, 10])]);
  await closed;
  expect(host.told.all()).toEqual([]);
  expect(host.node.connectedNodes()).toEqual([]);
  const node = startTestNode({ name: 'shell' });
  const spec = { nodes: [{ id: 'shell', address: '127.0.0.1:20000' }], ...pems(await credentialsOf('a'), await joe()) };
  await expect(joinCluster(node, { spec })).rejects.toThrow(/the certificate is that of role "shell", not of node/);
});

function pems({ clusterCertPem }: { clusterCertPem: string }, { certPem, keyPem }: CertifiedKey) {
  return { node_cert_pem: certPem, node_key_pem: keyPem, cluster_cert_pem: clusterCertPem };
}

test('a stranger gets nothing', async () => {
  const host = await hosting();
  const { certPem: cert, keyPem: key } = await certificateOf('b', { by: 'theirs' });
  const socket = connect({ ...host.cluster.endpoint!, cert, key, rejectUnauthorized: false });
  onTestFinished(() => void socket.destroy());
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined).resume();
  await closed;
  expect(await host.refused.next()).toBe('its certificate is not of this cluster (UNABLE_TO_VERIFY_LEAF_SIGNATURE)');
  expect(host.told.all()).toEqual([]);
});

async function revokeJoe({ cluster }: Hosting): Promise<void> {
  const ours = await authority();
  const serial = new X509Certificate((await joe()).certPem).serialNumber;
  const crlPem = revokeCertificates(ours, createRevocationList(ours), [serial]);
  cluster.reloadCertificates({ ...(await credentialsOf('a')), crlPem });
}

async function closing({ told }: Hosting): Promise<ShellEvent> {
  for (;;) {
    const event = await told.next();
    if (event.event === 'closed') return event;
  }
}

test('a shell whose certificate is revoked is closed, and so is one on a node that stops', async () => {
  const host = await hosting();
  const first = await open(host);
  const second = await open(host, await issueShellCertificate(await authority(), { name: 'ann' }));
  await revokeJoe(host);
  await first.closed;
  expect(first.shown()).toMatch(/\ncertificate revoked\n$/);
  expect(await closing(host)).toMatchObject({ reason: 'certificate revoked', who: 'CN=Regent role shell joe' });
  await expect(open(host)).rejects.toThrow();
  expect(await host.refused.next()).toBe('its certificate has been revoked (CERT_REVOKED)');
  await host.node.stop();
  await second.closed;
  expect(await closing(host)).toMatchObject({ reason: 'the node leaves the cluster', who: 'CN=Regent role shell ann' });
});

test('a far end that reads nothing keeps no shell open', async () => {
  const host = await hosting();
  const { socket, until } = await open(host);
  await until('a> ');
  socket.pause();
  socket.write("'x'.repeat(64 * 1024 * 1024)\n");
  while ((await host.told.next()).event !== 'line');
  await revokeJoe(host);
  expect(await closing(host)).toMatchObject({ reason: 'certificate revoked' });
});

test('a far end that goes away ends the shell, and what it traced', async () => {
  const host = await hosting();
  const { socket, until, enter } = await open(host);
  await until('a> ');
  const { address } = host.node.newMailbox();
  await host.node.run(() => register('post', address));
  await enter("const end = trace('all', { send: true })");
  await host.node.run(() => void send(address, 'letter'));
  expect(await until("'letter'")).toMatch(/'trace', .*, 'send', 'letter'/);
  socket.destroy();
  expect(await closing(host)).toMatchObject({ reason: 'ended' });
  expect(host.node.tracer).toBeUndefined();
});

test('the option is true or false', async () => {
  const options = { spec: await loneSpec('a'), shell: 1 as never };
  await expect(joinCluster(startTestNode({ name: 'a' }), options)).rejects.toThrow(/shell/);
});
