// Terms that Erlang has written, and what they are here.
import { expect, it } from 'vitest';
import { atom, binary, binaryToTerm, float, Opaque, termToBinary, tuple, list, charlist } from 'regent-otp/beam';
import type { Binary, FrozenMap, ImproperList } from 'regent-otp/beam';
import { improperList } from 'regent-otp/beam';

const hex = (term: unknown): string => Buffer.from(termToBinary(term)).toString('hex');
const read = (text: string): unknown => binaryToTerm(Buffer.from(text, 'hex'));

// Each is what erlang:term_to_binary gave, with atoms as they travel between nodes.
const plain: readonly (readonly [name: string, bytes: string, term: unknown])[] = [
  ['0', '836100', 0],
  ['255', '8361ff', 255],
  ['256', '836200000100', 256],
  ['-1', '8362ffffffff', -1],
  ['2^31 - 1', '83627fffffff', 2 ** 31 - 1],
  ['2^31', '836e040000000080', 2 ** 31],
  ['-2^31', '836280000000', -(2 ** 31)],
  ['-2^31 - 1', '836e040101000080', -(2 ** 31) - 1],
  ['2^53 - 1', '836e0700ffffffffffff1f', Number.MAX_SAFE_INTEGER],
  ['2^53', '836e070000000000000020', 2n ** 53n],
  ['2^63', '836e08000000000000000080', 2n ** 63n],
  ['-2^63', '836e08010000000000000080', -(2n ** 63n)],
  ['1.5', '83463ff8000000000000', 1.5],
  ['{}', '836800', tuple()],
  ['[]', '836a', []],
  ['[1,2]', '836b00020102', [1, 2]],
  ['[256]', '836c0000000162000001006a', [256]],
  ['{1,2}', '83680261016102', tuple(1, 2)],
  ['<<>>', '836d00000000', ''],
  ['<<"abc">>', '836d00000003616263', 'abc'],
  ['#{}', '837400000000', new Map()],
  ['#{1 => 2}', '83740000000161016102', new Map([[1, 2]])],
  ['true', '83770474727565', true],
  ['undefined', '837709756e646566696e6564', undefined],
  ['nil', '8377036e696c', null],
  ['λ', '837702cebb', atom('λ')],
  ['{ok,1}', '83680277026f6b6101', ['ok', 1]],
];

it.each(plain)('%s is read, and written as Erlang does', (_name, bytes, term) => {
  expect(read(bytes)).toEqual(term);
  expect(hex(term)).toBe(bytes);
  expect(hex(read(bytes))).toBe(bytes);
});

const marked: readonly (readonly [name: string, bytes: string, mark: unknown])[] = [
  ['a float without a fraction', '83463ff0000000000000', float(1)],
  ['-0.0', '83468000000000000000', float(-0)],
  ['bytes that are no text', '836d00000002ff00', binary(Uint8Array.of(255, 0))],
  ['<<5:3>>', '834d0000000103a0', binary(Uint8Array.of(0xa0), 3)],
  ['an atom', '837702' + Buffer.from('ab').toString('hex'), atom('ab')],
  ['[a|b]', '836c000000017701617701' + '62', improperList([atom('a')], atom('b'))],
];

it.each(marked)('%s is what a mark makes', (_name, bytes, mark) => {
  expect(hex(mark)).toBe(bytes);
  expect(hex(read(bytes))).toBe(bytes);
  expect((read(bytes) as object).constructor).toBe((mark as object).constructor);
});

it('forms that only older releases write are read too', () => {
  expect(read('8364000161')).toBe(atom('a'));
  expect(read('83730161')).toBe(atom('a'));
  expect(read('837301e9')).toBe(atom('é'));
  expect(read('8363' + Buffer.from('1.50000000000000000000e+00\0\0\0\0\0').toString('hex'))).toBe(1.5);
  expect(read('836e0100ff')).toBe(255);
  expect(read('836c000000006a')).toEqual([]);
  expect(read('836c0000000161016b000102')).toEqual([1, 2]);
});

it('a compressed term is inflated', () => {
  // term_to_binary(lists:duplicate(40, 97), [compressed])
  const bytes = '83500000002b789ccb66d048241200004f4f0fbc';
  expect(read(bytes)).toEqual(new Array(40).fill(97));
});

it('ports, funs and exports are kept, and go back as they came', () => {
  const port = '837877' + '0d6e6f6e6f6465406e6f686f7374' + '0000000000000005' + '00000000';
  const exported = '8371' + '7705lists'.replace('lists', '6c69737473') + '7703' + '6d6170' + '6102';
  for (const [bytes, kind] of [
    [port, 'port'],
    [exported, 'export'],
  ] as const) {
    const term = read(bytes);
    expect(term).toBeInstanceOf(Opaque);
    expect((term as Opaque).kind).toBe(kind);
    expect(read(bytes)).toBe(term);
    expect(hex(['kept', term])).toContain(bytes.slice(2));
  }
});

it('what arrives cannot be changed', () => {
  const list = read('836b00020102') as number[];
  const map = read('83740000000161016102') as Map<unknown, unknown>;
  expect(() => list.push(3)).toThrow(TypeError);
  expect(() => map.set(1, 3)).toThrow(TypeError);
  expect(() => map.delete(1)).toThrow('copy it with new Map(map)');
  expect(() => map.clear()).toThrow(TypeError);
  const bits = read('836d00000002ff00') as Binary;
  bits.toBytes().fill(0);
  expect(bits.toBytes()).toEqual(Uint8Array.of(255, 0));
});

it('a map that has the key undefined does not find that for another', () => {
  const map = binaryToTerm(termToBinary(new Map<unknown, unknown>([[undefined, 'found'], [[1], 2]]))) as FrozenMap; // prettier-ignore
  expect([map.get(undefined), map.get([1]), map.get([2]), map.has([2])]).toEqual(['found', 2, undefined, false]);
});

it('a map finds a key by what it holds', () => {
  const map = binaryToTerm(termToBinary(new Map([[tuple(1, binary('ok')), 'found']]))) as FrozenMap;
  expect(map.get(tuple(1, 'ok'))).toBe('found');
  expect(map.has([1])).toBe(false);
  expect(map.get([2])).toBeUndefined();
});

it('a charlist is a list of characters', () => {
  expect(hex(charlist('abc'))).toBe('836b0003616263');
  expect(charlist('aλ')).toEqual([97, 955]);
});

it('an improper list keeps its tail, and one with a list behind it is proper', () => {
  const improper = read('836c0000000161016102') as ImproperList;
  expect([improper.items, improper.tail]).toEqual([[1], 2]);
  expect(hex(improper)).toBe('836c0000000161016102');
  expect(() => improperList([1], list(2))).toThrow('something else than a list');
});
