/**
 * Ref: Erlang's reference. Unique over all nodes and runs; compares with `===`.
 *
 * What the library hands out as a reference is often more than one: a monitor, a timer or a call is itself the Ref that
 * names it, so that finding the record behind a reference costs nothing. Users see only the Ref.
 */
import { inspect } from 'node:util';
import type { Home } from './address.js';
import { identityPattern, matcher, type IdentityPattern } from './identity.js';

/**
 * A unique reference, as `makeRef()`, `monitor()`, `alias()`, `sendAfter()` give it. Erlang's reference.
 *
 * @example
 * import { makeRef, startNode } from 'regent-otp';
 *
 * const here = startNode();
 * await here.run(() => makeRef() === makeRef()); // => false
 * await here.stop();
 */
export class Ref {
  readonly #home: Home;
  /** The number of the reference on its node; no two references of one run share it. */
  readonly id: number;
  /** While the reference is an alias: what a message sent to it goes to. For the library alone. */
  aliasOf: unknown = undefined;

  constructor(home: Home, id: number) {
    this.#home = home;
    this.id = id;
  }

  /** The name of the node that made the reference. Ports `erlang:node/1`. */
  get node(): string {
    return this.#home.node;
  }

  /** Tells one run of the node from another. */
  get creation(): number {
    return this.#home.creation;
  }

  /**
   * Whether it was made as an alias, active or not: whoever has `[pid, ref]` to reply to replies to the alias, else to the
   * process. Odd numbers are theirs, so that other nodes know it, too. For the library alone.
   */
  get isAlias(): boolean {
    return (this.id & 1) === 1;
  }

  /** The run of the node that made the reference. */
  get home(): Home {
    return this.#home;
  }

  /** `#Ref<node.creation.id>` */
  toString(): string {
    return `#Ref<${this.node}.${this.creation}.${this.id}>`;
  }

  toJSON(): string {
    return this.toString();
  }

  [matcher](): IdentityPattern<Ref> {
    return identityPattern<Ref>(this);
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
