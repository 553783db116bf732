/**
 * AnyServer: a server whose types do not matter any more, and what the driver asks of its class.
 */
import { ErlangError, type From } from '../../lib/index.js';
import { caughtTerm } from '../functionClause.js';
import type { StatusFormatter } from '../gen/formatStatus.js';
import { moduleName } from '../moduleName.js';
import { isPromise } from '../promise.js';
import type { Action } from './types.js';

export interface AnyServer extends StatusFormatter {
  init(args: unknown): unknown;
  handleCall(request: unknown, from: From, state: unknown): unknown;
  handleCast(request: unknown, state: unknown): unknown;
  handleInfo(info: unknown, state: unknown): unknown;
  handleContinue(term: unknown, state: unknown): unknown;
  terminate(reason: unknown, state: unknown): unknown;
  codeChange(oldVsn: unknown, state: unknown, extra: unknown): unknown;
  /** The server that goes on when this class takes over, where that is more than an instance of it. */
  successor?(module: new () => object): AnyServer;
}

/** The name of a server's class: its module. */
export function moduleOf(server: object): unknown {
  return moduleName(server.constructor);
}

/** Whether a term may be the class of a server. */
export function isServerClass(term: unknown): term is new () => object {
  return typeof term === 'function' && typeof term.prototype === 'object';
}

/** Makes the object of a server, which only holds the callbacks. A class without `init` is one that Erlang calls undef. */
export function newServer(module: new () => object): AnyServer {
  const server = new module() as AnyServer;
  if (typeof server.init !== 'function') {
    server.init = () => {
      throw new ErlangError('undef', `${String(moduleOf(server))} has no init`);
    };
  }
  return server;
}

/** Whether a term can be what a callback wants next. */
export function isAction(term: unknown): term is Action {
  if (term === 'infinity' || term === 'hibernate') return true;
  if (typeof term === 'number') return Number.isInteger(term) && term >= 0;
  return Array.isArray(term) && term.length === 2 && term[0] === 'continue';
}

/** `catch codeChange(...)`: what it throws is a result too. */
export function callCodeChange(server: AnyServer, oldVsn: unknown, state: unknown, extra: unknown): unknown {
  try {
    const result = server.codeChange(oldVsn, state, extra);
    return isPromise(result) ? result.then(undefined, caughtTerm) : result;
  } catch (thrown) {
    return caughtTerm(thrown);
  }
}
