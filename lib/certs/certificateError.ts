// The one error this folder throws. Its message starts with the field (an argument, a field of a cluster spec, or a
// file) and says what is wrong with its value; a private key is never part of a message.

/** What is wrong, for programs; the message says it for people. */
export type CertificateProblem =
  | 'bad_option'
  | 'not_pem'
  | 'passphrase'
  | 'unsupported_key'
  | 'wrong_key'
  | 'not_yet_valid'
  | 'expired'
  | 'not_authority'
  | 'not_signed'
  | 'revoked'
  | 'wrong_id'
  | 'wrong_usage'
  | 'exists'
  | 'missing'
  | 'file';

/** A certificate, key or option that cannot be used. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  readonly code: CertificateProblem;
  /** The argument, field of a cluster spec, or file that is at fault. */
  readonly field: string;
  /** The message without its field. */
  readonly detail: string;

  constructor(code: CertificateProblem, field: string, detail: string, options?: ErrorOptions) {
    super(`${field}: ${detail}`, options);
    this.code = code;
    this.field = field;
    this.detail = detail;
  }
}
