/**
 * The public names of `regent-otp/beam`: a node in a real Erlang cluster.
 */
export {
  atom,
  Atom,
  Beam,
  binary,
  Binary,
  binaryToTerm,
  charlist,
  float,
  Float,
  FrozenMap,
  improperList,
  ImproperList,
  joinBeam,
  list,
  Opaque,
  termToBinary,
  text,
  tuple,
  type BeamOptions,
  type BeamTls,
  type BinaryMode,
  type OpaqueKind,
  type TermLimits,
  type TermOptions,
  type TextData,
} from '../../lib/beam/index.js';
export type { Difference } from './comparing.js';
export { shadow, type ShadowOptions } from './shadow.js';
