/**
 * node.run: a function as a process, seen from outside as a promise.
 */
import { FunctionBody } from '../process/body.js';
import { currentProcess, isZombie } from '../process/current.js';
import { checkFunction } from '../process/functionBody.js';
import type { Host } from '../process/host.js';
import type { Process } from '../process/process.js';
import { never } from '../process/promise.js';
import { startProcess } from '../process/startProcess.js';
import { Watch } from '../process/watch.js';
import type { Address } from '../terms/address.js';
import { ExitError } from '../terms/errors.js';
import { exitReasonOf } from '../terms/reasons.js';

/** Runs `fun` as a process of the node; the promise settles when the process has ended. */
export function runAs<T>(host: Host, fun: () => T | PromiseLike<T>): Promise<T> {
  checkFunction('node.run', fun);
  const caller = currentProcess();
  // The code of a process that has ended waits for ever.
  if (isZombie()) return never();
  return new Promise<T>((resolve, reject) => {
    const outcome: Outcome<T> = { settle: undefined };
    const run = async (): Promise<void> => {
      try {
        const value = await fun();
        outcome.settle = () => resolve(value);
      } catch (thrown) {
        outcome.settle = () => reject(caller === undefined ? printable(thrown) : thrown);
        // Whoever called run hears of the error: it is not a crash that nobody saw.
        throw new ExitError(exitReasonOf(thrown));
      }
    };
    Object.defineProperty(run, 'name', { value: fun.name === '' ? 'node.run' : fun.name });
    const process = startProcess(host, new FunctionBody(run), caller);
    process.watches.add(
      new RunWatch(process, host, (reason) => {
        const settle = outcome.settle ?? (() => reject(printable(new ExitError(reason))));
        // A rejection that nobody awaits belongs to the caller.
        if (caller === undefined) host.inRootContext(settle);
        else if (caller.isAlive) caller.enter(settle, undefined);
      }),
    );
  });
}

interface Outcome<T> {
  settle: (() => T | void) | undefined;
}

// When nobody catches it in plain code, Node.js prints only what has a stack of its own.
function printable(thrown: unknown): unknown {
  if (thrown instanceof ExitError) Object.defineProperty(thrown, 'stack', { value: thrown.stack });
  return thrown;
}

class RunWatch extends Watch {
  readonly object: Address;
  readonly watcher: Address;
  readonly #onEnd: (reason: unknown) => void;

  constructor(process: Process, host: Host, onEnd: (reason: unknown) => void) {
    super(host.incarnation, host.incarnation.newRefId());
    this.object = process.address;
    this.watcher = process.address;
    this.#onEnd = onEnd;
  }

  fire(reason: unknown): void {
    this.#onEnd(reason);
  }
}
