/**
 * What OTP's own protocols say, on its way in: the caller of a request, and the tag of a reply, become what servers and calls
 * of this library know.
 */
import { Address, type Home } from '../../terms/address.js';
import { Ref } from '../../terms/ref.js';
import { aliasIn, ReplyTag } from '../etf/replyTag.js';
import { sealed } from '../etf/sequences.js';
import type { Vocabulary } from '../etf/vocabulary.js';
import { reasonIn } from './reasons.js';

/** A message as processes here know it. */
export function incoming(message: unknown, own: Home, vocabulary: Vocabulary): unknown {
  if (!Array.isArray(message)) return message;
  const items = message as readonly unknown[];
  if (items.length === 2) return reply(items, own);
  return items.length === 3 ? request(items, own, vocabulary) : message;
}

// The reply to a call of this node, which was tagged with an alias.
function reply(items: readonly unknown[], own: Home): readonly unknown[] {
  const ref = aliasIn(items[0]);
  return ref?.home === own ? sealed([ref, items[1]], 'tuple') : items;
}

function request(items: readonly unknown[], own: Home, vocabulary: Vocabulary): readonly unknown[] {
  const [label, from, asked] = items;
  if (!Array.isArray(from) || from.length !== 2) return items;
  const [caller, tag] = from as readonly unknown[];
  const isRequest = label === '$gen_call' || label === 'system' || (label instanceof Address && label === caller);
  if (!isRequest || !(caller instanceof Address) || !isTag(tag)) return items;
  // A call of this node that was sent on from there.
  if (tag instanceof Ref && tag.home === own && caller.home === own) return items;
  const isSystem = label === 'system';
  const replyTag = new ReplyTag(caller, tag instanceof ReplyTag ? tag.term : tag, isSystem);
  const what = isSystem ? reasonIn(asked, vocabulary) : asked;
  return sealed([label, sealed([caller, replyTag], 'tuple'), what], 'tuple');
}

function isTag(term: unknown): boolean {
  return (
    typeof term === 'object' &&
    term !== null &&
    (term instanceof Ref || aliasIn(term) !== undefined || Array.isArray(term))
  );
}
