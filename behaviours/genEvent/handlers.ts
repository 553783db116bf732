/**
 * Handlers: what a manager does with its handlers, newest first. A handler that fails is removed, and nobody else suffers.
 *
 * Whatever calls a callback is given as steps (see steps.ts): no other work may begin before they are done.
 */
import { link, send, termEquals, unlink, ZombieError, type Address } from '../../lib/index.js';
import type { Steps } from '../gen/steps.js';
import { isTuple } from '../isTuple.js';
import { moduleName } from '../moduleName.js';
import { isPromise } from '../promise.js';
import { Installed } from './installed.js';
import { reportFailure } from './status.js';

/** What a request came to. */
export interface Outcome {
  readonly reply: unknown;
  /** A callback has asked for hibernation. */
  readonly hibernates: boolean;
}

export class Handlers {
  #all: readonly Installed[] = [];
  readonly #managerName: () => unknown;

  constructor(managerName: () => unknown) {
    this.#managerName = managerName;
  }

  get all(): readonly Installed[] {
    return this.#all;
  }

  *add(handler: unknown, args: unknown, supervisor: Address | undefined): Steps<Outcome> {
    if (supervisor !== undefined) link(supervisor);
    const installed = new Installed(handler, supervisor);
    let result = installed.init(args);
    if (isPromise(result)) result = yield result;
    const hibernates = isTuple(result, 'ok', 3) && result[2] === 'hibernate';
    if (!hibernates && !isTuple(result, 'ok', 2)) return { reply: result, hibernates };
    installed.state = (result as readonly unknown[])[1];
    this.#all = [installed, ...this.#all];
    return { reply: 'ok', hibernates };
  }

