/**
 * Who holds the event loop for long: a process that computes without waiting keeps all others out, and timers and sockets too.
 *
 * A process runs when the scheduler runs it, and whenever a promise, a timer or a socket calls back into its code. Hooks of
 * Node.js tell of the latter; they cost each promise some time, so all this exists only on a node that asks for it. Within
 * a turn they are not heeded: they know whose turn it is only where nothing else runs. But who is about to wait runs others,
 * and their time is theirs. The body is noted when a turn begins, because it may end the process.
 */
import { createHook } from 'node:async_hooks';
import type { Body } from '../process/body.js';
import { currentProcess } from '../process/current.js';
import type { Host } from '../process/host.js';
import { Process } from '../process/process.js';
import type { Clock } from '../scheduler/clock.js';
import { Scheduler, type Runnable } from '../scheduler/scheduler.js';
import type { LongScheduleEvent, NodeEvents } from './events.js';

export interface TimedNode extends Host {
  readonly clock: Clock;
  onStop(hook: () => void): unknown;
  emit<E extends keyof NodeEvents>(event: E, ...args: NodeEvents[E]): void;
}

interface Turn {
  readonly process: Process;
  readonly body: Body | undefined;
  readonly start: number;
  /** ms of turns of other processes inside of it. */
  elsewhere: number;
}

/** The run queue of a node that tells of processes that hold the event loop for longer than a limit. */
export class TimedScheduler extends Scheduler {
  readonly #node: TimedNode;
  readonly #limit: number;
  /** Those under way: each has begun within the one before it. */
  readonly #turns: Turn[] = [];
  /** What Node.js calls the first of them by, if it has told of it. */
  #asyncId: number | undefined = undefined;

  /** @param limit in ms */
  constructor(node: TimedNode, limit: number) {
    super(node.clock, (action) => node.inRootContext(action));
    this.#node = node;
    this.#limit = limit;
    const hook = createHook({ before: (id) => this.#calledBack(id), after: (id) => this.#returned(id) });
    hook.enable();
    node.onStop(() => void hook.disable());
  }

  protected override execute(runnable: Runnable): void {
    if (!(runnable instanceof Process)) return runnable.run();
    this.#begin(runnable);
    try {
      runnable.run();
    } finally {
      this.#end();
    }
  }

  #calledBack(id: number): void {
    if (this.#turns.length > 0) return;
    const process = currentProcess();
    if (process === undefined) return;
    this.#asyncId = id;
    this.#begin(process);
  }

  #returned(id: number): void {
    if (this.#turns.length !== 1 || id !== this.#asyncId) return;
    this.#asyncId = undefined;
    this.#end();
  }

  #begin(process: Process): void {
    this.#turns.push({ process, body: process.body, start: this.#node.clock.now(), elsewhere: 0 });
  }

  #end(): void {
    const turn = this.#turns.pop()!;
    const total = this.#node.clock.now() - turn.start;
    const around = this.#turns.at(-1);
    if (around !== undefined) around.elsewhere += total;
    const ms = total - turn.elsewhere;
    if (ms > this.#limit && turn.process.host === this.#node) this.#tell(turn, ms);
  }

  // Later: a listener may do what must not be done inside of a hook.
  #tell({ process: { address: pid, registeredName: name }, body }: Turn, ms: number): void {
    const event: LongScheduleEvent = { pid, name, initialCall: body?.initialCall, ms };
    this.#node.inRootContext(() => process.nextTick(() => this.#node.emit('long_schedule', event)));
  }
}
