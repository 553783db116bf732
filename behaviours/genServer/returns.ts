/**
 * Helpers that build the tuples which callbacks return. The tuples may as well be written out: `return ['noreply', state]`.
 */
import type { Action } from './types.js';

/** `{ok, State}` and `{ok, State, Action}`. */
export function ok<State>(state: State): readonly ['ok', State];
export function ok<State>(state: State, action: Action): readonly ['ok', State, Action];
export function ok<State>(state: State, action?: Action): readonly ['ok', State] | readonly ['ok', State, Action] {
  return action === undefined ? ['ok', state] : ['ok', state, action];
}

/** `{reply, Reply, State}` and `{reply, Reply, State, Action}`. */
export function reply<const Reply, State>(value: Reply, state: State): readonly ['reply', Reply, State];
export function reply<const Reply, State>(
  value: Reply,
  state: State,
  action: Action,
): readonly ['reply', Reply, State, Action];
export function reply(value: unknown, state: unknown, action?: Action): readonly unknown[] {
  return action === undefined ? ['reply', value, state] : ['reply', value, state, action];
}

/** `{noreply, State}` and `{noreply, State, Action}`. */
export function noreply<State>(state: State): readonly ['noreply', State];
export function noreply<State>(state: State, action: Action): readonly ['noreply', State, Action];
export function noreply(state: unknown, action?: Action): readonly unknown[] {
  return action === undefined ? ['noreply', state] : ['noreply', state, action];
}

/** `{stop, Reason}` of init, `{stop, Reason, State}`, and `{stop, Reason, Reply, State}` of handle_call. */
export function stop(reason: unknown): readonly ['stop', unknown];
export function stop<State>(reason: unknown, state: State): readonly ['stop', unknown, State];
export function stop<const Reply, State>(
  reason: unknown,
  value: Reply,
  state: State,
): readonly ['stop', unknown, Reply, State];
export function stop(...args: readonly unknown[]): readonly unknown[] {
  return ['stop', ...args];
}

/** `{continue, Term}`, an action. */
export function continueWith<const Term>(term: Term): readonly ['continue', Term] {
  return ['continue', term];
}