  *delete(handler: unknown, args: unknown): Steps<Outcome> {
    const installed = this.#find(handler);
    if (installed === undefined) return { reply: ['error', 'module_not_found'], hibernates: false };
    return { reply: yield* this.#remove(installed, args, 'delete', 'normal'), hibernates: false };
  }

  /** Without a supervisor the new handler has that of the old one. */
  *swap(
    old: unknown,
    args: unknown,
    next: unknown,
    nextArgs: unknown,
    supervisor: Address | undefined,
  ): Steps<Outcome> {
    const installed = this.#find(old);
    const supervisedBy = supervisor ?? installed?.supervisor;
    const result =
      installed === undefined
        ? 'error'
        : yield* this.#remove(installed, args, 'swapped', ['swapped', next, supervisedBy]);
    const { reply, hibernates } = yield* this.add(next, [nextArgs, result], supervisedBy);
    return { reply: reply === 'ok' ? reply : ['error', reply], hibernates };
  }

  *call(handler: unknown, request: unknown): Steps<Outcome> {
    const installed = this.#find(handler);
    if (installed === undefined) return { reply: ['error', 'bad_module'], hibernates: false };
    let result = installed.call('handleCall', request);
    if (isPromise(result)) result = yield result;
    const hibernates = isTuple(result, 'ok', 4) && result[3] === 'hibernate';
    if (hibernates || isTuple(result, 'ok', 3)) {
      const [, reply, state] = result as readonly unknown[];
      installed.state = state;
      return { reply, hibernates };
    }
    if (isTuple(result, 'swap_handler', 6)) {
      const [, reply, ...swap] = result;
      yield* this.#swapItself(installed, swap);
      return { reply, hibernates };
    }
    if (isTuple(result, 'remove_handler', 2)) {
      yield* this.#remove(installed, 'remove_handler', 'remove', 'normal');
      return { reply: result[1], hibernates };
    }
    const error = ['error', result];
    yield* this.#remove(installed, error, request, result);
    return { reply: error, hibernates };
  }

  /** Tells all handlers of something. True if one of them asks for hibernation. */
  *tell(callback: 'handleEvent' | 'handleInfo', term: unknown): Steps<boolean> {
    let hibernates = false;
    for (const installed of this.#all) {
      let result = installed.call(callback, term);
      if (isPromise(result)) result = yield result;
      if (isTuple(result, 'ok', 2)) {
        installed.state = result[1];
      } else if (isTuple(result, 'ok', 3) && result[2] === 'hibernate') {
        installed.state = result[1];
        hibernates = true;
      } else if (isTuple(result, 'swap_handler', 5)) {
        yield* this.#swapItself(installed, result.slice(1));
      } else if (result === 'remove_handler') {
        yield* this.#remove(installed, 'remove_handler', 'remove', 'normal');
      } else {
        yield* this.#remove(installed, ['error', result], term, result);
      }
    }
    return hibernates;
  }

  /** A process has ended: the handlers that it supervises go. */
  *supervisorEnded(pid: unknown, reason: unknown): Steps<void> {
    for (const installed of this.#all) {
      if (installed.supervisor !== pid) continue;
      yield* this.#remove(installed, ['stop', reason], ['parent_terminated', [pid, reason]], 'shutdown');
    }
  }

  /** The manager ends. */
  *stop(parent: Address): Steps<void> {
    const supervisors = this.#all.map(({ supervisor }) => supervisor);
    for (const installed of this.#all) yield* this.#remove(installed, 'stop', 'stop', 'shutdown');
    for (const pid of supervisors) if (pid !== undefined && pid !== parent) unlink(pid);
  }

  /** Puts what a function makes of each `[module, id, state]` in its place; what fails, or is none, stays. */
  *replaceStates(fun: (state: never) => unknown): Steps<readonly unknown[]> {
    for (const installed of this.#all) {
      const { module, id } = installed;
      let result = attempt(fun, [module, id, installed.state]);
      if (isPromise(result)) result = yield result;
      const isState = Array.isArray(result) && result.length === 3 && termEquals(result.slice(0, 2), [module, id]);
      if (isState) installed.state = (result as readonly unknown[])[2];
    }
    return this.states;
  }

  get states(): readonly unknown[] {
    return this.#all.map(({ module, id, state }) => [module, id, state]);
  }

  /** New code of a module: 'ok', or what a handler failed with; then all stay as they were. */
  *changeCode(module: unknown, oldVsn: unknown, extra: unknown): Steps<unknown> {
    const next: Installed[] = [];
    for (const installed of this.#all) {
      if (moduleName(installed.module) !== moduleName(module)) {
        next.push(installed);
        continue;
      }
      const changed = installed.withCode(module);
      let result = changed.codeChange(oldVsn, extra);
      if (isPromise(result)) result = yield result;
      if (isTuple(result, 'EXIT', 2)) return result;
      if (!isTuple(result, 'ok', 2)) return ['EXIT', [['badmatch', result], []]];
      changed.state = result[1];
      next.push(changed);
    }
    this.#all = next;
    return 'ok';
  }

  #find(handler: unknown): Installed | undefined {
    return this.#all.find((installed) => installed.isNamed(handler));
  }

  /** A handler gives its place to another, which must not ask for hibernation here. */
  *#swapItself(installed: Installed, [args, state, next, nextArgs]: readonly unknown[]): Steps<void> {
    installed.state = state;
    const { supervisor } = installed;
    const result = yield* this.#terminate(installed, args, 'swapped', ['swapped', next, supervisor]);
    const successor = new Installed(next, supervisor);
    let started = successor.init([nextArgs, result]);
    if (isPromise(started)) started = yield started;
    if (isTuple(started, 'ok', 2)) {
      successor.state = started[1];
      this.#all = this.#all.map((each) => (each === installed ? successor : each));
      return;
    }
    this.#all = this.#all.filter((each) => each !== installed);
    // OTP reports this end so, with the name of the manager for the last message, and the adder gets the same reason.
    const ended = { reason: 'crash', state: ['error', started], message: this.#managerName(), name: false };
    reportFailure(successor, ended);
    tellSupervisor(successor, ended.reason);
  }

  /** Ends a handler: calls its `terminate` with `arg`, whose result it gives. */
  *#remove(installed: Installed, arg: unknown, message: unknown, reason: unknown): Steps<unknown> {
    const result = yield* this.#terminate(installed, arg, message, reason);
    this.#all = this.#all.filter((each) => each !== installed);
    return result;
  }

  *#terminate(installed: Installed, arg: unknown, message: unknown, reason: unknown): Steps<unknown> {
    let result = installed.call('terminate', arg);
    if (isPromise(result)) result = yield result;
    const { state } = installed;
    reportFailure(installed, { reason, state, message, name: this.#managerName() });
    tellSupervisor(installed, reason);
    return result;
  }
}

/** The process that added a supervised handler hears of its end. It is of this node: no class has come from another. */
function tellSupervisor({ supervisor, handler }: Installed, reason: unknown): void {
  if (supervisor !== undefined) send(supervisor, ['gen_event_EXIT', handler, reason]);
}

/** What a function makes of a state; undefined if it fails. */
function attempt(fun: (state: never) => unknown, state: unknown): unknown {
  try {
    const result = fun(state as never);
    return isPromise(result) ? Promise.resolve(result).then(undefined, nothing) : result;
  } catch (thrown) {
    return nothing(thrown);
  }
}

function nothing(thrown: unknown): undefined {
  if (thrown instanceof ZombieError) throw thrown;
  return undefined;
}
