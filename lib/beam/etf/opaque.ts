/**
 * Opaque: a term that means nothing here (a port, a fun, a pid of a node that has no name) but travels back unchanged.
 */
import { inspect } from 'node:util';
import { identityPattern, matcher, type IdentityPattern } from '../../terms/identity.js';
import { WeakTable } from '../../terms/weakTable.js';

export type OpaqueKind = 'port' | 'fun' | 'export' | 'pid' | 'reference';

const table = new WeakTable<string, Opaque>();

/** A term of another node that can only be kept and sent back. Equal ones are one object: compare with `===`. */
export class Opaque {
  readonly kind: OpaqueKind;
  readonly #bytes: Buffer;

  private constructor(kind: OpaqueKind, bytes: Buffer) {
    this.kind = kind;
    this.#bytes = bytes;
    Object.freeze(this);
  }

  /** The one object for these bytes of the external term format, which are copied. */
  static of(kind: OpaqueKind, bytes: Uint8Array): Opaque {
    const copy = Buffer.from(bytes);
    const key = copy.toString('latin1');
    let known = table.get(key);
    if (known === undefined) table.set(key, (known = new Opaque(kind, copy)));
    return known;
  }

  get byteSize(): number {
    return this.#bytes.length;
  }

  /** Copies its bytes into a buffer. For the library alone. */
  copyTo(target: Buffer, at: number): void {
    this.#bytes.copy(target, at);
  }

  [matcher](): IdentityPattern<Opaque> {
    return identityPattern<Opaque>(this);
  }

  [inspect.custom](): string {
    return `#${this.kind}<${this.#bytes.subarray(0, 48).toString('hex')}>`;
  }
}
