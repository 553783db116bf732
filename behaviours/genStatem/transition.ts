/**
 * What a callback of gen_statem returned, taken apart: where to go, or how to stop.
 */

/** Goes on: to a state (the same, as a rule), with data and actions. */
export interface Transition {
  readonly kind: 'go';
  readonly state: unknown;
  readonly data: unknown;
  readonly actions: readonly unknown[];
  /** The state is entered anew though it is the same. */
  readonly isRepeated: boolean;
}

/** Ends, after some replies. */
export interface Halt {
  readonly kind: 'halt';
  readonly reason: unknown;
  readonly data: unknown;
  readonly replies: readonly unknown[];
}

/** Takes a return value apart; undefined if it is none of gen_statem's. */
export function parseResult(result: unknown, state: unknown, data: unknown): Transition | Halt | undefined {
  const [kind, ...rest] = Array.isArray(result) ? (result as readonly unknown[]) : [result];
  const { length } = rest;
  // An atom stands alone: {stop} is no return.
  if (Array.isArray(result) && length === 0) return undefined;
  const go = (to: unknown, next: unknown, actions: unknown, isRepeated: boolean): Transition => ({
    kind: 'go',
    state: to,
    data: next,
    actions: listOf(actions),
    isRepeated,
  });
  const halt = (reason: unknown, next: unknown, replies: unknown): Halt => ({
    kind: 'halt',
    reason,
    data: next,
    replies: listOf(replies),
  });
  switch (kind) {
    case 'next_state':
      return length === 2 || length === 3 ? go(rest[0], rest[1], rest[2], false) : undefined;
    case 'keep_state':
    case 'repeat_state':
      return length === 1 || length === 2 ? go(state, rest[0], rest[1], kind === 'repeat_state') : undefined;
    case 'keep_state_and_data':
    case 'repeat_state_and_data':
      return length <= 1 ? go(state, data, rest[0], kind === 'repeat_state_and_data') : undefined;
    case 'stop':
      if (length > 2) return undefined;
      return halt(length === 0 ? 'normal' : rest[0], length === 2 ? rest[1] : data, undefined);
    case 'stop_and_reply':
      return length === 2 || length === 3 ? halt(rest[0], length === 3 ? rest[2] : data, rest[1]) : undefined;
    default:
      return undefined;
  }
}

const actionTags: readonly unknown[] = [
  'reply',
  'next_event',
  'timeout',
  'state_timeout',
  'change_callback_module',
  'push_callback_module',
];

/** A single action stands for a list of it. */
export function listOf(actions: unknown): readonly unknown[] {
  if (actions === undefined) return [];
  return Array.isArray(actions) && !isAction(actions) ? (actions as readonly unknown[]) : [actions];
}

// In Erlang an action is a tuple and a list is none; here both are arrays, and an action begins with its own name.
function isAction(term: readonly unknown[]): boolean {
  const [first, second] = term;
  if (first === 'postpone' || first === 'hibernate') return term.length === 2 && typeof second === 'boolean';
  if (Array.isArray(first)) return first[0] === 'timeout' && first.length === 2 && isTime(second);
  return actionTags.includes(first) && term.length > 1;
}

function isTime(term: unknown): boolean {
  return typeof term === 'number' || term === 'infinity' || term === 'cancel' || term === 'update';
}
