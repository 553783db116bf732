// `regent certs inspect`: prints what the certificates, or revocation lists, of a file say.
import { Command } from 'commander';
import type { CertificateInfo, RevocationList } from '../certs/index.js';
import { inspectCertificates, parseRevocationLists } from '../certs/index.js';
import { readText } from './readText.js';

const day = 86_400_000;

export function certsInspect(out: (text: string) => void): Command {
  return new Command('inspect')
    .description('print what a certificate, or a revocation list, says')
    .argument('<file>', 'a PEM file')
    .action(async (file: string) => {
      const pem = await readText(file);
      const blocks = pem.includes('-----BEGIN X509 CRL-----')
        ? parseRevocationLists(pem, file).map(listRows)
        : inspectCertificates(pem, file).map((info) => certificateRows(info, Date.now()));
      out(blocks.map(print).join('\n'));
    });
}

type Row = readonly [name: string, value: string];

function certificateRows(info: CertificateInfo, now: number): readonly Row[] {
  return [
    ['subject', info.subject],
    ['issuer', info.issuer],
    ['identity', info.identity?.join(' ') ?? (info.authority ? 'certificate authority' : 'none')],
    ['names', info.names === '' ? 'none' : info.names],
    ['valid', `${info.validFrom.toISOString()} to ${info.validTo.toISOString()} (${state(info, now)})`],
    ['key', info.key],
    ['serial', info.serial],
    ['sha256', info.fingerprint],
  ];
}

function listRows({ number, updated, nextUpdate, revoked }: RevocationList): readonly Row[] {
  return [
    ['list', `number ${number ?? 'none'}`],
    ['valid', `${updated.toISOString()} to ${nextUpdate?.toISOString() ?? 'the next'}`],
    ...revoked.map(({ serial, date, reason }): Row => ['revoked', `${serial} ${date.toISOString()} ${reason}`]),
  ];
}

function print(rows: readonly Row[]): string {
  return rows.map(([name, value]) => `${name.padEnd(9)} ${value}\n`).join('');
}

function state({ validFrom, validTo }: CertificateInfo, now: number): string {
  if (now < validFrom.getTime()) return 'not yet valid';
  if (now > validTo.getTime()) return 'expired';
  return `${Math.floor((validTo.getTime() - now) / day)} days left`;
}
