/**
 * obey: carries out one request of a system message, and says in which state the process goes on. The request of OTP's
 * `sys`, what comes as the last element of `['system', from, request]`.
 *
 * The state is shown as a copy: whoever looks must not have the process's own, let alone freeze it.
 */
import { copyTerm, ExitError, get, self } from '../../lib/index.js';
import type { NotTransferable } from '../answer.js';
import { isPromise } from '../promise.js';
import { Debug } from './debug.js';
import type { SysState, SystemProcess } from './systemProcess.js';

/** What to reply, and how to go on: in a state, or by terminating with a reason. */
export interface Outcome {
  readonly reply: unknown;
  readonly next: SysState | { readonly reason: unknown };
}

/** May be a promise where code of the user's is asked. */
export function obey(process: SystemProcess, state: SysState, request: unknown): Outcome | Promise<Outcome> {
  if (request === 'suspend') return { reply: 'ok', next: 'suspended' };
  if (request === 'resume') return { reply: 'ok', next: 'running' };
  if (request === 'get_state') return { reply: stateOf(process), next: state };
  if (request === 'get_status') return { reply: statusOf(process, state), next: state };
  if (Array.isArray(request)) {
    const [kind, first, second, third] = request as readonly unknown[];
    if (kind === 'terminate' && request.length === 2) return { reply: 'ok', next: { reason: first } };
    if (kind === 'debug' && request.length === 2) return { reply: debugCommand(process, first), next: state };
    if (kind === 'replace_state' && request.length === 2) {
      return eventually(replaceState(process, first as (state: never) => unknown), state);
    }
    if (kind === 'change_code' && request.length === 4 && state === 'suspended') {
      return eventually(changeCode(process, first, second, third), state);
    }
  }
  return { reply: ['error', ['unknown_system_msg', request]], next: state };
}

function eventually(reply: unknown, next: SysState): Outcome | Promise<Outcome> {
  return isPromise(reply) ? Promise.resolve(reply).then((value) => ({ reply: value, next })) : { reply, next };
}

function stateOf(process: SystemProcess): unknown {
  try {
    return ['ok', copyTerm(process.getState())];
  } catch (thrown) {
    return failed(process, 'system_get_state', thrown);
  }
}

/** The answer to a request whose result cannot travel to who asks. */
export function cannotTell(process: SystemProcess, request: unknown, why: NotTransferable): unknown {
  const kind: unknown = Array.isArray(request) ? request[0] : request;
  const callback = callbacks.get(kind);
  return callback === undefined ? ['error', why] : failure(process, callback, 'error', why);
}

/** The callbacks behind the requests that look at a process. */
const callbacks: ReadonlyMap<unknown, string> = new Map([
  ['get_state', 'system_get_state'],
  ['replace_state', 'system_replace_state'],
  ['get_status', 'format_status'],
]);

function replaceState(process: SystemProcess, fun: (state: never) => unknown): unknown {
  return guarded(
    () => process.replaceState(fun),
    (state) => ['ok', copyTerm(state)],
    (thrown) => failed(process, 'system_replace_state', thrown),
  );
}

function changeCode(process: SystemProcess, module: unknown, oldVsn: unknown, extra: unknown): unknown {
  return guarded(
    () => process.changeCode(module, oldVsn, extra),
    (result) => (result === 'ok' ? 'ok' : ['error', result]),
    (thrown) => ['error', thrown],
  );
}

/** Calls a function that may be asynchronous, and makes the reply from its result or from what it throws. */
function guarded(
  call: () => unknown,
  done: (result: unknown) => unknown,
  threw: (thrown: unknown) => unknown,
): unknown {
  try {
    const result = call();
    return isPromise(result) ? result.then(done, threw) : done(result);
  } catch (thrown) {
    return threw(thrown);
  }
}

function statusOf(process: SystemProcess, state: SysState): unknown {
  const debug = process.debug?.toList() ?? [];
  const items = [get(), state, process.parent, debug, process.formatStatus(state)];
  try {
    return ['status', self(), ['module', process.behaviour], copyTerm(items)];
  } catch (thrown) {
    return failed(process, 'format_status', thrown);
  }
}

function debugCommand(process: SystemProcess, what: unknown): unknown {
  const debug = process.debug ?? new Debug();
  const reply = debug.command(what);
  process.setDebug(debug.isOff ? undefined : debug);
  return reply;
}

function failed(process: SystemProcess, callback: string, thrown: unknown): unknown {
  const kind = thrown instanceof ExitError ? 'exit' : thrown instanceof Error ? 'error' : 'throw';
  return failure(process, callback, kind, kind === 'throw' ? thrown : reasonIn(thrown as Error));
}

function failure(process: SystemProcess, callback: string, kind: string, reason: unknown): unknown {
  return ['error', ['callback_failed', [process.behaviour, callback], [kind, reason]]];
}

function reasonIn(thrown: Error): unknown {
  return 'reason' in thrown ? thrown.reason : thrown;
}
