// Frames as an Erlang node sends them, made of terms, and what a node here reads in them.
import { Buffer } from 'node:buffer';
import { atom, tuple } from 'regent-otp/beam';
import { TermEncoder } from '../../../../lib/beam/etf/encoder.js';
import { TermDecoder } from '../../../../lib/beam/etf/decoder.js';
import { Identifiers } from '../../../../lib/beam/etf/identifiers.js';
import { defaultLimits } from '../../../../lib/beam/etf/limits.js';
import { Vocabulary } from '../../../../lib/beam/etf/vocabulary.js';
import { decodeControl } from '../../../../lib/beam/signals/decodeControl.js';
import { Incarnation } from '../../../../lib/terms/incarnation.js';
import type { Signal } from '../../../../lib/terms/signal.js';

export const here = Incarnation.of('here@localhost', 5);
export const there = Incarnation.of('there@localhost', 7);
export const [mine, theirs] = [here.address(11), there.address(13)];
export const myRef = here.ref(17);
export const vocabulary = new Vocabulary();

const none = Symbol('no payload');
const limits = defaultLimits;

/** The bytes of a control tuple, and of the term behind it. */
export function frame(control: unknown, payload: unknown = none): Buffer {
  const encoder = new TermEncoder({ vocabulary, limits, identifiers: new Identifiers(there.node, there) });
  encoder.output.u8(112);
  encoder.output.u8(131);
  encoder.put(control);
  if (payload !== none) {
    encoder.output.u8(131);
    encoder.put(payload);
  }
  return Buffer.from(encoder.output.finish(0));
}

/** What a node here reads in a frame. */
export function read(bytes: Buffer): Signal | undefined {
  const terms = { identifiers: new Identifiers(here.node, here), vocabulary, limits, binaries: 'text' as const };
  const decoder = new TermDecoder(terms);
  return decodeControl(bytes, { decoder, terms: { ...terms, sender: mine }, here, node: there.node });
}

/** The signal in a control tuple of these items. */
export function signal(items: readonly unknown[], payload: unknown = none): Signal | undefined {
  return read(frame(tuple(...items), payload));
}

export { atom, tuple };
