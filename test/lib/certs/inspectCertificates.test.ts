import { expect, test } from 'vitest';
import { createAuthority, inspectCertificates, issueNodeCertificate } from 'regent-otp/certs';

test('a certificate is shown as data', async () => {
  const now = Date.UTC(2030, 0, 1);
  const authority = await createAuthority({ now });
  const { certPem } = await issueNodeCertificate(authority, 1, { now, dns: ['localhost'] });
  const [node, ca] = inspectCertificates(certPem + authority.certPem);
  expect(node).toEqual({
    subject: 'CN=Regent node 1',
    issuer: 'CN=Regent cluster authority',
    identity: ['node', '1'],
    names: 'URI:regent:node/1, DNS:localhost',
    authority: false,
    validFrom: new Date(now - 3_600_000),
    validTo: new Date(now + 365 * 86_400_000),
    serial: expect.stringMatching(/^[0-9A-F]{32}$/),
    fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    key: 'rsa 2048',
  });
  expect(ca).toMatchObject({ authority: true, identity: undefined, names: '' });
});

test('what is no certificate is refused by name', () => {
  expect(() => inspectCertificates('x', 'my.pem')).toThrow('my.pem: no certificate in PEM form');
});
