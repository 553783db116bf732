/** text: what Erlang calls chardata and Elixir a string or a charlist, as a string of JavaScript. */
import { badarg } from '../../terms/errors.js';
import { Atom } from './atom.js';
import { Binary } from './binary.js';

/** What `text` takes: a binary, a string, a list of characters and of such, or an atom. */
export type TextData = string | Binary | Atom | number | readonly TextData[];

/**
 * The text of a binary, of a list of characters, of an atom, or of a list of those. What is a string already stays as it
 * is: a port that uses it for every text it is sent does not depend on how Erlang spelled it. Ports
 * `unicode:characters_to_binary/1`.
 *
 * @example
 * import { binary, text } from 'regent-otp/beam';
 *
 * text(binary('alice')); // => 'alice'
 * text('alice'); // => 'alice'
 * text([97, 'lic', [101]]); // => 'alice'
 */
export function text(data: TextData): string {
  if (typeof data === 'string') return data;
  const pieces: string[] = [];
  const waiting: TextData[] = [data];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next))
      for (let index = next.length - 1; index >= 0; index--) waiting.push(next[index] as TextData);
    else pieces.push(piece(next as Exclude<TextData, readonly TextData[]>, data));
  }
  return pieces.join('');
}

function piece(next: string | Binary | Atom | number, data: TextData): string {
  if (typeof next === 'string') return next;
  if (next instanceof Binary || next instanceof Atom) return next.toString();
  const isCharacter = Number.isInteger(next) && next >= 0 && next <= 0x10ffff;
  if (!isCharacter) throw badarg('text', 'data', data, 'a text, a binary, or a list of characters');
  return String.fromCodePoint(next);
}
