// The buffer of the encoder grows in the midst of any term.
import { expect, it } from 'vitest';
import { atom, binary, binaryToTerm, float, improperList, list, termToBinary, tuple } from 'regent-otp/beam';
import { Incarnation } from '../../../../lib/terms/incarnation.js';

const other = Incarnation.of('other@127.0.0.1', 3);
const port = Buffer.concat([Buffer.from('8378770161', 'hex'), Buffer.alloc(8, 1), Buffer.alloc(4, 2)]);

const terms: Readonly<Record<string, unknown>> = {
  'a small integer': 7,
  'an integer': -70_000,
  'a big integer': 2n ** 90n,
  'a large integer': 2n ** 3000n,
  'a float': 0.5,
  'a float without a fraction': float(2),
  'an atom': atom('some'),
  'a text': 'text',
  'a binary': binary(Uint8Array.of(200, 201)),
  'a bit string': binary(Uint8Array.of(0b10100000), 3),
  'a list of bytes': list(1, 2, 3),
  'a list': list(1, 'a'),
  'an improper list': improperList([1], 2),
  'an empty list': list(),
  'a tuple': tuple(1, 2),
  'a large tuple': tuple(...Array.from({ length: 300 }, (_, index) => index)),
  'a map': new Map([['key', 1]]),
  'a pid': other.address(5),
  'a reference': other.ref(5),
  'a port': binaryToTerm(port),
};

const sizes = Array.from({ length: 61 }, (_, index) => 65_500 + index);

it.each(Object.entries(terms))('%s is whole wherever the buffer ends', (_name, term) => {
  const alone = Buffer.from(termToBinary(term)).subarray(1);
  for (const size of sizes) {
    const both = Buffer.from(termToBinary(tuple(Buffer.alloc(size, 1), term)));
    expect(both.subarray(both.length - alone.length).equals(alone), `behind ${size} bytes`).toBe(true);
    expect(both.length).toBe(1 + 2 + 5 + size + alone.length);
  }
});
