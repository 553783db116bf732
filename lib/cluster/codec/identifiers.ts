/**
 * Identifiers on the wire: Addresses and Refs as node, creation and number, and back to the one object each of them
 * is. An identifier that leaves becomes findable by its number first; one that arrives is looked up before it is made.
 */
import type { Home } from '../../terms/address.js';
import { Address } from '../../terms/address.js';
import { Incarnation } from '../../terms/incarnation.js';
import { Ref } from '../../terms/ref.js';
import { DecodeError } from './decodeError.js';
import { shown } from './shown.js';

const slots = 64;

/** The identifiers that leave through one codec. */
export class Departures {
  // Strong, so few; and Addresses alone: a Ref may be a whole timer or call, which must not be kept.
  readonly #recent = new Array<Address | undefined>(slots).fill(undefined);

  /** Lets the far end's mention of it find this very object again. */
  expose(identifier: Address | Ref): void {
    const slot = identifier.id % slots;
    if (this.#recent[slot] === identifier) return;
    const home: Home = identifier.home;
    if (home instanceof Incarnation) home.expose(identifier);
    if (identifier instanceof Address) this.#recent[slot] = identifier;
  }
}

/** The identifiers that arrive through one codec. */
export class Arrivals {
  readonly #maxHomes: number;
  readonly #homes = new Array<Incarnation | undefined>(slots).fill(undefined);
  readonly #recent = new Array<Address | undefined>(slots).fill(undefined);
  /** The runs of nodes in this term that were not at hand. Each costs kilobytes, a hostile peer could name millions. */
  readonly #looked = new Set<Incarnation>();

  constructor(maxHomes: number) {
    this.#maxHomes = maxHomes;
  }

  /** Forgets what was counted for one term. */
  endTerm(): void {
    if (this.#looked.size > 0) this.#looked.clear();
  }

  /** @throws DecodeError */
  address(node: unknown, creation: unknown, id: unknown): Address {
    return this.addressOf(this.#home(node, creation), id);
  }

  /** The address of a run that is known. @throws DecodeError */
  addressOf(home: Incarnation, id: unknown): Address {
    const number = identifierNumber(id);
    const slot = number % slots;
    const recent = this.#recent[slot];
    if (recent?.id === number && recent.home === home) return recent;
    return (this.#recent[slot] = home.address(number));
  }

  /** @throws DecodeError */
  ref(node: unknown, creation: unknown, id: unknown): Ref {
    const number = identifierNumber(id);
    return this.#home(node, creation).ref(number);
  }

  /** The reference of a monitor or call: most are never found again, and none is kept for that. */
  watch(home: Incarnation, id: number): Ref {
    return home.known(id) ?? new Ref(home, id);
  }

  /** The reference of a run that is known, for a reply. @throws DecodeError */
  alias(home: Incarnation, id: unknown): Ref {
    const number = identifierNumber(id);
    return home.held(number) ?? home.ref(number);
  }

  #home(node: unknown, creation: unknown): Incarnation {
    if (!isCreation(creation))
      throw new DecodeError(`a creation must be an integer from 1 to 2^32-1, not ${shown(creation)}`);
    const slot = creation % slots;
    const recent = this.#homes[slot];
    if (recent?.creation === creation && recent.node === node) return recent;
    if (!isNodeName(node)) throw new DecodeError(`${shown(node)} is no name of a node`);
    const home = Incarnation.of(node, creation);
    if (this.#looked.add(home).size > this.#maxHomes) {
      throw new DecodeError(`addresses of more than ${this.#maxHomes} runs of nodes in one term`);
    }
    return (this.#homes[slot] = home);
  }
}

/** Whether a text can be the name of a node. */
export function isNodeName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.@-]{1,255}$/.test(value);
}

function isCreation(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 0xffffffff;
}

function identifierNumber(id: unknown): number {
  if (Number.isSafeInteger(id) && (id as number) >= 1) return id as number;
  throw new DecodeError(`the number of an address or reference must be an integer from 1 to 2^53-1, not ${shown(id)}`);
}
