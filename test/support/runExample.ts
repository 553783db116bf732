// Runs an example that `writeExamples` has written, in a process of a fresh node.
import { expect } from 'vitest';
import { formatTerm, termEquals } from 'regent-otp';
import type { ExampleModule } from './examples.js';
import { startTestNode } from './startTestNode.js';

export async function runExample(file: string): Promise<void> {
  const { example } = (await import(file)) as ExampleModule;
  await startTestNode().run(() =>
    example((actual, expected) => {
      if (!termEquals(actual, expected)) expect.fail(`${formatTerm(actual)} is not ${formatTerm(expected)}`);
    }),
  );
}
