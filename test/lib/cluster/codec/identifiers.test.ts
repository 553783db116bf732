// Addresses and references keep their identity, and cannot be forged into absurd ones.
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../../../lib/cluster/codec/decodeError.js';
import { createJsonCodec, jsonCodec } from '../../../../lib/cluster/codec/jsonCodec.js';
import { createMsgpackCodec, msgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';
import { Address } from '../../../../lib/terms/address.js';
import { Incarnation } from '../../../../lib/terms/incarnation.js';
import { Ref } from '../../../../lib/terms/ref.js';

const here = Incarnation.of('here', 77);

describe.each([msgpackCodec, jsonCodec])('$name', (codec) => {
  const sent = (term: unknown) => codec.decode(codec.encode(term));

  test('an address that was made here and comes back is the same object', () => {
    const address = here.newAddress();
    expect(sent(address)).toBe(address);
    expect(sent({ deep: [new Map([[address, address]])] })).toEqual({ deep: [new Map([[address, address]])] });
  });

  test('so is a reference, also one that is a record of the library', () => {
    class Watch extends Ref {}
    const watch = new Watch(here, here.newRefId());
    expect(sent([watch, watch])).toEqual([watch, watch]);
    expect((sent([watch]) as unknown[])[0]).toBe(watch);
  });

  test('an address of another node is one object however often it comes', () => {
    const bytes = codec.encode(Incarnation.of('there', 5).address(12));
    const address = codec.decode(bytes) as Address;
    expect(address).toBeInstanceOf(Address);
    expect([address.node, address.creation, address.id]).toEqual(['there', 5, 12]);
    expect(codec.decode(bytes)).toBe(address);
  });

  test('addresses that share a number, a creation or a slot of a table stay apart', () => {
    const addresses = ['a', 'b'].flatMap((node) =>
      [1, 65].flatMap((creation) => [1, 65, 129].map((id) => Incarnation.of(node, creation).address(id))),
    );
    for (const address of [...addresses, ...addresses]) expect(sent(address)).toBe(address);
  });

  test('an address and a reference of one number stay apart', () => {
    expect(sent([here.address(500), here.ref(500)])).toEqual([here.address(500), here.ref(500)]);
  });

  test('the highest creation and numbers travel', () => {
    const address = Incarnation.of('x'.repeat(255), 2 ** 32 - 1).address(2 ** 53 - 1);
    expect(sent(address)).toBe(address);
  });
});

test.each([
  ['a creation of 0', ['@', 'a', 0, 1]],
  ['a creation of 2^32', ['@', 'a', 2 ** 32, 1]],
  ['a creation that is no integer', ['@', 'a', 1.5, 1]],
  ['a number of 0', ['@', 'a', 1, 0]],
  ['a number below 0', ['#', 'a', 1, -1]],
  ['a number beyond 2^53', ['#', 'a', 1, 2 ** 53]],
  ['a number that is a text', ['@', 'a', 1, '1']],
  ['no name', ['@', '', 1, 1]],
  ['a name of 256 characters', ['@', 'x'.repeat(256), 1, 1]],
  ['a name with other characters', ['@', 'a b', 1, 1]],
  ['a name that ends in a line break', ['@', 'a\n', 1, 1]],
  ['a name that is a number', ['@', 1, 1, 1]],
  ['a field too few', ['#', 'a', 1]],
  ['a field too many', ['@', 'a', 1, 1, 1]],
])('an identifier with %s is refused', (_title, tagged) => {
  expect(() => jsonCodec.decode(Buffer.from(JSON.stringify(tagged)))).toThrow(DecodeError);
});

test.each([createMsgpackCodec, createJsonCodec])('%o: a term of too many runs of nodes is refused', (create) => {
  const codec = create({ limits: { maxHomes: 100 } });
  const of = (count: number) => Array.from({ length: count }, (_, index) => Incarnation.of(`n${index}`, 1).address(1));
  for (let round = 0; round < 3; round++) expect(codec.decode(codec.encode(of(100)))).toEqual(of(100));
  expect(() => codec.decode(codec.encode(of(101)))).toThrow('addresses of more than 100 runs of nodes in one term');
});
