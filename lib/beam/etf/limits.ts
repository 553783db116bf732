/** What terms may cost. Who sends more loses the connection. */
export interface TermLimits {
  /** How many bytes, also once inflated. Default: 64 MiB. */
  readonly maxBytes: number;
  /** How many terms in one, itself included. Default: 2,097,152. */
  readonly maxTerms: number;
  /** How many levels. Default: 512. */
  readonly maxDepth: number;
  /** How many different atoms in one term. Default: 65,536. */
  readonly maxAtoms: number;
  /** How many bytes of an integer. Default: 8192. */
  readonly maxIntegerBytes: number;
}

export const defaultLimits: TermLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxTerms: 2 * 1024 * 1024,
  maxDepth: 512,
  maxAtoms: 65_536,
  maxIntegerBytes: 8192,
};
