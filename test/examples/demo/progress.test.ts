import { expect, it } from 'vitest';
import { Progress } from '../../../examples/demo/progress.js';
import { steps, type Step } from '../../../examples/demo/steps.js';

const all = Object.keys(steps) as Step[];

/** Progress that prints into a list. */
function printing(): { readonly progress: Progress; readonly lines: string[] } {
  const lines: string[] = [];
  return { progress: new Progress((line) => void lines.push(line)), lines };
}

it('the verdict is good when every step was seen', () => {
  const { progress, lines } = printing();
  for (const step of all) progress.seen(step, `${step} it is`);
  expect(progress.verdict()).toBe(true);
  expect(lines[0]).toBe(' 1  certificates it is');
  expect(lines.at(-1)).toMatch(/^PASSED, 11 of 11 steps in \d+\.\d s: no word lost, none counted twice$/);
});

it('the verdict is bad when the last step was not seen', () => {
  const { progress, lines } = printing();
  for (const step of all.slice(0, -1)) progress.seen(step, `${step} it is`);
  progress.failed('check', 'the 3, which comes 4 times');
  expect(progress.verdict()).toBe(false);
  expect(lines.slice(-4, -1)).toEqual([
    '11  FAILED',
    '      expected: the counts that a plain count of the file gives',
    '      seen:     the 3, which comes 4 times',
  ]);
  expect(lines.at(-1)).toMatch(/^FAILED, 10 of 11 steps in \d+\.\d s$/);
});

it('a step that comes before its turn is none', () => {
  const { progress } = printing();
  expect(() => progress.seen('crash', 'too early')).toThrow("the step 'crash' instead: too early");
  expect(progress.next).toBe('certificates');
});

it('words are printed one a line with their counts', () => {
  const { progress, lines } = printing();
  progress.words([
    ['the', 12],
    ["don't", 2],
  ]);
  expect(lines).toEqual(['the 12', "don't 2"]);
});
