/**
 * Refusal: an EncodeError on its way out of the walk over a term. Each container it passes adds the step that leads
 * to it, so that finding the path costs nothing while all goes well.
 */
import { EncodeError } from './encodeError.js';
import type { CodecLimits } from './limits.js';

export class Refusal {
  readonly problem: string;
  readonly cause: unknown;
  /** Innermost first. */
  readonly #steps: string[] = [];
  readonly #holders: object[] = [];

  constructor(problem: string, cause?: unknown) {
    this.problem = problem;
    this.cause = cause;
  }

  static ofSize({ maxBytes }: CodecLimits): Refusal {
    return new Refusal(`a term of more than ${maxBytes} bytes (maxBytes) cannot travel to another node`);
  }

  /** What was thrown: a refusal, or an error of the user's own code (a getter, a class's encode function). */
  static from(thrown: unknown): Refusal {
    return thrown instanceof Refusal ? thrown : new Refusal(`it cannot be encoded: ${textOf(thrown)}`, thrown);
  }

  /** What was thrown while a holder was walked at this step. */
  static passing(thrown: unknown, holder: object, step: string): Refusal {
    const refusal = Refusal.from(thrown);
    refusal.#steps.push(step);
    refusal.#holders.push(holder);
    return refusal;
  }

  toError(root: string): EncodeError {
    return this.#cycle(root) ?? new EncodeError(root, this.#steps.toReversed(), this.problem, this.cause);
  }

  /** What lies too deep is mostly a cycle: then a holder lies in itself, which is shown where it first does. */
  #cycle(root: string): EncodeError | undefined {
    const steps = this.#steps.toReversed();
    const first = new Map<object, number>();
    for (const [depth, holder] of this.#holders.toReversed().entries()) {
      const before = first.get(holder);
      if (before !== undefined) {
        const problem = `a cycle cannot travel to another node: this is what lies ${depth - before} levels above`;
        return new EncodeError(root, steps.slice(0, depth), problem);
      }
      first.set(holder, depth);
    }
    return undefined;
  }
}

function textOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return 'it threw';
  }
}

/** The step to a property, as JavaScript writes it. */
export function propertyStep(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
