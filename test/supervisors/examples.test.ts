/** The examples in the docstrings of the supervisors, and of Elixir's modules, do what they say, and compile. */
import { afterAll, expect, test } from 'vitest';
import { compileErrors } from '../support/compileErrors.js';
import { examplesIn, writeExamples } from '../support/examples.js';
import { runExample } from '../support/runExample.js';

const examples = examplesIn('supervisors');
const written = writeExamples(examples);

afterAll(() => written.remove());

test.each(examples.map(({ place }, index) => ({ place, file: written.paths[index]! })))(
  'the example at $place',
  ({ file }) => runExample(file),
);

test('they compile', { timeout: 120_000 }, () => {
  const errors = compileErrors(written.paths);
  expect(
    errors.map(({ file, message }) => `${examples[written.paths.indexOf(file)]?.place ?? file}: ${message}`),
  ).toEqual([]);
});

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(30);
});
