/** The examples in the docstrings of the behaviours do what they say. */
import { afterAll, expect, test } from 'vitest';
import { formatTerm, termEquals } from 'regent-otp';
import { examplesIn, writeExamples, type ExampleModule } from '../support/examples.js';
import { startTestNode } from '../support/startTestNode.js';

const examples = examplesIn('behaviours');
const written = writeExamples(examples);

afterAll(() => written.remove());

test.each(examples.map(({ place }, index) => ({ place, file: written.paths[index]! })))(
  'the example at $place',
  async ({ file }) => {
    const { example } = (await import(file)) as ExampleModule;
    await startTestNode().run(() =>
      example((actual, expected) => {
        if (!termEquals(actual, expected)) expect.fail(`${formatTerm(actual)} is not ${formatTerm(expected)}`);
      }),
    );
  },
);

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(20);
});
