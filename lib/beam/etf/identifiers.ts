/**
 * Identifiers: how pids and references of Erlang are Addresses and Refs here.
 *
 * This node has a name of its own in the Erlang cluster; inside it keeps the one that it was started with. A pid is two
 * numbers of 32 bits, which together are the number of an Address. A reference of Erlang has more bits than a number of
 * JavaScript: those of others keep their words, and are found again by them.
 */
import { Arrivals, Departures, isNodeName } from '../../cluster/codec/identifiers.js';
import type { Address } from '../../terms/address.js';
import { Incarnation } from '../../terms/incarnation.js';
import type { Ref } from '../../terms/ref.js';
import { BeamRef } from './beamRef.js';

const word = 2 ** 32;
/** The lowest word of a reference has 18 bits. */
const lowBits = 2 ** 18;

/** The creation of no node: of what is read and written outside of any connection, and may come back from anywhere. */
export const noRun = 0;

/** The runs of nodes that one term may name. */
const maxHomes = 4096;

export class Identifiers {
  /** This node, by the name that it has in the Erlang cluster. */
  readonly wireName: string;
  readonly own: Incarnation;
  readonly #departures = new Departures();
  readonly #arrivals = new Arrivals(maxHomes);
  /** The call of this node that the term mentions first. */
  #firstCall: Ref | undefined = undefined;

  constructor(wireName: string, own: Incarnation) {
    this.wireName = wireName;
    this.own = own;
  }

  /** The name of a node on the wire. */
  wireNameOf(node: string): string {
    return node === this.own.node ? this.wireName : node;
  }

  /** The name of a node here. */
  nameOf(wireName: string): string {
    return wireName === this.wireName ? this.own.node : wireName;
  }

  /** To be called before a reference leaves: the far end may send back one of this node. */
  exposeRef(ref: Ref): void {
    if (ref.home === this.own || (this.own.creation === noRun && !(ref instanceof BeamRef))) this.expose(ref);
  }

  /** To be called before an address or a reference of this node leaves. */
  expose(identifier: Address | Ref): void {
    this.#departures.expose(identifier);
  }

  /** The Address of a pid; undefined if it can be none: of a run without a number, or of one of too many. */
  address(wireName: string, id: number, serial: number, creation: number): Address | undefined {
    const number = serial * word + id;
    if (creation === noRun || number === 0 || !Number.isSafeInteger(number)) return undefined;
    const node = this.nameOf(wireName);
    return isNodeName(node) ? this.#arrivals.address(node, creation, number) : undefined;
  }

  /** The Ref for a reference; undefined if it can be none. */
  ref(wireName: string, creation: number, words: readonly number[]): Ref | undefined {
    const node = this.nameOf(wireName);
    if (creation === noRun || !isNodeName(node)) return undefined;
    const home = Incarnation.of(node, creation);
    const id = numberIn(words);
    if (home !== this.own) return knownRef(home, id) ?? BeamRef.of(home, words);
    if (id === undefined) return undefined;
    const call = home.held(id);
    return call === undefined ? home.ref(id) : this.#mentioned(call);
  }

  /** A term begins to be read. */
  startTerm(): void {
    this.#firstCall = undefined;
  }

  // A second mention is one in what somebody gets.
  #mentioned(call: Ref): Ref {
    if (this.#firstCall === undefined) this.#firstCall = call;
    else this.expose(call);
    return call;
  }

  /**
   * Somebody gets the term that was read last, and may keep the reference of a call for longer than the call lasts.
   *
   * @param tag that of a reply, which only its call sees
   */
  exposeCall(tag: Ref | undefined): void {
    if (this.#firstCall !== undefined && this.#firstCall !== tag) this.expose(this.#firstCall);
    this.#firstCall = undefined;
  }

  /** Forgets what was counted for one term. */
  endTerm(): void {
    this.#arrivals.endTerm();
  }
}

/** The reference that a node of Regent has made, if it is here. Those of Erlang have numbers that say nothing. */
function knownRef(home: Incarnation, id: number | undefined): Ref | undefined {
  const known = id === undefined ? undefined : home.known(id);
  return known instanceof BeamRef ? undefined : known;
}

/** The words of a reference. */
export function wordsOf(ref: Ref): readonly number[] {
  if (ref instanceof BeamRef) return ref.words;
  const rest = Math.floor(ref.id / lowBits);
  return [ref.id % lowBits, rest % word, Math.floor(rest / word)];
}

/** The number in the words of a reference that `wordsOf` made. */
function numberIn(words: readonly number[]): number | undefined {
  const [low = 0, middle = 0, high = 0, ...more] = words;
  const id = (high * word + middle) * lowBits + low;
  const isOurs = words.length === 3 && more.length === 0 && low < lowBits && id > 0 && Number.isSafeInteger(id);
  return isOurs ? id : undefined;
}
