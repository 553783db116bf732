/**
 * The tag of a message: its first element if it is a tuple, itself if it is a primitive. A receive whose clauses all
 * name their tags finds its message through the index of a long mailbox instead of passing over the backlog.
 */
import { Address } from '../terms/address.js';
import { Ref } from '../terms/ref.js';
import { On, type Clause } from './clause.js';

/** Says that a pattern may match messages of any tag. */
export const untagged: unique symbol = Symbol('untagged');

/** The one tag of all messages a pattern can match, or `untagged`. Bound to a Ref where the pattern names one. */
export function tagOfPattern(pattern: unknown): unknown {
  if (!isTuple(pattern)) return isLiteral(pattern) ? pattern : untagged;
  const [first, second] = pattern;
  if (isNotice(first) && isIdentifier(second)) return second;
  return isTag(first) ? first : untagged;
}

/** The tags of all clauses, or undefined if one of them may match any message. */
export function tagsOf(clauses: readonly Clause[]): unknown[] | undefined {
  const tags: unknown[] = [];
  for (const clause of clauses) {
    if (!(clause instanceof On)) continue;
    const tag = tagOfPattern(clause.pattern);
    if (tag === untagged) return undefined;
    if (!tags.includes(tag)) tags.push(tag);
  }
  return tags;
}

/** The tag under which a message is found. */
export function tagOfMessage(message: unknown): unknown {
  return isTuple(message) ? message[0] : message;
}

/** The second tag of DOWN, EXIT and spawn_reply messages: what they are about. */
export function subjectOfMessage(message: unknown): unknown {
  return isTuple(message) && isNotice(message[0]) && isIdentifier(message[1]) ? message[1] : untagged;
}

/** The Ref to which a pattern is bound, as in `[ref, ...]` and `['DOWN', ref, ...]`. */
export function refOfPattern(pattern: unknown): Ref | undefined {
  const tag = tagOfPattern(pattern);
  return tag instanceof Ref ? tag : undefined;
}

/** Whether a pattern can name it as the tag of the messages it matches. */
export function isTag(term: unknown): boolean {
  return isLiteral(term) || isIdentifier(term);
}

function isTuple(term: unknown): term is readonly unknown[] {
  return Array.isArray(term) && term.length > 0;
}

function isNotice(tag: unknown): boolean {
  return tag === 'DOWN' || tag === 'EXIT' || tag === 'spawn_reply';
}

function isIdentifier(term: unknown): boolean {
  return term instanceof Ref || term instanceof Address;
}

/** Whether a pattern is a value that is compared by itself. */
export function isLiteral(term: unknown): boolean {
  return term === null || (typeof term !== 'object' && typeof term !== 'function' && typeof term !== 'symbol');
}
