/**
 * Incarnation: one run of one node, and the only maker of its Addresses and Refs.
 *
 * It keeps the promise that one identifier is one object: what came from outside (the wire, a text) is looked up here
 * before it is made. Tables are weak, so the temporary mailboxes of other nodes do not grow them. An identifier that
 * this OS process made itself enters the table when it first leaves (`expose`): most never do. The references of calls
 * are held instead, at both ends, as long as the call lasts: a weak reference costs more than all else in such a call. One
 * that is mentioned in a term meanwhile enters the table too.
 *
 * The table of incarnations is shared by all nodes of an OS process. It holds no state, only the identity of equal
 * values, and lets an address pass between two nodes of one test by a closure as well as by a message.
 */
import { Address, type Home } from './address.js';
import { Ref } from './ref.js';
import { WeakTable } from './weakTable.js';

const incarnations = new WeakTable<string, Incarnation>();

export class Incarnation implements Home {
  readonly node: string;
  readonly creation: number;
  readonly #addresses = new WeakTable<number, Address>();
  readonly #refs = new WeakTable<number, Ref>();
  readonly #held = new Map<number, Ref>();
  #lastAddress = 0;
  #lastRef = 0;
  #isHere = false;
  /** The highest number that somebody has asked for before a process had it. */
  #foretold = 0;
  readonly #guesses = new WeakSet<Ref>();

  private constructor(node: string, creation: number) {
    this.node = node;
    this.creation = creation;
  }

  /** The one object for this run of this node. */
  static of(node: string, creation: number): Incarnation {
    const key = `${creation} ${node}`;
    let incarnation = incarnations.get(key);
    if (incarnation === undefined) incarnations.set(key, (incarnation = new Incarnation(node, creation)));
    return incarnation;
  }

  /** This is a run of a node of this OS process: nobody else gives out its numbers. */
  begin(): this {
    this.#isHere = true;
    return this;
  }

  /** A new address, of a process that starts here. */
  newAddress(): Address {
    const id = ++this.#lastAddress;
    // Who has guessed the number has the object already.
    return (id <= this.#foretold ? this.#addresses.get(id) : undefined) ?? new Address(this, id);
  }

  /** A new number for a reference that this run makes; see `Ref.isAlias`. */
  newRefId(): number {
    return (this.#lastRef += 2);
  }

  /** A new number for a reference that messages can be sent to. */
  newAliasId(): number {
    return this.newRefId() + 1;
  }

  /** The address with this number: the living object where there is one. */
  address(id: number): Address {
    if (this.#isHere && id > this.#lastAddress) this.#foretold = Math.max(this.#foretold, id);
    let address = this.#addresses.get(id);
    if (address === undefined) this.#addresses.set(id, (address = new Address(this, id)));
    return address;
  }

  /** The reference with this number: the living object where there is one. */
  ref(id: number): Ref {
    // A guess: the reference that has the number one day will be another object, and is found instead.
    if (this.#isHere && id > this.#lastRef + 1) return this.#guess(id);
    let ref = this.#refs.get(id);
    // Whoever asks may keep a held one for longer than it is held.
    if (ref === undefined) this.#refs.set(id, (ref = this.#held.get(id) ?? new Ref(this, id)));
    return ref;
  }

  /** Keeps a reference of this run until `release`, so that it is found by its number; false if another is kept already. */
  hold(ref: Ref): boolean {
    if (this.#held.has(ref.id)) return false;
    this.#held.set(ref.id, ref);
    return true;
  }

  release(ref: Ref): void {
    this.#held.delete(ref.id);
  }

  /** The reference with this number if it is held, for whoever does not keep it. */
  held(id: number): Ref | undefined {
    return this.#held.get(id);
  }

  /** The living object that is the reference with this number, if there is one that can be found. */
  known(id: number): Ref | undefined {
    return this.#held.get(id) ?? this.#refs.get(id);
  }

  expose(identifier: Address | Ref): void {
    if (identifier instanceof Address) {
      if (this.#addresses.get(identifier.id) === undefined) this.#addresses.set(identifier.id, identifier);
    } else if (this.#refs.get(identifier.id) === undefined && !this.#guesses.has(identifier)) {
      this.#refs.set(identifier.id, identifier);
    }
  }

  #guess(id: number): Ref {
    const ref = new Ref(this, id);
    this.#guesses.add(ref);
    return ref;
  }

  /** How many identifiers can be found by their numbers; those that are held and exposed count twice. */
  get exposed(): number {
    return this.#addresses.size + this.#refs.size + this.#held.size;
  }
}

/**
 * The Address that a text `<node.creation.id>` names, as `address.toString()` and JSON give it, or undefined if the
 * text is none. Ports `list_to_pid/1`.
 *
 * @example
 * import { parseAddress, self } from 'regent-otp';
 *
 * parseAddress(self().toString()) === self(); // => true
 * parseAddress('nonsense'); // => undefined
 */
export function parseAddress(text: string): Address | undefined {
  const parts = /^<(.+)\.(\d{1,10})\.(\d{1,16})>$/s.exec(text);
  if (parts === null) return undefined;
  const [creation, id] = [Number(parts[2]), Number(parts[3])];
  if (creation >= 2 ** 32 || !Number.isSafeInteger(id)) return undefined;
  return Incarnation.of(parts[1]!, creation).address(id);
}
