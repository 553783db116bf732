/**
 * A request of erpc: a process of the other node that runs an exported function and exits with the outcome. The request is
 * the monitor of it.
 */
import { down, demonitor, makeRef, on, Ref, spawnRequest, spawnRequestAbandon, type On } from '../../lib/index.js';
import { P } from 'ts-pattern';
import { erpcBadarg, erpcError } from './erpcError.js';

/** A request under way: what tags its outcome, and what tags the message. Only the process that made it can wait for it. */
export type ErpcRequestId = readonly [outcome: Ref, request: Ref];

/** What to run: the names of a node, of a module and of a function, and the arguments. */
export type ErpcCallee = readonly [node: string, module: string, fun: string, args: readonly unknown[]];

/** How a call has ended: with its value, or with an exception of one of Erlang's classes. */
export type Outcome = readonly ['ok' | 'throw' | 'exit' | 'error', unknown];

/** Sends a request. */
export function sendErpc(where: string, callee: readonly unknown[]): ErpcRequestId {
  const [node, module, fun, args] = checkErpcCallee(where, callee);
  const outcome = makeRef();
  const options = [['reply', 'error_only'], 'monitor'] as const;
  return [outcome, spawnRequest(node, 'erpc', 'execute_call', [outcome, module, fun, args], options)];
}

export function checkErpcCallee(where: string, [node, module, fun, args]: readonly unknown[]): ErpcCallee {
  for (const [argument, value] of Object.entries({ node, module, fun })) {
    if (typeof value !== 'string') throw erpcBadarg(where, argument, value, 'a name');
  }
  if (!Array.isArray(args)) throw erpcBadarg(where, 'args', args, 'a list');
  return [node as string, module as string, fun as string, args];
}

export function isErpcRequestId(term: unknown): term is ErpcRequestId {
  return Array.isArray(term) && term.length === 2 && term[0] instanceof Ref && term[1] instanceof Ref;
}

/** The clauses of a receive that waits for the message that ends a request. */
export function endOf(request: Ref): readonly [On<readonly unknown[]>, On<readonly unknown[]>] {
  return [on(['spawn_reply', request, 'error', P._], (message) => message), on(down(request), (message) => message)];
}

/** The request that a message ends, if its shape is that of one that does. */
export function requestEndedBy(message: unknown): Ref | undefined {
  if (!Array.isArray(message)) return undefined;
  const [tag, request, third] = message as readonly unknown[];
  const isEnd =
    message.length === 4 ? tag === 'spawn_reply' && third === 'error' : tag === 'DOWN' && message.length === 5;
  return isEnd && request instanceof Ref ? request : undefined;
}

/** How the call ended that a message is the end of. */
export function outcomeIn(message: readonly unknown[], tag: Ref): Outcome {
  if (message[0] === 'spawn_reply') return ['error', ['erpc', message[3]]];
  const reason = message[4];
  if (Array.isArray(reason) && reason[0] === tag) return reported(reason);
  return reason === 'noconnection' ? ['error', ['erpc', reason]] : ['exit', ['signal', reason]];
}

function reported([, kind, value, stack]: readonly unknown[]): Outcome {
  if (kind === 'return') return ['ok', value];
  if (kind === 'throw') return [kind, value];
  return kind === 'exit' ? [kind, ['exception', value]] : ['error', ['exception', value, stack]];
}

/** Gives a request up: true if nothing of it comes any more, false if its end waits in the mailbox. */
export function abandonErpc(request: Ref): boolean {
  return spawnRequestAbandon(request) || demonitor(request, ['info']);
}

/** The outcome of a request that takes too long. */
export const tooLate: Outcome = ['error', erpcError('timeout').reason];
