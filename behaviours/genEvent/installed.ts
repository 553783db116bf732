/**
 * Installed: a handler that a manager has: its callbacks, its state, and the process that supervises it, if any.
 *
 * What callbacks throw is their result, as with Erlang's `catch`. They may return promises.
 */
import { ErlangError, formatTerm, termEquals, type Address } from '../../lib/index.js';
import { caughtTerm } from '../functionClause.js';
import type { StatusFormatter } from '../gen/formatStatus.js';
import { moduleName } from '../moduleName.js';

/** A handler whose types do not matter any more. */
export interface AnyHandler extends StatusFormatter {
  init(args: unknown): unknown;
  handleEvent(event: unknown, state: unknown): unknown;
  handleInfo(info: unknown, state: unknown): unknown;
  handleCall(request: unknown, state: unknown): unknown;
  terminate(arg: unknown, state: unknown): unknown;
  codeChange(oldVsn: unknown, state: unknown, extra: unknown): unknown;
}

/** The callbacks that get something, and the state. */
export type StateCallback = 'handleEvent' | 'handleInfo' | 'handleCall' | 'terminate';

export class Installed {
  /** Its class, or whatever was given for it. */
  readonly module: unknown;
  /** False if it is known by its module alone. */
  readonly id: unknown;
  readonly supervisor: Address | undefined;
  /** Undefined until `init` is called, and if there is no such module. */
  callbacks: AnyHandler | undefined = undefined;
  state: unknown = undefined;

  constructor(handler: unknown, supervisor: Address | undefined) {
    [this.module, this.id] = parts(handler);
    this.supervisor = supervisor;
  }

  /** How it is named: its module, or `[module, id]`. */
  get handler(): unknown {
    return this.id === false ? this.module : [this.module, this.id];
  }

  isNamed(handler: unknown): boolean {
    const [module, id] = parts(handler);
    // From another node a class comes as its name.
    return (this.module === module || moduleName(this.module) === module) && termEquals(this.id, id);
  }

  /** Makes the object that has the callbacks, and calls `init`. */
  init(args: unknown): unknown {
    try {
      this.callbacks = newHandler(this.module);
      return this.callbacks.init(args);
    } catch (thrown) {
      return caughtTerm(thrown);
    }
  }

  call(callback: StateCallback, term: unknown): unknown {
    try {
      return this.callbacks![callback](term, this.state);
    } catch (thrown) {
      return caughtTerm(thrown);
    }
  }

  /** The same handler with new code: another class of its name. */
  withCode(module: unknown): Installed {
    if (typeof module !== 'function') return this;
    const next = new Installed([module, this.id], this.supervisor);
    next.callbacks = newHandler(module);
    next.state = this.state;
    return next;
  }

  codeChange(oldVsn: unknown, extra: unknown): unknown {
    try {
      return this.callbacks!.codeChange(oldVsn, this.state, extra);
    } catch (thrown) {
      return caughtTerm(thrown);
    }
  }
}

function parts(handler: unknown): readonly [module: unknown, id: unknown] {
  return Array.isArray(handler) && handler.length === 2 ? (handler as unknown as [unknown, unknown]) : [handler, false];
}

function newHandler(module: unknown): AnyHandler {
  const handler = typeof module === 'function' ? (new (module as new () => object)() as Partial<AnyHandler>) : {};
  if (typeof handler.init === 'function') return handler as AnyHandler;
  throw new ErlangError('undef', `${formatTerm(module)} is no class with init, which a handler must be`);
}
