/** How rpc tells what erpc raises: mostly by a value, `['badrpc', reason]`. */
import { ErlangError } from '../../lib/index.js';
import { raise } from '../procLib/raise.js';
import type { Outcome } from './erpcRequest.js';

/** What rpc gives for a call: the value, what the function threw, or `['badrpc', reason]`. */
export function rpcResult([kind, value]: Outcome): unknown {
  if (kind === 'ok' || kind === 'throw') return isExitTuple(value) ? ['badrpc', value] : value;
  const [what, reason, stack] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (kind === 'exit') return what === 'exception' || what === 'signal' ? died(reason) : raise([kind, value]);
  if (what === 'exception') return died([reason, stack]);
  if (what !== 'erpc') return raise([kind, value]);
  switch (reason) {
    case 'noconnection':
      return ['badrpc', 'nodedown'];
    case 'timeout':
    case 'notsup':
      return ['badrpc', reason];
    case 'badarg':
      throw new ErlangError('badarg');
    default:
      return died(reason);
  }
}

/** Has erpc do something: what it says of wrong arguments is 'badarg' here. */
export function withoutErpc<T>(where: string, action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    throw rpcError(where, thrown);
  }
}

/** The error of rpc for one of erpc. */
export function rpcError(where: string, thrown: unknown): unknown {
  if (!(thrown instanceof ErlangError) || !Array.isArray(thrown.reason) || thrown.reason[0] !== 'erpc') return thrown;
  return thrown.reason[1] === 'badarg'
    ? new ErlangError('badarg', thrown.message.replace(/^erpc\.\w+/, where))
    : thrown;
}

function died(reason: unknown): unknown {
  return ['badrpc', ['EXIT', reason]];
}

function isExitTuple(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value[0] === 'EXIT';
}
