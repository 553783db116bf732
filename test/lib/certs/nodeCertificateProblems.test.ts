import { X509Certificate, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { NodeCredentials } from 'regent-otp/certs';
import {
  checkKeyPair,
  checkNodeCertificate,
  createAuthority,
  issueNodeCertificate,
  nodeCertificateProblems,
} from 'regent-otp/certs';
import { issueCertificate } from '../../../lib/certs/issueCertificate.js';
import { generateKey } from '../../../lib/certs/generateKey.js';
import { keyToPem } from '../../../lib/certs/keyToPem.js';
import { authority, node } from './shared.js';

const day = 86_400_000;

async function credentials(which: 'ours' | 'theirs' = 'ours'): Promise<NodeCredentials> {
  return { ...(await node(1, which)), clusterCertPem: (await authority(which)).certPem };
}

const codes = (given: NodeCredentials, now?: number) =>
  nodeCertificateProblems(given, now === undefined ? {} : { now }).map(({ field, code }) => `${field} ${code}`);

test('a good set has no problems, its id being a number or text', async () => {
  const good = await credentials();
  expect(codes(good)).toEqual([]);
  expect(codes({ ...good, id: 1 })).toEqual([]);
  checkNodeCertificate(good);
});

test("another node's certificate is told by its id", async () => {
  const good = await credentials();
  expect(codes({ ...good, id: 2 })).toEqual(['certPem wrong_id']);
  expect(() => checkNodeCertificate({ ...good, id: 2 })).toThrow('that of node "1", not of node "2"');
  expect(codes({ ...good, id: '1 ' })).toEqual(['id bad_option']);
});

test("another cluster's certificate is told by its signature, even when the authorities have one name", async () => {
  const [good, other] = await Promise.all([credentials('ours'), credentials('theirs')]);
  expect(codes({ ...good, clusterCertPem: other.clusterCertPem })).toEqual(['certPem not_signed']);
});

test('a certificate signed by a node is not signed by the cluster', async () => {
  const good = await credentials();
  const forged = { certPem: good.certPem, keyPem: good.keyPem };
  const made = issueCertificate(forged, {
    identity: ['node', '2'],
    key: generateKey,
    names: {},
    usages: { serverAuth: true, clientAuth: true },
    days: 1,
    defaultDays: 1,
    now: Date.now(),
  });
  await expect(made).rejects.toMatchObject({ code: 'not_authority' });
  expect(codes({ ...good, clusterCertPem: good.certPem })).toEqual([
    'clusterCertPem not_authority',
    'certPem not_signed',
  ]);
});

test('a key of another certificate is told', async () => {
  const [good, other] = await Promise.all([credentials('ours'), credentials('theirs')]);
  expect(codes({ ...good, keyPem: other.keyPem })).toEqual(['keyPem wrong_key']);
});

test('before its start and after its end a certificate is told to be so', async () => {
  const now = Date.UTC(2030, 0, 1);
  const start = await createAuthority({ now });
  const good = { ...(await issueNodeCertificate(start, 1, { now })), clusterCertPem: start.certPem };
  expect(codes(good, now)).toEqual([]);
  expect(codes(good, now - day)).toEqual(['certPem not_yet_valid', 'clusterCertPem not_yet_valid']);
  expect(codes(good, now + 366 * day)).toEqual(['certPem expired']);
  expect(codes(good, now + 1826 * day)).toEqual(['certPem expired', 'clusterCertPem expired']);
  expect(() => checkNodeCertificate(good, { now: now + 366 * day })).toThrow(
    'certPem: the certificate expired 2031-01-01T00:00:00.000Z, it is 2031-01-02T00:00:00.000Z',
  );
});

test('texts that are not PEM are each told, without showing a key', async () => {
  const good = await credentials();
  const fields = { certPem: 'node_cert_path', keyPem: 'node_key_path', clusterCertPem: 'cluster_cert_path' };
  const swapped = { id: 1, certPem: good.keyPem, keyPem: good.certPem, clusterCertPem: 'hello' };
  expect(nodeCertificateProblems(swapped, { fields }).map(({ message }) => message)).toEqual([
    'node_cert_path: no certificate in PEM form (it holds a PRIVATE KEY)',
    'cluster_cert_path: no certificate in PEM form (it has 5 characters and no -----BEGIN ...-----)',
    'node_key_path: no private key in PEM form (it holds a CERTIFICATE)',
  ]);
  const empty = nodeCertificateProblems({ id: 1, certPem: '', keyPem: ' ', clusterCertPem: '\n' });
  expect(empty.map(({ detail }) => detail)).toEqual([
    'no certificate in PEM form (it is empty)',
    'no certificate in PEM form (it is empty)',
    'no private key in PEM form (it is empty)',
  ]);
});

test('PEM around garbage is told', async () => {
  const good = await credentials();
  const certPem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  const keyPem = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
  expect(codes({ ...good, certPem, keyPem })).toEqual(['certPem not_pem', 'keyPem not_pem']);
});

test('an encrypted key needs its passphrase', async () => {
  const { certPem, keyPem } = await createAuthority({ passphrase: 'secret' });
  checkKeyPair(certPem, keyPem, { passphrase: 'secret' });
  expect(() => checkKeyPair(certPem, keyPem)).toThrow('keyPem: the private key is encrypted');
  expect(() => checkKeyPair(certPem, keyPem, { passphrase: 'no', keyField: 'k' })).toThrow(
    'k: the passphrase does not',
  );
});

test('of several cluster certificates one must have signed; the others may be over', async () => {
  const now = Date.now();
  const good = await credentials();
  const old = await createAuthority({ now: now - 10 * day, days: 1 });
  expect(codes({ ...good, clusterCertPem: `old one\n${old.certPem}\nnew one\n${good.clusterCertPem}` })).toEqual([]);
});

test('a role, or a certificate for clients alone, is no node', async () => {
  const { certPem, key } = await issueCertificate(await authority(), {
    identity: ['role', 'shell'],
    key: generateKey,
    names: {},
    usages: { clientAuth: true },
    days: undefined,
    defaultDays: 1,
    now: Date.now(),
  });
  const given = { id: 1, certPem, keyPem: keyToPem(key), clusterCertPem: (await authority()).certPem };
  expect(codes(given)).toEqual(['certPem wrong_id', 'certPem wrong_usage']);
  expect(nodeCertificateProblems(given)[0]?.message).toContain('that of role "shell", not of node "1"');
  expect(new X509Certificate(certPem).subject).toBe('CN=Regent role shell');
});

test('a key that is not RSA cannot be certified', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const keyPem = keyToPem(privateKey);
  await expect(issueNodeCertificate(await authority(), 1, { keyPem })).rejects.toMatchObject({
    code: 'unsupported_key',
    message: 'keyPem: a key of type ed25519, only rsa is supported',
  });
});
