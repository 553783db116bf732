/**
 * Why a node could not be connected with.
 */

/** What a node refuses another for. */
export type RefusalCode =
  | 'malformed'
  | 'wrong_version'
  | 'wrong_node'
  | 'identity_mismatch'
  | 'same_id'
  | 'bad_creation'
  | 'no_common_codec'
  | 'not_admitted'
  | 'timeout'
  | 'overload';

/** The far end answered and refused. `reason` is its text, for a `not_admitted` the one its `admit` gave. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: RefusalCode;
  readonly reason: string;

  constructor(remote: string, code: RefusalCode, reason: string) {
    super(`${remote} refused: ${reason}`);
    this.code = code;
    this.reason = reason;
  }
}

/** The far end could not be reached, could not prove who it is, or did not speak as it should. */
export class DialError extends Error {
  override readonly name = 'DialError';
}
