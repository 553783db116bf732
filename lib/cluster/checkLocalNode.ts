/**
 * Checks what a node is about to tell of itself.
 */
import { badarg } from '../terms/errors.js';
import type { LocalNode } from './connectOptions.js';
import { codecPattern, maxCodecs, namePattern } from './hello.js';

/** @throws ErlangError badarg, naming the field and its value */
export function checkLocalNode(where: string, { id, creation, codecs, fingerprint }: LocalNode): void {
  if (!namePattern.test(id)) throw badarg(where, 'local.id', id, 'a text of letters, digits, and _ - . @');
  if (!Number.isInteger(creation) || creation < 1 || creation >= 2 ** 32) {
    throw badarg(where, 'local.creation', creation, 'an integer from 1 to 4294967295');
  }
  if (codecs.length < 1 || codecs.length > maxCodecs || !codecs.every((name) => codecPattern.test(name))) {
    throw badarg(where, 'local.codecs', codecs, `1 to ${maxCodecs} names of up to 32 letters, digits, and _ - .`);
  }
  if (fingerprint !== undefined && !/^[0-9a-f]{32}$/.test(fingerprint)) {
    throw badarg(where, 'local.fingerprint', fingerprint, '32 hexadecimal digits');
  }
}
