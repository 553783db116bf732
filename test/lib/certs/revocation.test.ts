// Revocation lists: what is written is read again, is what OpenSSL takes, and decides who is trusted.
import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import type { Authority } from 'regent-otp/certs';
import {
  createAuthority,
  createRevocationList,
  issueNodeCertificate,
  nodeCertificateProblems,
  parseCertificates,
  parseRevocationLists,
  renewAuthority,
  revokeCertificates,
  trustProblem,
} from 'regent-otp/certs';
import { authority, node } from './shared.js';
import { temporaryFolder } from './temporaryFolder.js';

const day = 86_400_000;

async function serialOf(id: number): Promise<string> {
  return new X509Certificate((await node(id)).certPem).serialNumber;
}

async function trust(crlPem: string, by?: Authority) {
  const { certPem } = by ?? (await authority());
  return { authorities: parseCertificates(certPem), lists: parseRevocationLists(crlPem) };
}

test('a list that is read says what was written', async () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const ours = await createAuthority({ now });
  const revoked = [
    { serial: '7F', date: new Date(now), reason: 'key_compromise' },
    { serial: 'FF00', date: new Date(now - day), reason: 'unspecified' },
    { serial: '5A'.repeat(16), date: new Date(Date.UTC(2051, 0, 1)), reason: 'privilege_withdrawn' },
  ] as const;
  const [list] = parseRevocationLists(createRevocationList(ours, { revoked, number: 300n, days: 7, now }));
  expect(list).toMatchObject({
    number: 300n,
    revoked,
    updated: new Date(now - 3_600_000),
    nextUpdate: new Date(now + 7 * day),
  });
});

test('a list lasts as long as its authority unless it is told otherwise, and never longer', async () => {
  const ours = await createAuthority({ days: 30 });
  const [list] = parseRevocationLists(createRevocationList(ours));
  expect(list.nextUpdate).toEqual(new Date(new X509Certificate(ours.certPem).validTo));
  expect(() => createRevocationList(ours, { days: 60 })).toThrow(/days: 60 days would outlive the authority/);
});

test('each list that adds to another holds all of it, once, and has the next number', async () => {
  const ours = await authority();
  const first = revokeCertificates(ours, undefined, ['0a:0B'], { reason: 'superseded' });
  const second = revokeCertificates(ours, first, ['0A0B', 'C0FFEE'], { reason: 'key_compromise' });
  const [list] = parseRevocationLists(second);
  expect(list.number).toBe(2n);
  expect(list.revoked.map(({ serial, reason }) => [serial, reason])).toEqual([
    ['0A0B', 'superseded'],
    ['C0FFEE', 'key_compromise'],
  ]);
});

test('the list of another authority beside it stays as it is', async () => {
  const [ours, theirs] = await Promise.all([authority(), authority('theirs')]);
  const [foreign, own] = [revokeCertificates(theirs, undefined, ['77']), createRevocationList(ours)];
  const next = revokeCertificates(ours, foreign + own, ['C0FFEE']);
  const [first, second, ...more] = parseRevocationLists(next);
  expect(first.pem).toBe(foreign);
  expect([second!.number, second!.revoked.map(({ serial }) => serial), more]).toEqual([2n, ['C0FFEE'], []]);
});

test('what cannot be a list, a serial number or a reason is refused by its name', async () => {
  const [ours, theirs] = await Promise.all([authority(), authority('theirs')]);
  expect(() => revokeCertificates(ours, undefined, ['xyz'])).toThrow('serial: "xyz" is no serial number');
  expect(() => revokeCertificates(ours, createRevocationList(theirs), ['1'])).toThrow(/not signed by this authority/);
  expect(() => revokeCertificates(ours, undefined, ['1'], { reason: 'bored' as 'superseded' })).toThrow(
    /^reason: "bored" is none of unspecified, key_compromise/,
  );
  expect(() => parseRevocationLists(ours.certPem)).toThrow(/no revocation list in PEM form \(it holds a CERTIFICATE\)/);
  const broken = createRevocationList(ours).replace(/\n.{20}/, '\n');
  expect(() => parseRevocationLists(broken)).toThrow(/a revocation list in it cannot be read/);
});

