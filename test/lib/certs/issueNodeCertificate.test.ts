import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import type { NodeCertificateOptions } from 'regent-otp/certs';
import { checkKeyPair, createAuthority, issueNodeCertificate, nodeIdOf } from 'regent-otp/certs';
import { authority, node } from './shared.js';

const day = 86_400_000;

test('a node certificate carries one URI as identity and is signed by the authority', async () => {
  const { id, certPem, keyPem } = await node(1);
  const certificate = new X509Certificate(certPem);
  const issuer = new X509Certificate((await authority()).certPem);
  expect(id).toBe('1');
  expect(certificate.subjectAltName).toBe('URI:regent:node/1');
  expect(nodeIdOf(certificate)).toBe('1');
  expect(certificate.subject).toBe('CN=Regent node 1');
  expect(certificate.ca).toBe(false);
  expect(certificate.checkIssued(issuer)).toBe(true);
  expect(certificate.verify(issuer.publicKey)).toBe(true);
  expect([...certificate.keyUsage].sort()).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  checkKeyPair(certPem, keyPem);
});

test('host names and addresses are added beside the identity', async () => {
  const ip = ['127.0.0.1', '::1', '2001:db8::7', '::ffff:10.0.0.1'];
  const { certPem } = await issueNodeCertificate(await authority(), 'a', {
    dns: ['localhost', 'my_host.eu'],
    ip,
  });
  const certificate = new X509Certificate(certPem);
  expect(nodeIdOf(certificate)).toBe('a');
  expect(certificate.checkHost('my_host.eu')).toBe('my_host.eu');
  for (const address of ip) expect(certificate.checkIP(address)).toBe(address);
  expect(certificate.checkHost('a')).toBeUndefined();
});

test('an id of 255 characters fits, its common name is cut', async () => {
  const id = 'x'.repeat(255);
  const certificate = new X509Certificate(
    (await issueNodeCertificate(await authority(), id, { keyPem: (await node(1)).keyPem })).certPem,
  );
  expect(nodeIdOf(certificate)).toBe(id);
  expect(certificate.subject).toBe(`CN=Regent node ${'x'.repeat(52)}`);
});

test('a node certificate lasts a year, or as long as its authority when that is shorter', async () => {
  const now = Date.UTC(2030, 0, 1);
  const { keyPem } = await node(1);
  const ends = async (authorityDays: number, options: NodeCertificateOptions) => {
    const short = await createAuthority({ now, days: authorityDays });
    const { certPem } = await issueNodeCertificate(short, 1, { now, keyPem, ...options });
    return (Date.parse(new X509Certificate(certPem).validTo) - now) / day;
  };
  expect(await ends(400, {})).toBe(365);
  expect(await ends(30, {})).toBe(30);
  expect(await ends(30, { days: 7 })).toBe(7);
  await expect(ends(30, { days: 31 })).rejects.toThrow(
    'days: 31 days would outlive the authority, which ends 2030-01-31',
  );
});

test('an authority that is over, or not begun, issues nothing', async () => {
  const now = Date.UTC(2030, 0, 1);
  const over = await createAuthority({ now, days: 1 });
  const late = issueNodeCertificate(over, 1, { now: now + 2 * day });
  await expect(late).rejects.toMatchObject({ code: 'expired', field: 'authority.certPem' });
  const early = issueNodeCertificate(over, 1, { now: now - day });
  await expect(early).rejects.toMatchObject({ code: 'not_yet_valid', field: 'authority.certPem' });
});

test('an encrypted authority issues with its passphrase alone', async () => {
  const locked = await createAuthority({ passphrase: 'secret' });
  const { certPem, keyPem } = locked;
  await issueNodeCertificate(locked, 1);
  await expect(issueNodeCertificate({ certPem, keyPem }, 1)).rejects.toThrow(
    'authority.keyPem: the private key is encrypted and no passphrase was given',
  );
  await expect(issueNodeCertificate({ certPem, keyPem, passphrase: 'x' }, 1)).rejects.toThrow(
    'authority.keyPem: the passphrase does not open the private key',
  );
});

test('an authority whose name is not ASCII issues certificates that name it exactly', async () => {
  const { keyPem } = await node(1);
  const named = await createAuthority({ name: 'Zürich' });
  const certificate = new X509Certificate((await issueNodeCertificate(named, 1, { keyPem })).certPem);
  expect(certificate.checkIssued(new X509Certificate(named.certPem))).toBe(true);
});

test('a key can be kept', async () => {
  const first = await node(1);
  const second = await issueNodeCertificate(await authority(), 1, { keyPem: first.keyPem });
  expect(second.keyPem).toBe(first.keyPem);
  expect(second.certPem).not.toBe(first.certPem);
  checkKeyPair(second.certPem, first.keyPem);
});

test("a node's certificate cannot issue another", async () => {
  await expect(issueNodeCertificate(await node(1), 2)).rejects.toMatchObject({ code: 'not_authority' });
});

test("an authority with another one's key issues nothing", async () => {
  const [{ certPem }, { keyPem }] = await Promise.all([authority('ours'), authority('theirs')]);
  await expect(issueNodeCertificate({ certPem, keyPem }, 1)).rejects.toMatchObject({ code: 'wrong_key' });
});

test.each([
  [{ dns: ['*.example.com'] }, 'dns: "*.example.com" is no host name'],
  [{ dns: [''] }, 'dns: "" is no host name'],
  [{ dns: ['a, URI:regent:node/2'] }, 'is no host name'],
  [{ dns: ['-a'] }, 'is no host name'],
  [{ dns: ['a..b'] }, 'is no host name'],
  [{ ip: ['localhost'] }, 'ip: "localhost" is no IP address'],
  [{ ip: ['fe80::1%eth0'] }, 'is no IP address'],
  [{ days: -1 }, 'days: -1 is not'],
  [{ bits: 512 }, 'bits: 512 is none of'],
])('the options %j are refused: %s', async (options, message) => {
  await expect(issueNodeCertificate(await authority(), 1, options)).rejects.toThrow(message);
});
