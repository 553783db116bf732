/** The blocks of TypeScript in README and in the pages of docs do what they say, and compile. */
import { afterAll, expect, test } from 'vitest';
import { examplesInPage, pagesIn, writeExamples } from '../support/examples.js';
import { compileErrors } from '../support/compileErrors.js';
import { runExample } from '../support/runExample.js';

const examples = ['README.md', ...pagesIn('docs')].flatMap((page) => examplesInPage(page));
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
  expect(examples.length).toBeGreaterThan(5);
});
