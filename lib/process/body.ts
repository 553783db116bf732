/**
 * Body: what a process runs. An async function, or a driver: an object whose methods the scheduler calls for each
 * message, without a promise in between. gen_server and the other behaviours are drivers.
 */

export interface Body {
  /** What `processInfo(pid, 'initial_call')` shows. */
  readonly initialCall: unknown;
  /** What `processInfo(pid, 'current_function')` shows. */
  readonly currentFunction?: unknown;
  /** What the process dictionary holds from the start. Asked for when somebody first looks there. */
  readonly dictionary?: Iterable<readonly [unknown, unknown]>;
  /**
   * Starts it. The process of a function ends with what this returns or throws; a driver's start may return a promise,
   * and no message is handed over before that is fulfilled.
   */
  start(): unknown;
}

/** Once started, lives until it exits or throws; see `spawnDriver`. */
export interface Driver extends Body {
  /**
   * Handles one message. Returns undefined when done, or a promise: then no other message comes before that is
   * fulfilled; or the DriverExit with which the process ends. What it throws ends the process with the exit reason of the thrown
   * value.
   */
  handle(message: unknown): PromiseLike<unknown> | undefined;
  /** Called when no message waits after `wakeDriver()`, for timeouts. */
  wake(): PromiseLike<unknown> | undefined;
}

export function isDriver(body: Body): body is Driver {
  return 'handle' in body;
}

/** The body of a process spawned with a function. */
export class FunctionBody implements Body {
  readonly #run: () => unknown;

  constructor(run: () => unknown) {
    this.#run = run;
  }

  get initialCall(): unknown {
    return this.#run.name === '' ? 'anonymous' : this.#run.name;
  }

  start(): unknown {
    return this.#run();
  }
}

/** The body of an unsupervised mailbox: it runs nothing, and lasts until it is closed. */
export const mailboxBody: Body = {
  initialCall: 'mailbox',
  start: () => new Promise(() => undefined),
};
