// Renewal: the next certificate of a node, of the authority, and certificates for shells.
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  checkKeyPair,
  createAuthority,
  identityOf,
  inspectCertificates,
  issueNodeCertificate,
  issueShellCertificate,
  nodeCertificateProblems,
  nodeIdOf,
  renewAuthority,
  renewNodeCertificate,
} from 'regent-otp/certs';
import { authority, node } from './shared.js';

test('a renewed certificate says the same, under another serial number, with the same key', async () => {
  const ours = await authority();
  const { keyPem } = await node(1);
  const names = { dns: ['localhost', 'my.host'], ip: ['::1', '10.0.0.1'] };
  const present = await issueNodeCertificate(ours, 'b@h', { ...names, days: 1, keyPem });
  const next = await renewNodeCertificate(ours, present, { days: 9 });
  const [[old], [renewed]] = [inspectCertificates(present.certPem), inspectCertificates(next.certPem)];
  expect(renewed).toMatchObject({ identity: ['node', 'b@h'], names: old.names, subject: old.subject });
  expect(renewed.serial).not.toBe(old.serial);
  expect(renewed.validTo.getTime() - old.validTo.getTime()).toBeGreaterThan(7 * 86_400_000);
  expect(next.keyPem).toBe(keyPem);
});

test('a new key is made when it is asked for', async () => {
  const present = await node(1);
  const next = await renewNodeCertificate(await authority(), present, { newKey: true });
  expect(next.keyPem).not.toBe(present.keyPem);
  checkKeyPair(next.certPem, next.keyPem);
});

test('a certificate that has expired is renewed; one that is no node’s is not', async () => {
  const ours = await createAuthority({ now: Date.now() - 10 * 86_400_000 });
  const { keyPem } = await node(1);
  const expired = await issueNodeCertificate(ours, 1, { days: 1, now: Date.now() - 5 * 86_400_000, keyPem });
  const next = await renewNodeCertificate(ours, expired);
  expect(nodeCertificateProblems({ ...next, clusterCertPem: ours.certPem })).toEqual([]);
  await expect(renewNodeCertificate(ours, ours)).rejects.toThrow(/the certificate is that of no node/);
});

test('a renewed authority vouches for all that it did before, and the old certificate for what comes now', async () => {
  const old = await createAuthority({ name: 'Ünsere "A", B', days: 30 });
  const { keyPem } = await node(1);
  const next = renewAuthority(old, { days: 60 });
  expect(new X509Certificate(next.certPem).subject).toBe(new X509Certificate(old.certPem).subject);
  const [before, after] = await Promise.all([old, next].map((by) => issueNodeCertificate(by, 1, { keyPem })));
  expect(nodeCertificateProblems({ ...before!, clusterCertPem: next.certPem })).toEqual([]);
  expect(nodeCertificateProblems({ ...after!, clusterCertPem: old.certPem })).toEqual([]);
});

test('other authorities in the file stay beside a renewed one', async () => {
  const [ours, theirs] = await Promise.all([authority(), authority('theirs')]);
  const next = renewAuthority({ ...ours, certPem: ours.certPem + theirs.certPem });
  expect(inspectCertificates(next.certPem).map(({ serial }) => serial)[1]).toBe(
    new X509Certificate(theirs.certPem).serialNumber,
  );
});

test("a shell's certificate is no node's, is for clients alone, lasts a month and names who has it", async () => {
  const { certPem, keyPem } = await issueShellCertificate(await authority(), { name: 'joe' });
  const certificate = new X509Certificate(certPem);
  checkKeyPair(certPem, keyPem);
  expect(identityOf(certificate)).toEqual(['role', 'shell']);
  expect(nodeIdOf(certificate)).toBeUndefined();
  expect(certificate.subject).toBe('CN=Regent role shell joe');
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  expect(Date.parse(certificate.validTo) - Date.now()).toBeLessThan(31 * 86_400_000);
  const codes = nodeCertificateProblems({ id: 1, certPem, keyPem, clusterCertPem: (await authority()).certPem });
  expect(codes.map(({ code }) => code)).toEqual(['wrong_id', 'wrong_usage']);
});
