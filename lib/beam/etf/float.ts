/**
 * Float: a float of Erlang that a plain number would turn into an integer. 1.0 and 1 are different terms there, and one number
 * here.
 */
import { inspect } from 'node:util';
import { badarg } from '../../terms/errors.js';
import { essence } from '../../terms/termEquals.js';

/** A float with an integral value. It calculates like a number: `float(2) * 3` is 6. Made by `float(value)`. */
export class Float {
  readonly value: number;

  /** For the library alone. */
  constructor(value: number) {
    this.value = value;
    Object.freeze(this);
  }

  valueOf(): number {
    return this.value;
  }

  toString(): string {
    return String(this.value);
  }

  toJSON(): number {
    return this.value;
  }

  // 0.0 and -0.0 are two terms.
  [essence](): unknown {
    return Object.is(this.value, -0) ? '-0' : this.value;
  }

  [inspect.custom](): string {
    return `float(${inspect(this.value)})`;
  }
}

/**
 * Marks a number as a float of Erlang: it is one whatever its value. A number with a fraction needs no mark.
 *
 * @example
 * import { binaryToTerm, float, termToBinary } from 'regent-otp/beam';
 *
 * Number(float(2)) * 3; // => 6
 * binaryToTerm(termToBinary(2.5)); // => 2.5
 */
export function float(value: number): Float {
  if (!Number.isFinite(value)) throw badarg('float', 'value', value, 'a finite number');
  return new Float(value);
}
