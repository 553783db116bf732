// Cipher suites: which may be used, and what Node is told.
import { getCiphers } from 'node:tls';
import { expect, test } from 'vitest';
import { cipherSettings, cipherSuiteProblem, safeCipherSuites } from '../../../../lib/cluster/spec/cipherSuites.js';

test('Node knows all the suites that are safe', () => {
  const { ciphers } = cipherSettings(safeCipherSuites);
  expect(getCiphers()).toEqual(expect.arrayContaining(ciphers.toLowerCase().split(':')));
});

test.each([
  ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'it has no forward secrecy'],
  ['TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256', 'it has no forward secrecy'],
  ['TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'it is no authenticated encryption'],
  ['TLS_ECDHE_ECDSA_WITH_RC4_128_SHA', 'its cipher is broken'],
  ['TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA', 'its cipher is broken'],
  ['TLS_ECDHE_RSA_WITH_NULL_SHA', 'it does not encrypt'],
  ['TLS_DH_anon_WITH_AES_128_GCM_SHA256', 'it does not authenticate'],
  ['TLS_RSA_EXPORT_WITH_DES40_CBC_SHA', 'its keys are too short'],
])('%s is refused: %s', (name, why) => {
  expect(cipherSuiteProblem(name)).toBe(`is refused: ${why}`);
});

test('the versions of TLS follow from the suites', () => {
  const versions = (...names: string[]) => {
    const { minVersion, maxVersion } = cipherSettings(names);
    return [minVersion, maxVersion];
  };
  expect(versions('TLS_AES_128_GCM_SHA256')).toEqual(['TLSv1.3', 'TLSv1.3']);
  expect(versions('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256')).toEqual(['TLSv1.2', 'TLSv1.2']);
  expect(versions(...safeCipherSuites)).toEqual(['TLSv1.2', 'TLSv1.3']);
});
