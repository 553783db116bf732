/**
 * What is said between processes by OTP's own protocols, on its way out: calls, replies, news of ends, what pg tells. Plain
 * JavaScript does not tell the tuples and lists in it apart; here it is known which they are.
 */
import { Address } from '../../terms/address.js';
import { Ref } from '../../terms/ref.js';
import type { Target } from '../../terms/signal.js';
import { Atom } from '../etf/atom.js';
import { CallTag } from '../etf/callTag.js';
import { ReplyTag } from '../etf/replyTag.js';
import { asList, asTuple, sealed, tuple } from '../etf/sequences.js';
import { sequenceKind } from '../../terms/sequenceKind.js';
import type { Vocabulary } from '../etf/vocabulary.js';
import { reasonOut } from './reasons.js';
import { systemReply } from './systemReply.js';

/** A message with its own parts marked; one that is none of OTP's as it is. */
export function outgoing(message: unknown, to: Target, vocabulary: Vocabulary): unknown {
  if (!Array.isArray(message) || sequenceKind(message) !== undefined) return message;
  const items = message as readonly unknown[];
  const [first, second, third] = items;
  if (to instanceof ReplyTag && first === to && items.length === 2) {
    return sealed([to.term, to.isSystem ? systemReply(second, vocabulary) : second], 'tuple');
  }
  if (first instanceof Ref && items.length === 2) return asTuple(items);
  if (isFrom(second) && items.length === 3) return request(first, second, third, vocabulary);
  switch (first) {
    case 'EXIT':
      return items.length === 3 ? tuple(first, second, reasonOut(third, vocabulary)) : message;
    case 'DOWN':
      return items.length === 5 ? down(items, vocabulary) : message;
    case 'leave':
      return items.length === 4 && second instanceof Address ? leave(items) : message;
    case '$gen_cast':
      return items.length === 2 ? sealed([first, sync(second)], 'tuple') : message;
    default:
      return message;
  }
}

/** Whether a term is a caller with the tag of its call. */
export function isFrom(term: unknown): term is readonly [Address, Ref] {
  return Array.isArray(term) && term.length === 2 && term[0] instanceof Address && term[1] instanceof Ref;
}

// A reference that is an alias is one for the server too: what comes to it too late is dropped.
function request(label: unknown, [pid, ref]: readonly [Address, Ref], what: unknown, vocabulary: Vocabulary): unknown {
  const tag = ref.aliasOf === undefined ? ref : new CallTag(ref);
  const asked = label === 'system' ? reasonOut(what, vocabulary) : what;
  return sealed([label, sealed([pid, tag], 'tuple'), asked], 'tuple');
}

function down([tag, ref, type, object, reason]: readonly unknown[], vocabulary: Vocabulary): unknown {
  const marked = Array.isArray(object) ? asTuple(object.map((name) => Atom.of(String(name)))) : object;
  return sealed([tag, ref, vocabulary.marked(type), marked, reasonOut(reason, vocabulary)], 'tuple');
}

function leave([tag, scope, pids, groups]: readonly unknown[]): unknown {
  return sealed([tag, scope, pids, Array.isArray(groups) ? asList(groups as unknown[]) : groups], 'tuple');
}

function sync(request: unknown): unknown {
  if (!Array.isArray(request) || request.length !== 3 || request[0] !== 'sync' || !Array.isArray(request[2])) {
    return request;
  }
  const groups = (request[2] as readonly (readonly unknown[])[]).map((group) => asTuple(group));
  return sealed([request[0], request[1], sealed(groups, 'list')], 'tuple');
}
