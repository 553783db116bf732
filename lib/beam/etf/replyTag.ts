/**
 * ReplyTag: how a caller on an Erlang node wants to be replied to. Erlang tags a call with a reference, with `[alias|Ref]`, or
 * with other terms still; servers here know a Ref. This is one, and keeps what the caller gave.
 */
import type { Address, Home } from '../../terms/address.js';
import { Ref } from '../../terms/ref.js';
import { ImproperList } from './sequences.js';

let lastId = 0;

export class ReplyTag extends Ref {
  /** The caller's own term. */
  readonly term: unknown;
  /** The caller. */
  readonly caller: Address;
  /** The request was one of OTP's own, and so will be the reply: its texts may be OTP's atoms. */
  readonly isSystem: boolean;

  constructor(caller: Address, term: unknown, isSystem: boolean) {
    super(caller.home, ++lastId);
    this.caller = caller;
    this.term = term;
    this.isSystem = isSystem;
  }

  /** The alias to reply to; undefined if the reply is for the caller itself. */
  get alias(): Ref | undefined {
    return aliasIn(this.term);
  }

  /** A reply to it finds the caller, or the alias. */
  override get isAlias(): boolean {
    return true;
  }

  override toString(): string {
    return `#ReplyTag<${this.caller.toString()}>`;
  }
}

/**
 * How to reply to a caller on the tag that it gave: a call of this node is found again, others have a ReplyTag. Undefined if it
 * is no tag with an alias.
 *
 * @param own this node
 */
export function aliasedTag(caller: Address, tag: unknown, own: Home): Ref | undefined {
  const alias = aliasIn(tag);
  if (alias === undefined) return undefined;
  return alias.home === own && caller.home === own ? alias : new ReplyTag(caller, tag, false);
}

/** The reference in `[alias|Ref]`, or in `[[alias|Ref]|_]`. */
export function aliasIn(tag: unknown): Ref | undefined {
  if (!(tag instanceof ImproperList) || tag.items.length !== 1) return undefined;
  const [first] = tag.items;
  if (first instanceof ImproperList) return aliasIn(first);
  return String(first) === 'alias' && tag.tail instanceof Ref ? tag.tail : undefined;
}
