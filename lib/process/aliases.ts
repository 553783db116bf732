/**
 * Aliases: references that messages can be sent to, until they are taken back.
 */
import type { Incarnation } from '../terms/incarnation.js';
import { badarg } from '../terms/errors.js';
import { Ref } from '../terms/ref.js';
import { requireProcess } from './current.js';
import { Monitor } from './monitors.js';
import { checkOptions } from './options.js';
import type { Belongings, Owned } from './owned.js';
import type { AliasTarget } from './aliasTarget.js';
import type { Process } from './process.js';

class Alias extends Ref implements Owned, AliasTarget {
  readonly #owner: Process;
  readonly #forOneReply: boolean;
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;

  constructor(owner: Process, forOneReply: boolean) {
    const home: Incarnation = owner.host.incarnation;
    super(home, home.newAliasId());
    this.#owner = owner;
    this.#forOneReply = forOneReply;
    this.aliasOf = this;
    owner.owned.add(this);
  }

  receiveByAlias(message: unknown): void {
    if (this.#forOneReply) this.unalias(this.#owner);
    this.#owner.deliver(message);
  }

  unalias(by: Process): boolean {
    if (this.aliasOf === undefined || by !== this.#owner) return false;
    this.aliasOf = undefined;
    this.#owner.owned.delete(this);
    return true;
  }

  release(): void {
    this.aliasOf = undefined;
  }
}

/**
 * Makes an alias of the calling process: a reference that messages can be sent to until `unalias`. With the option
 * 'reply' it ends by itself after the first message. Ports `erlang:alias/0,1`.
 *
 * @example
 * import { alias, on, receive, send, unalias } from 'regent-otp';
 *
 * const me = alias();
 * send(me, 'by alias');
 * unalias(me); // => true
 * send(me, 'too late');
 * await receive(on('by alias', () => 'received')); // => 'received'
 */
export function alias(options: readonly ('explicit_unalias' | 'reply')[] = []): Ref {
  const me = requireProcess('alias');
  const isOption = (option: unknown): boolean => option === 'reply' || option === 'explicit_unalias';
  checkOptions('alias', options, isOption, "'explicit_unalias' and 'reply'");
  return new Alias(me, options.includes('reply'));
}

/**
 * Ends an alias of the calling process: messages sent to it from now on are dropped. Ports `erlang:unalias/1`.
 *
 * @returns whether it was an active alias of the caller
 */
export function unalias(ref: Ref): boolean {
  const me = requireProcess('unalias');
  if (!(ref instanceof Ref)) throw badarg('unalias', 'ref', ref, 'a reference');
  return (ref instanceof Alias || ref instanceof Monitor) && ref.unalias(me);
}
