/**
 * What the demo prints: a line for each step, the most frequent words, and the verdict.
 */
import { steps, type Step } from './steps.js';
import type { Counted } from './wordStash.js';

const order = Object.keys(steps) as Step[];

export class Progress {
  readonly #print: (line: string) => void;
  readonly #start = performance.now();
  #seen = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** The step that has to come now; undefined if all have been seen. */
  get next(): Step | undefined {
    return order[this.#seen];
  }

  /** Prints what was seen in a step; throws if it is not the one that has to come. */
  seen(step: Step, what: string): void {
    if (step !== this.next) throw new Error(`the step '${step}' instead: ${what}`);
    this.#print(`${numberOf(step)}  ${what}`);
    this.#seen++;
  }

  /** Prints what was expected of a step, and what was seen instead. */
  failed(step: Step, what: string): void {
    this.#print(`${numberOf(step)}  FAILED`);
    this.#print(`      expected: ${steps[step]}`);
    this.#print(`      seen:     ${what}`);
  }

  words(words: readonly Counted[]): void {
    for (const [word, count] of words) this.#print(`${word} ${count}`);
  }

  /** Prints the last line; true if every step was seen. */
  verdict(): boolean {
    const passed = this.next === undefined;
    const seconds = ((performance.now() - this.#start) / 1000).toFixed(1);
    const tail = passed ? ': no word lost, none counted twice' : '';
    this.#print(`${passed ? 'PASSED' : 'FAILED'}, ${this.#seen} of ${order.length} steps in ${seconds} s${tail}`);
    return passed;
  }
}

function numberOf(step: Step): string {
  return String(order.indexOf(step) + 1).padStart(2);
}
