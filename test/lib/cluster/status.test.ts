// The status of a node over HTTP: what it tells, whom, and what it keeps to itself.
import { Agent, request as requestPlain, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { register, serveStatus, spawn, type Node, type Status } from 'regent-otp';
import { createRevocationList, issueShellCertificate, revokeCertificates, type CertifiedKey } from 'regent-otp/certs';
import { X509Certificate } from 'node:crypto';
import { authority, certificateOf, credentialsOf } from '../../support/certificates.js';
import { startTestNode } from '../../support/startTestNode.js';
import { startTlsCluster } from '../../support/startTlsCluster.js';

interface Answer {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function ask(url: string, options: RequestOptions & Partial<CertifiedKey> & { ca?: string } = {}): Promise<Answer> {
  const { certPem: cert, keyPem: key, ...rest } = options;
  const request = url.startsWith('https') ? requestSecure : requestPlain;
  const tls = { cert, key, checkServerIdentity: () => undefined };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: false, ...tls, ...rest }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ code: response.statusCode!, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

async function statusAt(url: string): Promise<Status> {
  return JSON.parse((await ask(url)).body) as Status;
}

/** A process of a node with a name and messages that nobody takes. */
async function withBacklog(node: Node): Promise<void> {
  const { address } = node.newMailbox();
  await node.run(() => register('backlog', address));
  for (const secret of ['secret one', 'secret two']) node.send(address, [secret, { password: 'hunter2' }]);
}

test('it tells names, processes, mailboxes and memory, and nothing of what is in messages', async () => {
  const node = startTestNode({ name: 'a' });
  await withBacklog(node);
  const { url, endpoint } = await serveStatus(node);
  expect(url).toBe(`http://127.0.0.1:${endpoint.port}/`);
  const { code, headers, body } = await ask(url);
  expect(code).toBe(200);
  expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  expect(body).not.toMatch(/secret|hunter2|password/);
  const status = JSON.parse(body) as Status;
  expect(status).toMatchObject({
    node: 'a',
    creation: node.creation,
    connections: null,
    names: { backlog: String(node.whereis('backlog')) },
    messageQueueTotal: 2,
    memory: { heapUsed: expect.any(Number), rss: expect.any(Number) },
  });
  expect(status.processCount).toBe(status.processes.length);
  expect(status.processes[0]).toEqual({
    pid: String(node.whereis('backlog')),
    name: 'backlog',
    initialCall: 'mailbox',
    state: 'running',
    messageQueueLen: 2,
    links: 0,
    trapExit: false,
  });
});

test('arguments that a process was started with are not told', async () => {
  const node = startTestNode({ exports: { vault: { open: () => new Promise(() => undefined) } } });
  await node.run(() => spawn(node.name, 'vault', 'open', ['hunter2']));
  const { url } = await serveStatus(node);
  const { body } = await ask(url);
  expect(body).toContain('vault');
  expect(body).not.toContain('hunter2');
});

test('only so many processes are listed, all are counted', async () => {
  const node = startTestNode();
  for (let count = 0; count < 5; count++) node.newMailbox();
  const { url } = await serveStatus(node, { processes: 2 });
  const { processes, processCount } = await statusAt(url);
  expect([processes.length, processCount]).toEqual([2, 5]);
});

test('a request that calls it by another name is refused: a page could have led a browser here', async () => {
  const node = startTestNode();
  const { url, endpoint } = await serveStatus(node, { names: ['status.example'] });
  const codeFor = async (host: string) => (await ask(url, { headers: { host } })).code;
  const { port } = endpoint;
  expect(await codeFor(`localhost:${port}`)).toBe(200);
  expect(await codeFor(`LOCALHOST:${port}`)).toBe(200);
  expect(await codeFor(`[::1]:${port}`)).toBe(200);
  expect(await codeFor(`status.example:${port}`)).toBe(200);
  expect(await codeFor(`evil.example:${port}`)).toBe(421);
  expect(await codeFor(`localhost:evil`)).toBe(421);
});

test('its port may be another one, as of a tunnel', async () => {
  const { url, endpoint } = await serveStatus(startTestNode());
  const codeFor = async (host: string) => (await ask(url, { headers: { host } })).code;
  expect(await codeFor(`localhost:${endpoint.port + 1}`)).toBe(200);
  expect(await codeFor(`[::1]:80`)).toBe(200);
  expect(await codeFor('localhost')).toBe(200);
});

test('connections end with the answer, so that few are enough', async () => {
  const { url } = await serveStatus(startTestNode());
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  expect((await ask(url, { agent })).headers.connection).toBe('close');
});

test('where it cannot listen it fails, and lets go of the certificates', async () => {
  const { nodes, clusters, stop } = await startTlsCluster(['a']);
  onTestFinished(stop);
  const users = new Set<unknown>();
  const { a } = clusters;
  const use = a.useCertificates.bind(a);
  a.useCertificates = (user) => {
    users.add(user);
    const release = use(user);
    return () => {
      users.delete(user);
      release();
    };
  };
  // An address of documentation, which no machine has.
  await expect(serveStatus(nodes.a, { host: '192.0.2.1' })).rejects.toMatchObject({ syscall: 'listen' });
  expect(users.size).toBe(0);
});

test('nothing can be done but read', async () => {
  const node = startTestNode();
  const { url } = await serveStatus(node);
  expect(await ask(url, { method: 'HEAD' })).toMatchObject({ code: 200, body: '' });
  expect(await ask(url, { method: 'POST' })).toMatchObject({ code: 405, headers: { allow: 'GET, HEAD' } });
  expect(await ask(`${url}processes`)).toMatchObject({ code: 404, body: '{"error":"there is / alone"}\n' });
});

test('it ends when it is closed, and when the node stops', async () => {
  const [one, other] = [startTestNode(), startTestNode()];
  const [first, second] = [await serveStatus(one), await serveStatus(other)];
  await first.close();
  await other.stop();
  for (const { url } of [first, second]) await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a node without a cluster does not tell other machines', async () => {
  await expect(serveStatus(startTestNode(), { host: '0.0.0.0' })).rejects.toThrow(
    /host must be a loopback address.*0\.0\.0\.0/,
  );
  await expect(serveStatus(startTestNode(), { processes: -1 })).rejects.toThrow(/processes/);
});

const outer = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

test.skipIf(outer === undefined)(
  'beyond loopback it is told to who has a certificate of the cluster alone',
  async () => {
    const { nodes, clusters, stop } = await startTlsCluster(['a', 'b']);
    onTestFinished(stop);
    const { url } = await serveStatus(nodes.a, { host: outer! });
    expect(url).toMatch(/^https:/);
    const ours = await authority();
    const shell = await issueShellCertificate(ours);
    const asked = (who: Partial<CertifiedKey>) => ask(url, { ...who, ca: ours.certPem });
    const { code, body } = await asked(await certificateOf('b'));
    expect([code, (JSON.parse(body) as Status).connections?.map(({ id, state }) => [id, state])]).toEqual([
      200,
      [['b', 'connected']],
    ]);
    expect(await asked(shell)).toMatchObject({ code: 200 });
    await expect(asked({})).rejects.toThrow();
    await expect(asked(await certificateOf('b', { by: 'theirs' }))).rejects.toThrow();
    const crlPem = revokeCertificates(ours, createRevocationList(ours), [
      new X509Certificate(shell.certPem).serialNumber,
    ]);
    clusters.a.reloadCertificates({ ...(await credentialsOf('a')), crlPem });
    await expect(asked(shell)).rejects.toThrow();
    expect(await asked(await certificateOf('b'))).toMatchObject({ code: 200 });
  },
);
