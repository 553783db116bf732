/** What the signals of one membership have in common. */
import type { Address } from '../../terms/address.js';
import type { BinaryMode } from '../etf/decoder.js';
import type { Identifiers } from '../etf/identifiers.js';
import type { TermLimits } from '../etf/limits.js';
import type { Vocabulary } from '../etf/vocabulary.js';

export interface BeamTerms {
  readonly identifiers: Identifiers;
  readonly vocabulary: Vocabulary;
  readonly limits: TermLimits;
  readonly binaries: BinaryMode;
  /** In whose name messages of plain code are sent. */
  readonly sender: Address;
}

/** In front of a control tuple: what follows is neither a fragment nor compressed. */
export const passThrough = 112;
