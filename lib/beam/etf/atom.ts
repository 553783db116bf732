/**
 * Atom: an atom of Erlang that is no plain string here. Most atoms of a protocol are strings with their own spelling (they
 * are declared once, see vocabulary.ts); what is not declared has to be marked, or a text could become an atom.
 */
import { inspect } from 'node:util';
import { badarg } from '../../terms/errors.js';
import { identityPattern, matcher, type IdentityPattern } from '../../terms/identity.js';
import { WeakTable } from '../../terms/weakTable.js';
import { hasHalfCharacter } from './texts.js';

const atoms = new WeakTable<string, Atom>();

/** Erlang's limit, in characters. */
const longest = 255;

/** An atom. Equal ones are one object: compare with `===`. Made by `atom(name)`. */
export class Atom {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
    Object.freeze(this);
  }

  /** The one object for the atom with this name; the caller has checked its length. */
  static of(name: string): Atom {
    let known = atoms.get(name);
    if (known === undefined) atoms.set(name, (known = new Atom(name)));
    return known;
  }

  toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.name;
  }

  [matcher](): IdentityPattern<Atom> {
    return identityPattern<Atom>(this);
  }

  [inspect.custom](): string {
    return `atom(${inspect(this.name)})`;
  }
}

/**
 * Marks a text as an atom of Erlang. Only for names that the program itself contains: a node of Erlang keeps every atom for
 * ever, and dies of too many.
 *
 * @param name up to 255 characters
 * @example
 * import { atom, binaryToTerm, termToBinary } from 'regent-otp/beam';
 *
 * atom('up') === atom('up'); // => true
 * binaryToTerm(termToBinary(atom('up'))) === atom('up'); // => true
 */
export function atom(name: string): Atom {
  if (!isAtomName(name)) throw badarg('atom', 'name', name, 'a text of up to 255 characters');
  return Atom.of(name);
}

/** Whether a text can be the name of an atom. */
export function isAtomName(name: unknown): name is string {
  if (typeof name !== 'string' || hasHalfCharacter(name)) return false;
  return name.length <= longest || (name.length <= 2 * longest && Array.from(name).length <= longest);
}
