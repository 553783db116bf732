// Endpoints as text.
import { expect, test } from 'vitest';
import { endpointText, isWildcard, parseEndpoint } from '../../../lib/cluster/endpoint.js';

test.each([
  ['127.0.0.1:20000', { host: '127.0.0.1', port: 20000 }],
  ['Alpha.Example:1', { host: 'alpha.example', port: 1 }],
  ['node_1:65535', { host: 'node_1', port: 65535 }],
  ['[::1]:0', { host: '::1', port: 0 }],
])('%s is an endpoint', (text, endpoint) => {
  expect(parseEndpoint(text)).toEqual(endpoint);
  expect(endpointText(endpoint)).toBe(text.toLowerCase());
});

test.each([
  'localhost',
  ':80',
  'host:',
  'host:80:90',
  '::1:80',
  '[::1]',
  '[127.0.0.1]:80',
  '[]:80',
  'host:65536',
  'host:-1',
  'host:1e3',
  'ho st:80',
  '288.88.222.8888:80',
  '1.2.3:80',
  '-host:80',
  `${'a'.repeat(64)}:80`,
  'a..b:80',
  'http://host:80',
  '‽:80',
  '',
  undefined,
  80,
])('%s is none', (text) => {
  expect(typeof parseEndpoint(text)).toBe('string');
});

test('wildcards stand for all addresses of a machine', () => {
  const isAll = (host: string) => isWildcard({ host, port: 1 });
  expect(['0.0.0.0', '::', '0:0:0:0:0:0:0:0'].map(isAll)).toEqual([true, true, true]);
  expect(['127.0.0.1', '::1', 'zero'].map(isAll)).toEqual([false, false, false]);
});
