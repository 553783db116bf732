import { expect, test } from 'vitest';
import { parseAltNames } from '../../../lib/certs/parseAltNames.js';
import { certificateWith, dns, uri } from './certificateWith.js';

test('names are split in their order', () => {
  expect(parseAltNames('URI:regent:node/1, DNS:localhost, IP Address:127.0.0.1')).toEqual([
    { type: 'URI', value: 'regent:node/1' },
    { type: 'DNS', value: 'localhost' },
    { type: 'IP Address', value: '127.0.0.1' },
  ]);
});

test('a certificate without names has none', () => {
  expect(parseAltNames(undefined)).toEqual([]);
});

test('a quoted name is one name, whatever it holds', () => {
  expect(parseAltNames('DNS:"a, URI:regent:node/1", DNS:"q\\"\\u002c\\\\", DNS:b')).toEqual([
    { type: 'DNS', value: 'a, URI:regent:node/1' },
    { type: 'DNS', value: 'q",\\' },
    { type: 'DNS', value: 'b' },
  ]);
});

const malformed = [
  '',
  'DNS',
  ', ',
  'DNS:a,DNS:b',
  'DNS:a, ',
  'DNS:a"b"',
  'DNS:"a"b',
  'DNS:"a',
  'DNS:"\\x"',
  'DNS:a, "b"',
];

test.each(malformed)('the text %j gives no names at all', (text) => {
  expect(parseAltNames(text)).toBeUndefined();
});

test('what Node prints for names with commas, quotes and controls is read back exactly', async () => {
  const values = ['a, URI:regent:node/2', 'a"b', "it's", 'back\\slash', 'line\nbreak', 'plain'];
  const { subjectAltName } = await certificateWith([...values.map(dns), ...values.map(uri)]);
  expect(parseAltNames(subjectAltName)?.map(({ value }) => value)).toEqual([...values, ...values]);
});