test('no byte of a list can be changed without notice', async () => {
  const ours = await authority();
  const pem = revokeCertificates(ours, undefined, [await serialOf(1)]);
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\n/g, ''), 'base64');
  const credentials = { ...(await node(2)), clusterCertPem: ours.certPem };
  const unnoticed = [...der.keys()].filter((at) => {
    const changed = Buffer.from(der);
    changed[at]! ^= 1;
    const crlPem = `-----BEGIN X509 CRL-----\n${changed.toString('base64')}\n-----END X509 CRL-----\n`;
    return nodeCertificateProblems({ ...credentials, crlPem }).length === 0;
  });
  expect(unnoticed).toEqual([]);
});

test('a certificate on the list is not trusted, another of the same authority is', async () => {
  const crlPem = revokeCertificates(await authority(), undefined, [await serialOf(1)], { reason: 'key_compromise' });
  const whom = await trust(crlPem);
  const [one, two] = [(await node(1)).certPem, (await node(2)).certPem].map((pem) => new X509Certificate(pem));
  expect(trustProblem(one!, whom, Date.now())).toMatchObject({
    code: 'revoked',
    message: expect.stringMatching(/^certificate: the certificate was revoked .* \(key_compromise\)$/),
  });
  expect(trustProblem(two!, whom, Date.now())).toBeUndefined();
  expect(trustProblem(two!, whom, Date.now() + 400 * day)).toMatchObject({ code: 'expired' });
  const stranger = new X509Certificate((await node(2, 'theirs')).certPem);
  expect(trustProblem(stranger, whom, Date.now())).toMatchObject({ code: 'not_signed' });
});

test('the list of another authority revokes nobody here, and a node does not start with it', async () => {
  const [ours, theirs, one] = await Promise.all([authority(), authority('theirs'), node(1)]);
  const foreign = revokeCertificates(theirs, undefined, [await serialOf(1)]);
  expect(trustProblem(new X509Certificate(one.certPem), await trust(foreign), Date.now())).toBeUndefined();
  const problems = (crlPem: string, clusterCertPem = ours.certPem) =>
    nodeCertificateProblems({ ...one, clusterCertPem, crlPem }).map(({ code, field }) => `${field} ${code}`);
  expect(problems(foreign)).toEqual(['crlPem not_signed']);
  expect(problems(createRevocationList(ours))).toEqual([]);
  expect(problems(createRevocationList(ours), ours.certPem + theirs.certPem)).toEqual(['crlPem missing']);
  expect(problems(createRevocationList(ours) + foreign, ours.certPem + theirs.certPem)).toEqual([]);
  expect(problems(revokeCertificates(ours, undefined, [await serialOf(1)]))).toEqual(['certPem revoked']);
  expect(problems('')).toEqual(['crlPem not_pem']);
});

test('a list that is out of date, or from the future, is told', async () => {
  const [one, now] = [await node(1), Date.now()];
  const ours = await createAuthority({ now: now - 20 * day });
  const own = await issueNodeCertificate(ours, 1, { keyPem: one.keyPem });
  const codes = (crlPem: string) =>
    nodeCertificateProblems({ ...own, clusterCertPem: ours.certPem, crlPem }).map(({ code }) => code);
  expect(codes(createRevocationList(ours, { days: 1, now: now - 10 * day }))).toEqual(['expired']);
  expect(codes(createRevocationList(ours, { now: now + day }))).toEqual(['not_yet_valid']);
});

