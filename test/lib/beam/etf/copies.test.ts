// Copies of terms are the same terms of Erlang.
import { copyTerm } from 'regent-otp';
import { binary, charlist, float, improperList, list, termToBinary, tuple } from 'regent-otp/beam';
import { expect, test } from 'vitest';
import { portable } from '../../../../behaviours/portable.js';

const terms: readonly [string, unknown][] = [
  ['a tuple of numbers', tuple(1, 2)],
  ['a list of atoms', list('ok', 'error')],
  ['an empty tuple in a list', [tuple(), list()]],
  ['a text as characters', charlist('abc')],
  ['marks within what has none', { state: new Map([[tuple(1, 'a'), [list('up'), tuple(3)]]]) }],
  ['what is no array', ['ok', binary('x'), float(1), improperList([1], 2)]],
];

test.each(terms)('a copied message, %s', (_what, term) => {
  expect(termToBinary(copyTerm(term))).toEqual(termToBinary(term));
});

test.each(terms)('a state that sys tells, %s', (_what, term) => {
  expect(termToBinary(portable(term))).toEqual(termToBinary(term));
});
