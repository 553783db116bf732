/**
 * Afterwards: how a driver goes on when a callback has returned a promise. The process waits for it as for a promise, but it
 * is none: when the callback's promise settles, the driver goes on at once, and the process with it, before whoever the
 * driver has replied to. A promise in between would let those run first, and cost a turn.
 *
 * To be waited for once, by the process or by `await`.
 */
import { ZombieError } from '../terms/errors.js';
import { ambient } from './ambient.js';

type Step = (argument: unknown) => PromiseLike<unknown> | undefined;
type Settled<R> = (value: unknown) => R | PromiseLike<R>;

export class Afterwards implements PromiseLike<unknown> {
  readonly #promise: Promise<unknown>;
  readonly #fulfilled: Step;
  readonly #rejected: Step;

  /** The steps do what the driver does next: they give undefined when it is done, or what is to be waited for. */
  constructor(promise: PromiseLike<unknown>, fulfilled: Step, rejected: Step) {
    // Others than JavaScript's own may call back in whatever context.
    this.#promise = promise instanceof Promise ? promise : Promise.resolve(promise);
    this.#fulfilled = fulfilled;
    this.#rejected = rejected;
  }

  /** Gives nothing that could be waited for in turn. */
  then<A, B>(done?: Settled<A> | null, failed?: Settled<B> | null): Promise<A | B> {
    this.#promise.then(
      (value: unknown) => goOn(this.#fulfilled, value, done!, failed!),
      (thrown: unknown) => goOn(this.#rejected, thrown, done!, failed!),
    );
    return undefined as never;
  }
}

// Nothing goes on in a process that has ended: it is told that it has, and takes no notice.
function goOn(step: Step, argument: unknown, done: Settled<unknown>, failed: Settled<unknown>): void {
  let work: PromiseLike<unknown> | undefined;
  try {
    refuseDead();
    work = step(argument);
  } catch (thrown) {
    failed(thrown);
    return;
  }
  if (work === undefined) done(undefined);
  else work.then(done, failed);
}

// Asked of the ambient process as it is: current.ts builds on Process, which builds on this.
function refuseDead(): void {
  const process = ambient.getStore() as { readonly isAlive: boolean; readonly address: object } | undefined;
  if (process?.isAlive === false) throw new ZombieError(process.address);
}
