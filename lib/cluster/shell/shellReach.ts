/**
 * ShellReach: where errors go that the lines of a shell leave behind, in timers and promises: to the shell, and the node goes
 * on. Up to Node 24 node:repl has a domain for that, which makes promises several times slower in the whole OS process, for as
 * long as it lives. This stands in for that domain; later versions of node:repl need none, and refuse any.
 */
import { EventEmitter } from 'node:events';
import { catchErrorsIn } from '../../node/strayErrors.js';

const needsDomain = Number(process.versions.node.split('.')[0]) <= 24;

type Fun = (...args: unknown[]) => unknown;

/** What node:repl calls of a domain. */
export class ShellReach extends EventEmitter {
  #isOver = false;

  /** What of the options of node:repl is due to it. */
  get options(): object {
    return needsDomain ? { domain: this } : {};
  }

  /** What evaluates a line. */
  bind(fun: Fun): Fun {
    const take = (error: unknown): void => this.#take(error);
    return function (this: unknown, ...args) {
      return catchErrorsIn(take, () => fun.apply(this, args));
    };
  }

  /** Nobody looks at the shell any more. */
  end(): void {
    this.#isOver = true;
  }

  #take(error: unknown): void {
    if (this.#isOver) process.emitWarning(error instanceof Error ? error : String(error));
    else this.emit('error', error);
  }
}
