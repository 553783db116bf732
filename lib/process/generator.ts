/**
 * A process whose function is a generator: `spawn(function* () { const m = yield* receive(...); ... })`. The scheduler
 * resumes it directly. An async function pays for each message with a promise, its settling and a microtask; this pays with
 * none of them, and is the form for processes that pass many messages.
 *
 * What a generator waits for is a Suspension. It is iterator and iteration result in one object, so that `yield*` costs
 * a single allocation.
 */
import type { After, Clause, On } from '../mailbox/clause.js';
import type { Mailbox } from '../mailbox/mailbox.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import { isPromise } from './isPromise.js';
import { capture } from './promise.js';
import { PromiseWaiter, Waiter, type WaitingProcess } from './waiter.js';

/** What a generator needs of its process. */
export interface GeneratorProcess extends WaitingProcess {
  readonly isAlive: boolean;
  readonly mailbox: Mailbox;
  readonly host: { readonly scheduler: Scheduler };
  /** Lets a receive wait. */
  wait(waiter: Waiter): void;
  /** The generator has returned. */
  returned(): void;
  /** The generator has thrown. */
  fail(thrown: unknown): void;
}

/** What `yield*` gives up the processor for. */
export interface Suspension {
  readonly done: boolean;
  readonly value: unknown;
  /** Sees to it that the generator is resumed when the wait is over. */
  suspend(run: GeneratorRun): void;
}

/** The run of a generator as the body of a process. */
export class GeneratorRun {
  readonly process: GeneratorProcess;
  readonly #generator: Generator<Suspension>;

  constructor(process: GeneratorProcess, generator: Generator<Suspension>) {
    this.process = process;
    this.#generator = generator;
  }

  /** Runs it up to its next wait, or its end. Inside the context of its process. */
  resume(): void {
    if (!this.process.isAlive) return;
    try {
      const step = this.#generator.next();
      if (step.done === true) this.process.returned();
      else if (isSuspension(step)) step.suspend(this);
      else
        throw new TypeError(
          'a generator process waits by yield* receive(...) or yield* awaiting(promise), not by yield',
        );
    } catch (thrown) {
      this.process.fail(thrown);
    }
  }
}

type State = 'fresh' | 'waiting' | 'handling' | 'returned' | 'thrown';

/** A receive of a generator. Nothing is looked at before it is iterated, or awaited. */
export class GeneratorWaiter extends Waiter implements Suspension {
  readonly #process: GeneratorProcess;
  #run: GeneratorRun | undefined = undefined;
  #state: State = 'fresh';
  done = false;
  value: unknown = undefined;

  constructor(process: GeneratorProcess, clauses: readonly Clause[], after: After | undefined) {
    super(process, clauses, after, 0);
    this.#process = process;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): this {
    if (this.#state === 'fresh') this.#takeNow();
    // A handler may end its process, which then waits for ever.
    this.done = this.#state === 'returned' && this.#process.isAlive;
    if (this.#state === 'thrown' && this.#process.isAlive) throw this.value;
    return this;
  }

  suspend(run: GeneratorRun): void {
    this.#run = run;
    if (this.#state !== 'fresh') return;
    this.#state = 'waiting';
    this.#process.wait(this);
  }

  settle(clause: On | After, message: unknown): void {
    try {
      const value: unknown = (clause.handler as (message: unknown) => unknown)(message);
      if (isPromise(value)) return this.#handleLater(value);
      this.#finish('returned', value);
    } catch (thrown) {
      this.#finish('thrown', thrown);
    }
    this.#run?.resume();
  }

  /** For code of the process that awaits it after all: the callback of a socket, for one. */
  then<A, B>(onValue?: (value: unknown) => A, onError?: (reason: unknown) => B): Promise<A | B> {
    return this.#asPromise().then(onValue, onError);
  }

  catch<B>(onError: (reason: unknown) => B): Promise<unknown> {
    return this.#asPromise().catch(onError);
  }

  finally(onEnd: () => void): Promise<unknown> {
    return this.#asPromise().finally(onEnd);
  }

  #asPromise(): Promise<unknown> {
    const promise = new Promise(capture);
    this.#process.wait(new PromiseWaiter(this.#process, this.clauses, this.after, 0));
    return promise;
  }

  /** Takes a message that is there, or the timeout of a poll, unless the slice is over. */
  #takeNow(): void {
    const { mailbox, host } = this.#process;
    if (!host.scheduler.spend()) return;
    const clause = mailbox.count > 0 ? mailbox.take(this.clauses, 0) : undefined;
    if (clause !== undefined) this.settle(clause, mailbox.message);
    else if (this.after?.ms === 0) this.settle(this.after, undefined);
    else this.from = mailbox.end;
  }

  #finish(state: 'returned' | 'thrown', value: unknown): void {
    this.#state = state;
    this.value = value;
  }

  #handleLater(work: PromiseLike<unknown>): void {
    this.#state = 'handling';
    Promise.resolve(work).then(
      (value) => {
        this.#finish('returned', value);
        this.#run?.resume();
      },
      (thrown: unknown) => {
        this.#finish('thrown', thrown);
        this.#run?.resume();
      },
    );
  }
}

/** The wait of a generator for a promise. */
class Awaiting implements Suspension {
  readonly #promise: PromiseLike<unknown>;
  #state: State = 'fresh';
  done = false;
  value: unknown = undefined;

  constructor(promise: PromiseLike<unknown>) {
    this.#promise = promise;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): this {
    if (this.#state === 'thrown') throw this.value;
    this.done = this.#state === 'returned';
    return this;
  }

  suspend(run: GeneratorRun): void {
    Promise.resolve(this.#promise).then(
      (value) => this.#resume(run, 'returned', value),
      (thrown: unknown) => this.#resume(run, 'thrown', thrown),
    );
  }

  #resume(run: GeneratorRun, state: State, value: unknown): void {
    this.#state = state;
    this.value = value;
    run.resume();
    run.process.host.scheduler.drain();
  }
}

/**
 * Waits in a generator process for a promise, as `await` does in an async function: for calls, timers of others, files.
 *
 * @example
 * import { awaiting, on, receive, self, send, spawn } from 'regent-otp';
 *
 * const parent = self();
 * spawn(function* () {
 *   send(parent, ['sum', (yield* awaiting(Promise.resolve(1))) + 1]);
 * });
 * await receive(on(['sum', 2], () => 'right')); // => 'right'
 */
export function awaiting<T>(promise: PromiseLike<T>): Iterable<unknown, T> {
  return new Awaiting(promise) as unknown as Iterable<unknown, T>;
}

/** Whether the function of a process was a generator function. */
export function isGenerator(value: unknown): value is Generator<Suspension> {
  return Object.prototype.toString.call(value) === '[object Generator]';
}

function isSuspension(step: unknown): step is Suspension {
  return typeof (step as Suspension).suspend === 'function';
}
