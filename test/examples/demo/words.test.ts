import { expect, it } from 'vitest';
import { plainCount, wordsOf } from '../../../examples/demo/words.js';

it('words are letters and digits in lower case, with an apostrophe between them', () => {
  expect([...wordsOf("Don't shout, 'quoted' R2D2! na\u00efve e\u0301t\u00e9; \u4f60\u597d, 42nd.")]).toEqual([
    "don't",
    'shout',
    'quoted',
    'r2d2',
    'na\u00efve',
    'e\u0301t\u00e9',
    '\u4f60\u597d',
    '42nd',
  ]);
});

it('there are no words in no text', () => {
  expect([...wordsOf('')]).toEqual([]);
  expect([...wordsOf('\u0000\ufffd ... \n')]).toEqual([]);
});

it('a word without end is cut', () => {
  expect([...wordsOf('x'.repeat(130))].map((word) => word.length)).toEqual([64, 64, 2]);
});

it('a plain count has the total and the counts, whatever the words are called', () => {
  const { total, counts } = plainCount('The constructor, the constructor; the end');
  expect(total).toBe(6);
  expect([...counts]).toEqual([
    ['the', 3],
    ['constructor', 2],
    ['end', 1],
  ]);
});
