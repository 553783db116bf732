/**
 * When certificates and revocation lists end, and when to warn of it.
 */
import { parseCertificates, parseRevocationLists } from '../../certs/index.js';
import type { Credentials } from '../spec/credentials.js';

/** Something of a node's that does not last. */
export interface Lasting {
  readonly what: 'node certificate' | 'authority certificate' | 'revocation list';
  /** Tells it from its successor: a serial number, or the number of a list. */
  readonly serial: string;
  /** ms since 1970. */
  readonly end: number;
}

/** Something that ends in less than a number of days; 0 if it has ended. */
export interface Warning extends Lasting {
  readonly days: number;
}

const day = 86_400_000;

/** All that a node proves itself with, or judges others by. */
export function lastingOf({ certPem, clusterCertPem, crlPem }: Credentials): readonly Lasting[] {
  const certificates = (pem: string, what: Lasting['what']): readonly Lasting[] =>
    parseCertificates(pem).map(({ serialNumber, validTo }) => ({
      what,
      serial: serialNumber,
      end: Date.parse(validTo),
    }));
  const lists = crlPem === undefined ? [] : parseRevocationLists(crlPem);
  return [
    ...certificates(certPem, 'node certificate').slice(0, 1),
    ...certificates(clusterCertPem, 'authority certificate'),
    ...lists.map(({ number, nextUpdate }): Lasting => ({
      what: 'revocation list',
      serial: String(number ?? ''),
      end: nextUpdate?.getTime() ?? Infinity,
    })),
  ];
}

/** What to warn of now: of each thing only its nearest mark. */
export function warningsAt(now: number, things: readonly Lasting[], marks: readonly number[]): readonly Warning[] {
  return things.flatMap((thing) => {
    const passed = [0, ...marks].filter((days) => thing.end - now < days * day || (days === 0 && thing.end < now));
    return passed.length === 0 ? [] : [{ ...thing, days: Math.min(...passed) }];
  });
}

/** When the next warning is due, ms since 1970; Infinity if there is none. */
export function nextWarning(now: number, things: readonly Lasting[], marks: readonly number[]): number {
  const due = things.flatMap(({ end }) => [0, ...marks].map((days) => end - days * day));
  return Math.min(...due.filter((at) => at > now), Infinity);
}
