/** The examples in the docstrings of the behaviours do what they say. */
import { afterAll, expect, test } from 'vitest';
import { examplesIn, writeExamples } from '../support/examples.js';
import { runExample } from '../support/runExample.js';

const examples = examplesIn('behaviours');
const written = writeExamples(examples);

afterAll(() => written.remove());

test.each(examples.map(({ place }, index) => ({ place, file: written.paths[index]! })))(
  'the example at $place',
  ({ file }) => runExample(file),
);

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(20);
});
