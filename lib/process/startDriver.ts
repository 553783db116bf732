/**
 * startDriver: starts a driven process and waits until it says that it is initialised, as `proc_lib:start_link` does.
 *
 * The start is one object: the starter's watch on the new process, the timeout, and what the process reports to.
 */
import type { Address } from '../terms/address.js';
import type { Ref } from '../terms/ref.js';
import type { TimerEntry, TimerList } from '../scheduler/timers.js';
import type { Body } from './body.js';
import { requireProcess } from './current.js';
import { linkProcess } from './links.js';
import { monitorProcess } from './monitors.js';
import type { Belongings, Owned } from './owned.js';
import type { SpawnOption } from './spawnOptions.js';
import { Process } from './process.js';
import { settleNothing, type Settle } from './promise.js';
import { Watch } from './watch.js';

/** How a process that starts tells its starter. */
export interface StartReport {
  /**
   * The process has come up: the starter goes on with this result. False if the starter waits no more. Ports
   * `proc_lib:init_ack/2`.
   */
  ack(result: unknown): boolean;
  /**
   * The process could not come up and is about to exit: the starter goes on with this result once it has, and finds no
   * EXIT message of it. Ports `proc_lib:init_fail/3`.
   */
  fail(result: unknown): void;
}

/** How a process is started. */
export interface StartOptions {
  /** The bonds between the starter and the process: ports `start_link`, `start_monitor` and `start`. */
  readonly bonds: readonly SpawnOption[];
  /** How long the start may take in ms, or 'infinity'; then the process is killed. */
  readonly timeout: number | 'infinity';
}

/** A start under way: the result that the process reports, and the reference of the monitor if one was asked for. */
export interface Started {
  readonly result: Promise<unknown>;
  readonly ref: Ref | undefined;
}

/**
 * Starts a process that `make` gives the driver (or the function) for, and waits until it reports. If it exits before that the result is
 * `['error', reason]`, and if it takes too long `['error', 'timeout']`.
 *
 * @param make gets the means to report; called at once, in the starter
 */
export function startDriver(make: (report: StartReport) => Body, options: StartOptions): Started {
  const starter = requireProcess('start');
  const { host } = starter;
  const start = new Start(starter);
  const child = new Process(host, make(start), starter);
  start.begin(child, options);
  host.started(child);
  host.scheduler.ready(child);
  host.scheduler.drain();
  return start;
}

class Start extends Watch implements TimerEntry, Owned, StartReport, Started {
  readonly #starter: Process;
  readonly result: Promise<unknown>;
  #resolve: Settle = settleNothing;
  #child!: Process;
  ref: Ref | undefined = undefined;
  /** What it fails with once the process has ended. */
  #failure: unknown = undefined;
  #hasFailed = false;
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;
  timerList: TimerList | undefined = undefined;
  timerPrevious: TimerEntry | undefined = undefined;
  timerNext: TimerEntry | undefined = undefined;
  deadline = 0;

  constructor(starter: Process) {
    super(starter.host.incarnation, starter.host.incarnation.newRefId());
    this.#starter = starter;
    this.result = new Promise((resolve) => (this.#resolve = resolve));
  }

  get watcher(): Address {
    return this.#starter.address;
  }

  get object(): Address {
    return this.#child.address;
  }

  begin(child: Process, { bonds, timeout }: StartOptions): void {
    this.#child = child;
    if (bonds.includes('link')) linkProcess(this.#starter, child.address);
    if (bonds.includes('monitor')) this.ref = monitorProcess(this.#starter, child.address);
    child.watches.add(this);
    this.#starter.owned.add(this);
    if (timeout !== 'infinity') this.#starter.host.timers.start(this, timeout);
  }

  ack(result: unknown): boolean {
    if (this.list === undefined || this.#hasFailed) return false;
    this.#end(result);
    return true;
  }

  fail(result: unknown): void {
    this.#hasFailed = true;
    this.#failure = result;
  }

  /** The process has ended without an ack. The exit signal of its link has come before this. */
  fire(reason: unknown): void {
    const { address } = this.#child;
    this.#starter.mailbox.remove((message) => isExitOf(message, address));
    this.#end(this.#hasFailed ? this.#failure : ['error', reason]);
  }

  expire(): void {
    const child = this.#child;
    this.fail(['error', 'timeout']);
    this.#starter.links?.delete(child.address);
    child.links?.delete(this.#starter.address);
    child.die('killed');
  }

  release(): void {
    this.list?.remove(this);
    this.#starter.host.timers.stop(this);
  }

  #end(result: unknown): void {
    this.release();
    this.#starter.owned.delete(this);
    if (this.#starter.isAlive) this.#resolve(result);
  }
}

function isExitOf(message: unknown, pid: Address): boolean {
  return Array.isArray(message) && message[0] === 'EXIT' && message[1] === pid;
}
