/**
 * The public names of lib/beam: what a node of a real Erlang cluster needs. Published as a part of `regent-otp/beam`.
 */
export { atom, Atom } from './etf/atom.js';
export { binary, Binary } from './etf/binary.js';
export type { BinaryMode } from './etf/decoder.js';
export { float, Float } from './etf/float.js';
export { FrozenMap } from './etf/frozenMap.js';
export type { TermLimits } from './etf/limits.js';
export { Opaque, type OpaqueKind } from './etf/opaque.js';
export { charlist, improperList, ImproperList, list, tuple } from './etf/sequences.js';
export { binaryToTerm, termToBinary, type TermOptions } from './etf/terms.js';
export { text, type TextData } from './etf/text.js';
export { Beam } from './beam.js';
export type { BeamOptions, BeamTls } from './beamOptions.js';
export { joinBeam } from './joinBeam.js';