test("a renewed authority's list counts for what it issued before", async () => {
  const old = await authority();
  const next = renewAuthority(old, { days: 100 });
  const certificate = new X509Certificate((await node(1)).certPem);
  const empty = await trust(createRevocationList(next), next);
  expect(trustProblem(certificate, empty, Date.now())).toBeUndefined();
  const crlPem = revokeCertificates(next, createRevocationList(old), [await serialOf(1)]);
  expect(trustProblem(certificate, await trust(crlPem, next), Date.now())).toMatchObject({ code: 'revoked' });
});

// A server that lets in who has a certificate of ours that is not on the list; tells what became of one client.
async function visit(crlPem: string, id: number): Promise<string> {
  const [ca, own, client] = [(await authority()).certPem, await node(9), await node(id)];
  const tls = { ca, cert: own.certPem, key: own.keyPem, crl: crlPem, requestCert: true, rejectUnauthorized: true };
  const server = createServer(tls).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const verdict = new Promise<string>((resolve) => {
    server.once('secureConnection', (socket) => (socket.destroy(), resolve('let in')));
    server.once('tlsClientError', (error, socket) => resolve(String(socket.authorizationError ?? error)));
  });
  const { port } = server.address() as AddressInfo;
  const pair = { cert: client.certPem, key: client.keyPem };
  const socket = connect({ host: '127.0.0.1', port, ca, ...pair, checkServerIdentity: () => undefined });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  return verdict;
}

test("Node's TLS takes a list, empty or not, and refuses who is on it", async () => {
  const ours = await authority();
  expect(await visit(createRevocationList(ours), 1)).toBe('let in');
  const list = revokeCertificates(ours, undefined, [await serialOf(1)]);
  expect(await visit(list, 1)).toBe('CERT_REVOKED');
  expect(await visit(list, 2)).toBe('let in');
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

test.skipIf(!hasOpenssl)('openssl reads a list, verifies it, and reads what it lists', async () => {
  const dir = await temporaryFolder();
  const ours = await authority();
  await writeFile(join(dir, 'ca.pem'), ours.certPem);
  await writeFile(join(dir, 'crl.pem'), revokeCertificates(ours, undefined, ['AB12'], { reason: 'superseded' }));
  const args = ['crl', '-in', join(dir, 'crl.pem'), '-CAfile', join(dir, 'ca.pem'), '-noout', '-text'];
  const { stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  expect(stderr).toContain('verify OK');
  expect(stdout).toMatch(/Serial Number: AB12\n[^]*Superseded/);
  expect(stdout).toMatch(/X509v3 CRL Number: *\n *1\n/);
});

test.skipIf(!hasOpenssl)('a list that openssl has made is read', async () => {
  const dir = await temporaryFolder();
  const ours = await authority();
  expect(createPrivateKey(ours.keyPem).asymmetricKeyType).toBe('rsa');
  await writeFile(join(dir, 'ca.pem'), ours.certPem);
  await writeFile(join(dir, 'key.pem'), ours.keyPem);
  await writeFile(join(dir, 'one.pem'), (await node(1)).certPem);
  await writeFile(join(dir, 'index.txt'), '');
  await writeFile(
    join(dir, 'ca.cnf'),
    `[ca]\ndefault_ca=c\n[c]\ndatabase=${dir}/index.txt\ndefault_md=sha384\ndefault_crl_days=9\n`,
  );
  const ca = ['ca', '-config', join(dir, 'ca.cnf'), '-cert', join(dir, 'ca.pem'), '-keyfile', join(dir, 'key.pem')];
  execFileSync('openssl', [...ca, '-revoke', join(dir, 'one.pem')], { stdio: 'ignore' });
  const pem = execFileSync('openssl', [...ca, '-gencrl'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [list] = parseRevocationLists(pem);
  expect(list.revoked.map(({ serial }) => serial)).toEqual([await serialOf(1)]);
  const problem = trustProblem(new X509Certificate((await node(1)).certPem), await trust(pem), Date.now());
  expect(problem).toMatchObject({ code: 'revoked' });
});
