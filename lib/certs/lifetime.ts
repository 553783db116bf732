// When a certificate starts and ends. It starts an hour early, since clocks differ; it never outlives its issuer.
import type { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificateError.js';
import { checkValidity } from './checkValidity.js';

const hour = 3_600_000;
const day = 24 * hour;
const maxDays = 3650;

export interface Lifetime {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** How long to last: `days` as asked for, else `defaultDays` cut to the issuer's end. `now` in ms since 1970. */
export interface LifetimeRequest {
  readonly days: number | undefined;
  readonly defaultDays: number;
  readonly now: number;
  readonly issuer?: X509Certificate;
}

/** @throws CertificateError `bad_option`; `expired` or `not_yet_valid` for the issuer */
export function lifetime({ days, defaultDays, now, issuer }: LifetimeRequest): Lifetime {
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= maxDays)) {
    throw new CertificateError('bad_option', 'days', `${days} is not an integer from 1 to ${maxDays}`);
  }
  const end = now + (days ?? defaultDays) * day;
  const asked = { notBefore: new Date(now - hour), notAfter: new Date(end) };
  if (issuer === undefined) return asked;

  checkValidity(issuer, now, 'authority.certPem');
  const issuerEnd = Date.parse(issuer.validTo);
  if (end <= issuerEnd) return asked;
  if (days !== undefined) {
    throw new CertificateError(
      'bad_option',
      'days',
      `${days} days would outlive the authority, which ends ${new Date(issuerEnd).toISOString()}`,
    );
  }
  return { ...asked, notAfter: new Date(issuerEnd) };
}
