// What a revocation list says.
import type { RevocationReason } from './revocationReasons.js';

/** A certificate that is not to be trusted any more. */
export interface RevokedCertificate {
  /** Hexadecimal, in capitals, as `X509Certificate.serialNumber`. */
  readonly serial: string;
  /** When it was revoked. */
  readonly date: Date;
  readonly reason: RevocationReason;
}

/** A list of revoked certificates, signed by the authority that issued them. */
export interface RevocationList {
  /** Counts the authority's lists; undefined in a list without a number. */
  readonly number: bigint | undefined;
  /** When it was made. */
  readonly updated: Date;
  /** From then on it is out of date, and no connection is made with it; undefined for a list that lasts. */
  readonly nextUpdate: Date | undefined;
  readonly revoked: readonly RevokedCertificate[];
  /** The list alone. */
  readonly pem: string;
}
