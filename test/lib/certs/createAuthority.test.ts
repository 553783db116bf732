import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkKeyPair, createAuthority } from 'regent-otp/certs';

const day = 86_400_000;

test('an authority signs itself, may sign others, and lasts five years', async () => {
  const now = Date.UTC(2030, 0, 1);
  const { certPem, keyPem } = await createAuthority({ now });
  const certificate = new X509Certificate(certPem);
  expect(certificate.ca).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(certificate.subject).toBe('CN=Regent cluster authority');
  expect(Date.parse(certificate.validTo)).toBe(now + 1825 * day);
  expect(Date.parse(certificate.validFrom)).toBe(now - 3_600_000);
  expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  checkKeyPair(certPem, keyPem);
});

test('options set name, days and bits', async () => {
  const now = Date.UTC(2030, 0, 1);
  const { certPem } = await createAuthority({ name: 'Zürich, "eins"', days: 3650, bits: 3072, now });
  const certificate = new X509Certificate(certPem);
  expect(certificate.toLegacyObject().subject.CN).toBe('Zürich, "eins"');
  expect(Date.parse(certificate.validTo)).toBe(now + 3650 * day);
  expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
});

test('an end after 2049 is written in the other form of time and read back', async () => {
  const now = Date.UTC(2048, 5, 1);
  const certificate = new X509Certificate((await createAuthority({ now, days: 3650 })).certPem);
  expect(Date.parse(certificate.validFrom)).toBe(now - 3_600_000);
  expect(Date.parse(certificate.validTo)).toBe(now + 3650 * day);
});

test('serial numbers are positive, of 128 bits and differ', async () => {
  const all = await Promise.all([createAuthority(), createAuthority()]);
  const [one, two] = all.map(({ certPem }) => new X509Certificate(certPem).serialNumber);
  expect(one).toMatch(/^[4-7][0-9A-F]{31}$/);
  expect(two).not.toBe(one);
});

test('a passphrase encrypts the key', async () => {
  const { keyPem, passphrase } = await createAuthority({ passphrase: 'open sesame' });
  expect(passphrase).toBe('open sesame');
  expect(keyPem).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
  expect(() => createPrivateKey({ key: keyPem, passphrase: 'wrong' })).toThrow();
  expect(createPrivateKey({ key: keyPem, passphrase: 'open sesame' }).asymmetricKeyType).toBe('rsa');
});

test.each([
  [{ days: 0 }, 'days: 0 is not an integer from 1 to 3650'],
  [{ days: 1.5 }, 'days: 1.5 is not'],
  [{ days: 3651 }, 'days: 3651 is not'],
  [{ bits: 1024 }, 'bits: 1024 is none of 2048, 3072, 4096'],
  [{ name: '' }, 'name: "" has not 1 to 64 characters'],
  [{ name: 'x'.repeat(65) }, 'has not 1 to 64 characters'],
  [{ passphrase: '' }, 'passphrase: it is empty'],
])('the options %j are refused: %s', async (options, message) => {
  await expect(createAuthority(options)).rejects.toThrow(message);
  await expect(createAuthority(options)).rejects.toMatchObject({ code: 'bad_option' });
});
