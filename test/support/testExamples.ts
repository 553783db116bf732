// The tests of examples, whatever they stand in: they do what they say, and compile.
import { afterAll, expect, test } from 'vitest';
import { compileErrors } from './compileErrors.js';
import { writeExamples, type Example } from './examples.js';
import { runExample } from './runExample.js';

/** @param atLeast there are more of them than this: else they were not found */
export function testExamples(examples: readonly Example[], atLeast: number): void {
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
    expect(examples.length).toBeGreaterThan(atLeast);
  });
}
