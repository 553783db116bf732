/**
 * Exit reasons on their way in and out. They are OTP's as a rule, so its atoms are plain strings in them wherever they
 * stand; and what only JavaScript has, the Error with a stack, becomes what Erlang has in that place.
 */
import { stackOf } from '../../terms/reasons.js';
import { Ref } from '../../terms/ref.js';
import { Atom } from '../etf/atom.js';
import { asList, asTuple, sealed, tuple } from '../etf/sequences.js';
import { sequenceKind } from '../../terms/sequenceKind.js';
import type { Vocabulary } from '../etf/vocabulary.js';

/** Deeper than reasons of OTP are. */
const deepest = 6;

/** The ways in which a call of erpc can end. */
const outcomes: readonly unknown[] = ['return', 'throw', 'exit', 'error'];

/** A reason of this node, for another. */
export function reasonOut(reason: unknown, vocabulary: Vocabulary, depth = 0): unknown {
  if (typeof reason === 'string') return vocabulary.marked(reason);
  if (!Array.isArray(reason) || sequenceKind(reason) !== undefined || depth > deepest) return reason;
  const items = reason as readonly unknown[];
  if (isOutcome(items)) return outcomeOut(items, vocabulary);
  if (items.length === 2 && isStack(items[1])) {
    return tuple(reasonOut(items[0], vocabulary, depth + 1), framesOf(items[1]));
  }
  if (typeof items[0] !== 'string' || !vocabulary.isTag(items[0])) return reason;
  // The call that failed: module, function, and a list of arguments.
  const isCall = items.length === 3 && typeof items[1] === 'string' && Array.isArray(items[2]);
  if (isCall) return tuple(vocabulary.marked(items[0]), vocabulary.marked(items[1]), asList(items[2] as unknown[]));
  return asTuple(items.map((item) => reasonOut(item, vocabulary, depth + 1)));
}

/** A reason of another node, for this one. */
export function reasonIn(reason: unknown, vocabulary: Vocabulary, depth = 0): unknown {
  if (reason instanceof Atom) return vocabulary.plain(reason);
  if (!Array.isArray(reason) || sequenceKind(reason) !== 'tuple' || depth > deepest) return reason;
  const items = reason as readonly unknown[];
  if (isOutcome(items) && String(items[1]) === 'return') return withItems(items, [items[0], 'return', items[2]]);
  return withItems(
    items,
    items.map((item) => reasonIn(item, vocabulary, depth + 1)),
  );
}

function withItems(items: readonly unknown[], changed: unknown[]): readonly unknown[] {
  return changed.every((item, index) => item === items[index]) ? items : sealed(changed, 'tuple');
}

/** What a process that ran a call of erpc exits with: `{Ref, return, Value}` and so on. */
function isOutcome(items: readonly unknown[]): boolean {
  const kind = items[1] instanceof Atom ? items[1].name : items[1];
  return items[0] instanceof Ref && items.length >= 3 && items.length <= 4 && outcomes.includes(kind);
}

function outcomeOut([tag, kind, value, ...rest]: readonly unknown[], vocabulary: Vocabulary): readonly unknown[] {
  const marked = kind === 'return' || kind === 'throw' ? value : reasonOut(value, vocabulary);
  const stack = rest.map((each) => (isStack(each) ? framesOf(each) : each));
  return tuple(tag, vocabulary.marked(kind), marked, ...stack);
}

/** An Error, which has one; or none, of a term that was thrown. */
function isStack(term: unknown): term is Error | readonly [] {
  return term instanceof Error || (Array.isArray(term) && term.length === 0);
}

function framesOf(stack: Error | readonly []): readonly unknown[] {
  return asList(stack instanceof Error ? stackOf(stack) : stack);
}
