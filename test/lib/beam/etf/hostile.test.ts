// Bytes that are no terms, and terms that would cost too much.
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { binaryToTerm, termToBinary, type TermOptions } from 'regent-otp/beam';
import { garbage } from './garbage.js';

const read = (text: string, options?: TermOptions): unknown => binaryToTerm(Buffer.from(text, 'hex'), options);

// What erlang:binary_to_term refuses too.
it.each([
  ['nothing', ''],
  ['no version byte', '6100'],
  ['no term', '83'],
  ['an unknown tag', '8300'],
  ['a reference to an atom cache', '835200'],
  ['a local term', '837900'],
  ['a fun of before R8', '8375000000'],
  ['NaN', '83467ff8000000000000'],
  ['infinity', '83467ff0000000000000'],
  ['a text that is no float', '8363' + '61'.repeat(31)],
  ['a key twice', '837400000002610161026101' + '6103'],
  ['a bit string with 0 bits in its last byte', '834d0000000100a0'],
  ['a bit string with 9 bits in its last byte', '834d0000000109a0'],
  ['a bit string without bytes', '834d0000000003'],
  ['a reference of 6 words', '835a00067701610000000' + '1'.padStart(1) + '00000000'.repeat(6)],
  ['an atom of 256 characters', '83760100' + '61'.repeat(256)],
  ['an atom that is no UTF-8', '837701ff'],
  ['a node that is no atom', '83586101000000010000000000000001'],
  ['a list of more terms than there are bytes', '836cffffffff'],
  ['a tuple of more terms than there are bytes', '8369ffffffff'],
  ['a map of more terms than there are bytes', '8374ffffffff'],
  ['a binary of more bytes than there are', '836dffffffff'],
  ['a fun smaller than its header', '83700000001c'],
  ['a list without a tail', '836c000000016101'],
])('%s is refused', (_name, bytes) => {
  expect(() => read(bytes)).toThrow(expect.objectContaining({ name: 'DecodeError' }));
});

it('depth is limited, and no depth exhausts the stack', () => {
  const nested = (levels: number): string => '83' + '6801'.repeat(levels) + '6a';
  expect(() => read(nested(512))).not.toThrow();
  expect(() => read(nested(513))).toThrow('terms are nested deeper than 512 levels');
  expect(() => read(nested(1_000_000), { limits: { maxDepth: 2_000_000 } })).not.toThrow();
});

it('the number of terms, of atoms, and the size of integers are limited', () => {
  expect(() => read('836c00000010' + '6a'.repeat(17), { limits: { maxTerms: 16 } })).toThrow(
    'more than 16 terms in one',
  );
  const atoms = ['a', 'b', 'c'].map((name) => '7701' + Buffer.from(name).toString('hex')).join('');
  expect(() => read('836803' + atoms, { limits: { maxAtoms: 2 } })).toThrow('more than 2 atoms in one term');
  expect(() => read('836f0000200100' + 'ff'.repeat(8193))).toThrow('an integer of 8193 bytes');
  expect(() => termToBinary(2n ** 70_000n)).toThrow('at most 8192 can travel');
});

it('containers in each other cannot promise the same bytes, and nothing beyond the limit is made room for', () => {
  const nested = '83' + '690000ffff'.repeat(510) + '6a'.repeat(2 * 65_535);
  expect(() => read(nested)).toThrow(/^\d+ terms cannot be in \d+ bytes$/);
  const wide = '8369000fffff' + '6a'.repeat(0xfffff);
  expect(() => read(wide, { limits: { maxTerms: 1000 } })).toThrow('more than 1000 terms in one');
  expect(read(wide)).toHaveLength(0xfffff);
});

it('a list whose tail is a list costs what is copied', () => {
  const inner = '6c000003e8' + '6101'.repeat(1000) + '6a';
  const nested = '83' + '6c000000016101'.repeat(100) + inner;
  expect(read(nested)).toHaveLength(1100);
  expect(() => read(nested, { limits: { maxTerms: 50_000 } })).toThrow('more than 50000 terms in one');
  const improper = '83' + '6c000000016101'.repeat(100) + inner.slice(0, -2) + '6102';
  expect(() => read(improper, { limits: { maxTerms: 50_000 } })).toThrow('more than 50000 terms in one');
});

it('funs in funs cost the bytes of each', () => {
  const pid = '5877016100000001' + '00000000'.repeat(2);
  const around = (free: string): string => {
    const rest = '00' + '00'.repeat(16) + '00000000' + '00000001' + '770161' + '6101' + '6101' + pid + free;
    return '70' + (rest.length / 2 + 4).toString(16).padStart(8, '0') + rest;
  };
  let fun = '6d' + (1000).toString(16).padStart(8, '0') + '61'.repeat(1000);
  for (let level = 0; level < 100; level++) fun = around(fun);
  expect(read('83' + fun)).toMatchObject({ kind: 'fun', byteSize: fun.length / 2 });
  expect(() => read('83' + fun, { limits: { maxBytes: 10_000 } })).toThrow('funs of more than 10000 bytes in one term');
});

it('a compressed term cannot grow beyond what it says, nor beyond the limit', () => {
  const bomb = (size: number, said: number): Buffer => {
    const header = Buffer.from([131, 80, 0, 0, 0, 0]);
    header.writeUInt32BE(said, 2);
    return Buffer.concat([header, deflateSync(Buffer.alloc(size, 106))]);
  };
  expect(() => binaryToTerm(bomb(10_000_000, 1000))).toThrow('cannot be inflated');
  expect(() => binaryToTerm(bomb(10, 1000))).toThrow('a compressed term of 10 bytes, said to have 1000');
  expect(() => binaryToTerm(bomb(10, 2 ** 31), { limits: { maxBytes: 2 ** 20 } })).toThrow(
    'at most 1048576 are allowed',
  );
  expect(() => binaryToTerm(Buffer.from([131, 80, 1]))).toThrow('the bytes end within a term');
});

it('whatever the bytes are, a term comes out or a DecodeError', () => {
  fc.assert(
    fc.property(garbage, (bytes) => {
      try {
        termToBinary(binaryToTerm(bytes));
      } catch (error) {
        expect(error).toMatchObject({ name: 'DecodeError' });
      }
    }),
    { numRuns: 3000 },
  );
});
