/**
 * The process between a stream of tasks and its tasks: it starts them, watches them and their time, and ends them when the
 * stream is given up. Those that are linked are linked with it, and it with the owner of the stream: the crash of one ends
 * all, unless the owner traps exits.
 */
import { P } from 'ts-pattern';
import {
  cancelTimer,
  exit,
  monitor,
  on,
  down,
  processFlag,
  receive,
  self,
  send,
  sendAfter,
  unlink,
  type Address,
  type Ref,
} from '../../lib/index.js';
import type { Eventually } from '../genServer/types.js';
import type { Timeout } from './types.js';

/** Whether the end of a task ends its stream. */
export type TaskLink = 'link' | 'nolink';

/** Starts the process of a task. */
export type SpawnTask = () => Eventually<readonly ['ok', TaskLink, Address] | readonly ['error', 'max_children']>;

interface Running {
  readonly position: number;
  readonly link: TaskLink;
  readonly pid: Address;
  readonly timer: Ref | undefined;
  isLate: boolean;
}

/** What the process of the monitor runs. It says nothing before it is told the reference of its stream. */
export async function monitorStream(
  owner: Address,
  spawn: SpawnTask,
  trapsExits: boolean,
  timeout: Timeout,
): Promise<never> {
  processFlag('trap_exit', trapsExits);
  const ownerRef = monitor('process', owner);
  const stream = await receive(
    on([owner, P._], ([, ref]) => ref as Ref),
    on(down(ownerRef), ([, , , , reason]) => exit(reason)),
  );
  return new StreamMonitor(owner, ownerRef, stream, spawn, timeout).run();
}

class StreamMonitor {
  readonly #owner: Address;
  readonly #ownerRef: Ref;
  readonly #stream: Ref;
  readonly #spawn: SpawnTask;
  readonly #timeout: Timeout;
  readonly #running = new Map<unknown, Running>();
  /** There was no room for a task: all that is left is to be stopped. */
  #isFull = false;

  constructor(owner: Address, ownerRef: Ref, stream: Ref, spawn: SpawnTask, timeout: Timeout) {
    this.#owner = owner;
    this.#ownerRef = ownerRef;
    this.#stream = stream;
    this.#spawn = spawn;
    this.#timeout = timeout;
  }

  async run(): Promise<never> {
    for (;;) {
      const message = await receive(on(P._, (next: unknown) => next));
      if (Array.isArray(message)) await this.#handle(message);
    }
  }

  #handle(message: readonly unknown[]): Eventually<void> {
    const [tag, second, , , reason] = message;
    if (tag === 'stop' && second === this.#stream) return this.#stop();
    if (tag === 'DOWN' && second === this.#ownerRef) return this.#ownerEnded(reason);
    if (this.#isFull) return undefined;
    if (tag === 'spawn') return this.#start(second as number);
    if (tag === 'DOWN') return this.#ended(second, reason);
    if (tag === 'timeout') return this.#late((second as readonly unknown[])[1]);
    return undefined;
  }

  async #start(position: number): Promise<void> {
    const started = await this.#spawn();
    if (started[0] === 'error') {
      this.#isFull = true;
      send(this.#owner, ['max_children', this.#stream]);
      return;
    }
    const [, link, pid] = started;
    const ref = monitor('process', pid);
    const timer =
      this.#timeout === 'infinity' ? undefined : sendAfter(this.#timeout, self(), ['timeout', [this.#stream, ref]]);
    send(this.#owner, ['spawned', [this.#stream, position], pid]);
    this.#running.set(ref, { position, link, pid, timer, isLate: false });
  }

  #ended(ref: unknown, reason: unknown): void {
    const task = this.#running.get(ref);
    if (task === undefined) return;
    this.#running.delete(ref);
    if (task.timer !== undefined) cancelTimer(task.timer);
    send(this.#owner, [task.isLate ? 'timed_out' : 'down', [this.#stream, task.position], reason]);
  }

  #late(ref: unknown): void {
    const task = this.#running.get(ref);
    if (task === undefined) return;
    task.isLate = true;
    unlink(task.pid);
    exit(task.pid, 'kill');
  }

  async #stop(): Promise<never> {
    processFlag('trap_exit', true);
    for (const { pid } of this.#running.values()) exit(pid, 'kill');
    for (const ref of this.#running.keys()) await receive(on(down(ref as Ref), () => 'ok'));
    return exit('normal');
  }

  #ownerEnded(reason: unknown): never {
    for (const { link, pid } of this.#running.values()) if (link === 'link') exit(pid, reason);
    return exit(reason);
  }
}
