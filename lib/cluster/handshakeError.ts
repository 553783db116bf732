/**
 * Why a handshake failed, before it is known who must be told.
 */
import type { RefusalCode } from './connectErrors.js';

export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
