/**
 * Address: Erlang's pid.
 *
 * One process on one run of one node has one Address object in an OS process, so addresses compare with `===` and are
 * keys of a Map. Only Incarnation makes them; see there. An address outlives its process, and never means another one.
 */
import { inspect } from 'node:util';
import { identityPattern, matcher, type IdentityPattern } from './identity.js';

/** The run of a node an identifier comes from: the node's name, and a number that is new for each start of the node. */
export interface Home {
  readonly node: string;
  readonly creation: number;
  /** Makes an identifier of this run findable by its number. To be called before the number leaves this OS process. */
  expose(identifier: object): void;
  /** Keeps a reference, and lets it be found by its number, until `release`; false if it is held already. */
  hold(ref: object): boolean;
  /** Ends that, for the reference with the number of this one; to be called by who has begun it. */
  release(ref: object): void;
}

/**
 * The address of a process or of a mailbox, on this node or another. Made by the library alone; keep it, compare it
 * with `===`, send it in messages: it stays live wherever it travels. Erlang's pid.
 *
 * @example
 * import { node, self, startNode } from 'regent-otp';
 *
 * const here = startNode();
 * await here.run(() => self().node === node()); // => true
 * await here.stop();
 */
export class Address {
  readonly #home: Home;
  /** The number of the process on its node; no two processes of one run share it. */
  readonly id: number;
  /** The living process behind the address if it runs in this OS process. For the library alone. */
  process: unknown = undefined;

  constructor(home: Home, id: number) {
    this.#home = home;
    this.id = id;
  }

  /** The name of the node the process runs on. Ports `erlang:node/1`. */
  get node(): string {
    return this.#home.node;
  }

  /** Tells one run of the node from another. */
  get creation(): number {
    return this.#home.creation;
  }

  /** The run of the node the process belongs to. */
  get home(): Home {
    return this.#home;
  }

  /** `<node.creation.id>`, as `parseAddress` reads it. */
  toString(): string {
    this.#home.expose(this);
    return `<${this.node}.${this.creation}.${this.id}>`;
  }

  toJSON(): string {
    return this.toString();
  }

  [matcher](): IdentityPattern<Address> {
    return identityPattern<Address>(this);
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
