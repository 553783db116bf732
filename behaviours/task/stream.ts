/**
 * A stream of tasks: for each element of some input one, at most so many at a time, with their results in order or as they
 * come. Nothing happens before it is iterated, and each iteration is one of its own; the process that iterates owns the
 * tasks. When it stops before the end, they are killed.
 */
import type { Mfa } from '../elixir/mfa.js';
import { P } from 'ts-pattern';
import {
  after,
  demonitor,
  down,
  exit,
  exitFrom,
  monitor,
  on,
  receive,
  self,
  send,
  spawnLink,
  type Address,
  type Ref,
} from '../../lib/index.js';
import { runtimeError } from '../elixir/elixirError.js';
import type { Eventually } from '../genServer/types.js';
import { infoOf } from '../infoOf.js';
import { noRoomForStream } from './noRoom.js';
import { callersHere } from './owner.js';
import { monitorStream, type SpawnTask } from './streamMonitor.js';
import type { StreamOptions } from './streamOptions.js';
import type { TaskResult } from './types.js';

/** What the input of a stream may be. */
export type Input<T> = Iterable<T> | AsyncIterable<T>;

/** What a stream gives for each element of its input. */
export type StreamResult = NonNullable<TaskResult<unknown>>;

/** What is known of a task that has not been delivered. */
interface Place {
  /** What the task is for, if that is to stand beside its end. */
  readonly element: unknown;
  result: StreamResult | undefined;
  isDone: boolean;
}

export function taskStream<T>(
  input: Input<T>,
  mfa: (element: T) => Mfa,
  options: Required<StreamOptions>,
  spawnTask: () => SpawnTask,
): AsyncIterable<StreamResult> {
  return {
    async *[Symbol.asyncIterator]() {
      const run = new StreamRun(input, mfa, options, spawnTask());
      try {
        yield* run.results();
      } finally {
        await run.close();
      }
    },
  };
}

const endKind = P.union('down', 'timed_out');

/** The patterns of messages about the task at some position: its reply, its end. */
type Replied = readonly [readonly [Ref, typeof P.number], typeof P._];
type Ended = readonly [typeof endKind, readonly [Ref, typeof P.number], typeof P._];

class StreamRun<T> {
  readonly #input: Iterator<T> | AsyncIterator<T>;
  readonly #mfa: (element: T) => Mfa;
  readonly #options: Required<StreamOptions>;
  readonly #callers = callersHere();
  readonly #monitor: Address;
  readonly #ref: Ref;
  readonly #replied: Replied;
  readonly #ended: Ended;
  readonly #places = new Map<number, Place>();
  #free: number;
  #spawned = 0;
  #delivered = 0;
  #isInputDone = false;
  #isClosed = false;

  constructor(input: Input<T>, mfa: (element: T) => Mfa, options: Required<StreamOptions>, spawn: SpawnTask) {
    const me = self();
    const trapsExits = infoOf(me, 'trap_exit') === true;
    this.#mfa = mfa;
    this.#options = options;
    this.#free = options.max_concurrency;
    this.#monitor = spawnLink(() => monitorStream(me, spawn, trapsExits, options.timeout));
    this.#ref = monitor('process', this.#monitor);
    this.#replied = [[this.#ref, P.number], P._];
    this.#ended = [endKind, [this.#ref, P.number], P._];
    send(this.#monitor, [me, this.#ref]);
    this.#input = Symbol.asyncIterator in input ? input[Symbol.asyncIterator]() : input[Symbol.iterator]();
  }

  async *results(): AsyncGenerator<StreamResult> {
    while (!this.#isInputDone || this.#delivered < this.#spawned) {
      if (this.#free > 0 && !this.#isInputDone) await this.#pull();
      else if (await this.#progress()) yield* this.#deliveries();
    }
  }

  /** Takes the next element and starts a task for it. */
  async #pull(): Promise<void> {
    const next = await this.#next();
    if (next.done === true) return;
    const position = this.#spawned++;
    send(this.#monitor, ['spawn', position]);
    const pid = await receive(
      on(['spawned', [this.#ref, position], P._], ([, , started]) => started as Address),
      on(['max_children', this.#ref], () => undefined),
      on(down(this.#ref), ([, , , , reason]) => this.#exit(reason)),
    );
    if (pid === undefined) throw runtimeError(noRoomForStream);
    send(pid, [self(), [this.#ref, position], self(), this.#callers, this.#mfa(next.value)]);
    this.#places.set(position, { element: next.value, result: undefined, isDone: false });
    this.#free--;
  }

  /** An input that has thrown has nothing more, and is not to be closed. */
  async #next(): Promise<IteratorResult<T, unknown>> {
    this.#isInputDone = true;
    const next = await this.#input.next();
    this.#isInputDone = next.done === true;
    return next;
  }

  /** Takes the next message about a task; true if the task has ended. */
  #progress(): Promise<boolean> {
    return receive(
      on(this.#replied, ([[, position], value]) => {
        this.#places.get(position)!.result = ['ok', value];
        return false;
      }),
      on(this.#ended, ([kind, [, position], reason]) => this.#end(this.#places.get(position)!, kind, reason)),
      on(down(this.#ref), ([, , , , reason]) => this.#exit(reason)),
    );
  }

  #end(place: Place, kind: 'down' | 'timed_out', reason: unknown): Eventually<true> {
    const { on_timeout, zip_input_on_exit } = this.#options;
    if (place.result === undefined) {
      if (kind === 'timed_out' && on_timeout === 'exit') return this.#exit('timeout');
      const why = kind === 'timed_out' ? 'timeout' : reason;
      place.result = ['exit', zip_input_on_exit ? [place.element, why] : why];
    }
    place.isDone = true;
    this.#free++;
    return true;
  }

  /** What can be delivered now: each result as it comes, or those that are next. */
  *#deliveries(): Generator<StreamResult> {
    for (const [position, { result, isDone }] of this.#places) {
      if (isDone) {
        this.#places.delete(position);
        this.#delivered++;
        yield result!;
      } else if (this.#options.ordered) {
        return;
      }
    }
  }

  async #exit(reason: unknown): Promise<never> {
    this.#isClosed = true;
    await this.#flush();
    return exit([reason, ['Elixir.Task.Supervised', 'stream', [this.#options.timeout]]]);
  }

  /** Closes the input, and stops what runs still, also if the input cannot be closed. */
  async close(): Promise<void> {
    try {
      if (!this.#isInputDone) await this.#input.return?.();
    } finally {
      await this.#stop();
    }
  }

  /** An end that the stream itself led to has stopped all already. */
  async #stop(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    send(this.#monitor, ['stop', this.#ref]);
    const reason = await receive(on(down(this.#ref), ([, , , , ended]) => ended));
    if (reason !== 'normal') return this.#exit(reason);
    return this.#flush();
  }

  /** Nothing of the stream stays in the mailbox. */
  async #flush(): Promise<void> {
    demonitor(this.#ref, ['flush']);
    await receive(
      on(exitFrom(this.#monitor), () => undefined),
      after(0, () => undefined),
    );
    let isEmpty = false;
    while (!isEmpty) {
      isEmpty = await receive(
        on(this.#replied, () => false),
        on(this.#ended, () => false),
        after(0, () => true),
      );
    }
  }
}
