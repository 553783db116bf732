// Instances of registered classes travel by name.
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../../../lib/cluster/codec/decodeError.js';
import { createJsonCodec } from '../../../../lib/cluster/codec/jsonCodec.js';
import { createMsgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';

class Money {
  readonly amount: number;
  readonly currency: string;

  constructor(amount: number, currency: string) {
    this.amount = amount;
    this.currency = currency;
  }
}

class Price extends Money {}

const money = {
  name: 'money',
  class: Money,
  encode: ({ amount, currency }: Money) => [amount, currency] as const,
  decode: ([amount, currency]: readonly [number, string]) => {
    if (typeof amount !== 'number') throw new TypeError('money without an amount');
    return new Money(amount, currency);
  },
};

describe.each([createMsgpackCodec, createJsonCodec])('%o', (create) => {
  const codec = create({ classes: [money] });
  const sent = (term: unknown) => codec.decode(codec.encode(term));

  test('an instance arrives as one', () => {
    const got = sent(['paid', { sum: new Money(5, 'EUR') }]) as [string, { sum: Money }];
    expect(got[1].sum).toBeInstanceOf(Money);
    expect(got).toEqual(['paid', { sum: new Money(5, 'EUR') }]);
  });

  test('a subclass is not registered with it', () => {
    expect(() => codec.encode([new Price(5, 'EUR')])).toThrow('message[0]: an instance of Price cannot travel');
  });

  test('a subclass of a built-in class can be registered', () => {
    class Bag extends Map<string, number> {}
    const bags = create({
      classes: [
        {
          name: 'bag',
          class: Bag,
          encode: (bag: Bag) => [...bag],
          decode: (entries: [string, number][]) => new Bag(entries),
        },
      ],
    });
    const got = bags.decode(bags.encode(new Bag([['a', 1]])));
    expect(got).toBeInstanceOf(Bag);
    expect(got).toEqual(new Bag([['a', 1]]));
  });

  test('what an instance holds may hold others, and what cannot travel is named', () => {
    class Pair {
      readonly left: unknown;
      constructor(left: unknown) {
        this.left = left;
      }
    }
    const pairs = create({
      classes: [
        money,
        {
          name: 'pair',
          class: Pair,
          encode: (pair: Pair) => ({ left: pair.left }),
          decode: ({ left }: { left: unknown }) => new Pair(left),
        },
      ],
    });
    const nested = new Pair([new Pair(new Money(1, 'SEK')), -0]);
    expect(pairs.decode(pairs.encode(nested))).toEqual(nested);
    expect(() => pairs.encode([new Pair(() => 1)])).toThrow('message[0].left: a function cannot travel');
  });

  test('an instance of a class that is not registered there is refused', () => {
    expect(() => create().decode(codec.encode(new Money(1, 'EUR')))).toThrow(
      'the class "money" is not registered here',
    );
    expect(() => create().decode(codec.encode(new Money(1, 'EUR')))).toThrow(DecodeError);
  });

  test('what a decode function throws is a DecodeError with it as its cause', () => {
    const forged = create({ classes: [{ ...money, encode: () => ['5', 'EUR'] as never }] }).encode(new Money(5, 'EUR'));
    const error = caught(() => codec.decode(forged));
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({ cause: new TypeError('money without an amount') });
  });

  describe('versions', () => {
    /** In its third version money is `{ cents, currency }`; the second was `[cents, currency]`. */
    const third = create({
      classes: [
        {
          name: 'money',
          version: 3,
          class: Money,
          encode: ({ amount, currency }: Money) => ({ cents: amount * 100, currency }),
          decode: ({ cents, currency }: { cents: number; currency: string }) => new Money(cents / 100, currency),
          upcast(data: unknown, version: number) {
            if (!Array.isArray(data)) throw new TypeError('no money');
            const [amount, currency] = data as [number, string];
            return { cents: version === 1 ? amount * 100 : amount, currency };
          },
        },
      ],
    });
    const second = create({
      classes: [{ ...money, version: 2, encode: ({ amount, currency }: Money) => [amount * 100, currency] as const }],
    });

    test.each([
      ['its own', third],
      ['the second', second],
      ['the first', codec],
    ])('an instance of %s version arrives in that of the receiver', (_, sender) => {
      expect(third.decode(sender.encode(['paid', new Money(5, 'EUR')]))).toEqual(['paid', new Money(5, 'EUR')]);
    });

    test('a later version than that of the receiver is refused, and an earlier one without an upcaster', () => {
      const bytes = third.encode(new Money(5, 'EUR'));
      expect(() => codec.decode(bytes)).toThrow('the class money came in version 3, and is known in version 1 here');
      expect(() => second.decode(codec.encode(new Money(5, 'EUR')))).toThrow('came in version 1');
    });

    test('what an upcaster throws is a DecodeError with it as its cause', () => {
      const forged = create({ classes: [{ ...money, encode: () => 'no array' }] }).encode(new Money(5, 'EUR'));
      const error = caught(() => third.decode(forged));
      expect(error).toBeInstanceOf(DecodeError);
      expect(error).toMatchObject({ cause: new TypeError('no money') });
    });

    test.each([0, -1, 1.5, NaN, '2'])('the version %s is none', (version) => {
      expect(() => create({ classes: [{ ...money, version: version as number }] })).toThrow(
        'classes: the version of money must be an integer from 1',
      );
    });
  });

  test('another version or shape of an instance is refused', () => {
    for (const fields of [
      ['&', 'money', 2, [1, 'EUR']],
      ['&', 'money', 1],
      ['&', 'money', 0, [1]],
      ['&', 'money', '1', [1]],
      ['&', 5, 1, []],
      ['&'],
    ]) {
      const bytes = create().encode(['x', ...fields.slice(1)]);
      // The text 'x' in front becomes the tag.
      bytes[bytes.indexOf(0x78)] = 0x26;
      expect(() => codec.decode(bytes)).toThrow(DecodeError);
    }
  });

  test('encode and decode functions may use the codec themselves', () => {
    class Sealed {
      readonly inside: unknown;
      constructor(inside: unknown) {
        this.inside = inside;
      }
    }
    const own: ReturnType<typeof create> = create({
      classes: [
        {
          name: 'sealed',
          class: Sealed,
          encode: (sealed: Sealed) => own.encode(sealed.inside),
          decode: (bytes: Uint8Array) => new Sealed(own.decode(bytes)),
        },
      ],
    });
    const term = [
      new Uint8Array([1]),
      new Sealed([new Sealed(-0), new Uint8Array([2])]),
      new Uint8Array([3]),
      'x'.repeat(50),
    ];
    expect(own.decode(own.encode(term))).toEqual(term);
  });

  test('a class or a name that is registered twice is refused', () => {
    expect(() => create({ classes: [money, { ...money, class: Price }] })).toThrow(
      'the name money is registered twice',
    );
    expect(() => create({ classes: [money, { ...money, name: 'more' }] })).toThrow('Money is registered twice');
  });
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
