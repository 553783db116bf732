import { expect, test } from 'vitest';
import { CertificateError, checkNodeId } from 'regent-otp/certs';

test.each([
  [0, '0'],
  [12, '12'],
  ['a', 'a'],
  ['web-1.eu@Host_x', 'web-1.eu@Host_x'],
  ['x'.repeat(255), 'x'.repeat(255)],
])('%j is a node id', (id, text) => {
  expect(checkNodeId(id)).toBe(text);
});

const refused = [
  '',
  ' ',
  'a b',
  'a/b',
  'a,b',
  'a"b',
  'a%d',
  'a\n',
  'é',
  '1:2',
  '*',
  'x'.repeat(256),
  -1,
  1.5,
  NaN,
  2 ** 53,
];

test.each(refused)('%j is refused with an error that shows it', (id) => {
  const error = caught(() => checkNodeId(id, 'nodes[0].id'));
  expect(error).toBeInstanceOf(CertificateError);
  expect(error).toMatchObject({ code: 'bad_option', field: 'nodes[0].id' });
  expect(String(error)).toContain(typeof id === 'string' ? JSON.stringify(id) : String(id));
});

test('what is neither text nor number is refused too', () => {
  expect(() => checkNodeId(null as never)).toThrow('id: null is no node id');
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
