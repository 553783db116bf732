/**
 * The public names of `regent-otp/beam`: a node in a real Erlang cluster.
 */
export {
  atom,
  Atom,
  binary,
  Binary,
  binaryToTerm,
  charlist,
  float,
  Float,
  FrozenMap,
  improperList,
  ImproperList,
  list,
  Opaque,
  termToBinary,
  text,
  tuple,
  type BinaryMode,
  type OpaqueKind,
  type TermLimits,
  type TermOptions,
  type TextData,
} from '../../lib/beam/index.js';
