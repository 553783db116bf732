// Whether a certificate that was accepted once still counts: time goes on, and lists and authorities change.
import type { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificateError.js';
import { checkIssuedBy } from './checkIssuedBy.js';
import { checkNotRevoked, type Trust } from './checkNotRevoked.js';
import { checkValidity } from './checkValidity.js';

/**
 * Why a certificate must not be trusted now; undefined if it may.
 *
 * @param now - ms since 1970
 */
export function trustProblem(certificate: X509Certificate, trust: Trust, now: number): CertificateError | undefined {
  try {
    checkValidity(certificate, now, 'certificate');
    checkIssuedBy(certificate, trust.authorities, 'certificate');
    checkNotRevoked(certificate, trust);
    return undefined;
  } catch (error) {
    if (error instanceof CertificateError) return error;
    throw error;
  }
}
