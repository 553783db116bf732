/**
 * What runs on a process that rpc or erpc asked for. It runs what is exported and nothing else, and exits with the outcome,
 * for whoever monitors it.
 */
import { ErlangError, ExitError } from '../terms/errors.js';
import { errorReasonOf } from '../terms/reasons.js';
import { processAt, requireProcess } from './current.js';
import type { Exports } from './exports.js';
import { Turns } from './turns.js';

/** `erpc:execute_call/4`: exits with `[tag, 'return', value]`, or `[tag, class, reason]` and a stack if it is an error. */
export async function executeCall(exports: Exports, tag: unknown, callee: readonly unknown[]): Promise<never> {
  let outcome: readonly unknown[];
  try {
    outcome = ['return', await apply(exports, callee)];
  } catch (thrown) {
    outcome = outcomeOf(thrown);
  }
  throw new ExitError([tag, ...outcome]);
}

function outcomeOf(thrown: unknown): readonly unknown[] {
  if (thrown instanceof ExitError) return ['exit', thrown.reason];
  return thrown instanceof Error ? ['error', ...errorReasonOf(thrown)] : ['throw', thrown];
}

/** `erpc:execute_cast/3` */
export async function executeCast(exports: Exports, callee: readonly unknown[]): Promise<void> {
  try {
    await apply(exports, callee);
  } catch (thrown) {
    if (thrown instanceof ExitError || !(thrown instanceof Error)) throw thrown;
    throw new ErlangError(['exception', errorReasonOf(thrown)]);
  }
}

/** Calls an exported function, or one of those that are the other end of functions of rpc. */
function apply(exports: Exports, [module, fun, args]: readonly unknown[]): unknown {
  if (typeof module !== 'string' || typeof fun !== 'string' || !Array.isArray(args)) {
    throw new ErlangError('badarg', 'erpc: the names of a module and of a function and a list of arguments are wanted');
  }
  const list: readonly unknown[] = args;
  if (module === 'rpc' && fun === 'block_call') return blockCall(exports, list);
  if (module === 'rpc' && fun === 'sbcast') return sendToName(list);
  return exports.apply(module, fun, list);
}

// One that calls another of its kind would wait for itself, and all others with it.
function blockCall(exports: Exports, callee: readonly unknown[]): unknown {
  if (callee[0] === 'rpc' && callee[1] === 'block_call')
    throw new ErlangError('calling_self', 'rpc: a block call of one');
  return turnsOf(exports).run(() => apply(exports, callee));
}

/** The turns of the calls that must not overlap, by the node whose exports these are. */
const turns = new WeakMap<Exports, Turns>();

function turnsOf(exports: Exports): Turns {
  const known = turns.get(exports) ?? new Turns();
  turns.set(exports, known);
  return known;
}

/** Sends a message to a name; false if nobody has it. Anybody may do that without asking, too. */
function sendToName([name, message]: readonly unknown[]): boolean {
  const { host } = requireProcess('sbcast');
  const address = typeof name === 'string' ? host.whereis(name) : undefined;
  if (address === undefined) return false;
  processAt(address, host)?.deliver(message);
  return true;
}
