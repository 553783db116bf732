import { expect, test } from 'vitest';
import { identityOf, nodeIdOf } from 'regent-otp/certs';
import { certificateWith, dns, uri } from './certificateWith.js';

test('one name of the scheme regent is the identity, among names of other kinds', () => {
  const subjectAltName = 'DNS:localhost, URI:https://example.com/, URI:regent:node/a@b.c_d-1, IP Address:127.0.0.1';
  expect(identityOf({ subjectAltName })).toEqual(['node', 'a@b.c_d-1']);
  expect(nodeIdOf({ subjectAltName })).toBe('a@b.c_d-1');
});

test('a role is an identity, but no node', () => {
  const certificate = { subjectAltName: 'URI:regent:role/shell' };
  expect(identityOf(certificate)).toEqual(['role', 'shell']);
  expect(nodeIdOf(certificate)).toBeUndefined();
});

test.each([
  undefined,
  '',
  'DNS:regent:node/1',
  'DNS:1',
  'URI:regent:node/',
  'URI:regent:node/1/2',
  'URI:regent:node/1 ',
  'URI:regent:node/a%20b',
  'URI:regent:node/*',
  'URI:regent:Node/1',
  'URI:Regent:node/1',
  'URI:xregent:node/1',
  'URI: regent:node/1',
  'uri:regent:node/1',
  'URI:"regent:node/1\\n"',
  'URI:"regent:node/1,2"',
  `URI:regent:node/${'x'.repeat(256)}`,
  'URI:regent:node/1, URI:regent:node/1',
  'URI:regent:node/1, URI:regent:node/2',
  'URI:regent:node/1, URI:regent:role/shell',
  'URI:regent:node/1, URI:REGENT:node/2',
  'URI:regent:node/1, URI:"regent:node/2,"',
  'URI:regent:node/1, DNS:"unclosed',
  'URI:regent:role/Shell',
])('the names %j make no identity', (subjectAltName) => {
  expect(identityOf({ subjectAltName })).toBeUndefined();
  expect(nodeIdOf({ subjectAltName })).toBeUndefined();
});

test('a host name that poses as a second name is none', async () => {
  const tricks = ['x, URI:regent:node/2', 'x", URI:regent:node/2, DNS:"', 'regent:node/2'].map(dns);
  expect(nodeIdOf(await certificateWith(tricks))).toBeUndefined();
  expect(nodeIdOf(await certificateWith([...tricks, uri('regent:node/1')]))).toBe('1');
});

test('a URI that holds an identity and more is none', async () => {
  expect(nodeIdOf(await certificateWith([uri('regent:node/1, URI:x')]))).toBeUndefined();
  expect(nodeIdOf(await certificateWith([uri('regent:node/1\0')]))).toBeUndefined();
});

test('the common name is never the identity', async () => {
  expect(nodeIdOf(await certificateWith([], 'regent:node/1'))).toBeUndefined();
  expect(nodeIdOf(await certificateWith([dns('localhost')], 'URI:regent:node/1'))).toBeUndefined();
});
