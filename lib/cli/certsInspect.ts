// `regent certs inspect`: prints what the certificates of a file say.
import { Command } from 'commander';
import type { CertificateInfo } from '../certs/index.js';
import { inspectCertificates } from '../certs/index.js';
import { readText } from './readText.js';

const day = 86_400_000;

export function certsInspect(out: (text: string) => void): Command {
  return new Command('inspect')
    .description('print what a certificate says')
    .argument('<file>', 'a PEM file of one certificate or several')
    .action(async (file: string) => {
      const certificates = inspectCertificates(await readText(file), file);
      out(certificates.map((info) => print(info, Date.now())).join('\n'));
    });
}

function print(info: CertificateInfo, now: number): string {
  const rows: readonly (readonly [string, string])[] = [
    ['subject', info.subject],
    ['issuer', info.issuer],
    ['identity', info.identity?.join(' ') ?? (info.authority ? 'certificate authority' : 'none')],
    ['names', info.names === '' ? 'none' : info.names],
    ['valid', `${info.validFrom.toISOString()} to ${info.validTo.toISOString()} (${state(info, now)})`],
    ['key', info.key],
    ['serial', info.serial],
    ['sha256', info.fingerprint],
  ];
  return rows.map(([name, value]) => `${name.padEnd(9)} ${value}\n`).join('');
}

function state({ validFrom, validTo }: CertificateInfo, now: number): string {
  if (now < validFrom.getTime()) return 'not yet valid';
  if (now > validTo.getTime()) return 'expired';
  return `${Math.floor((validTo.getTime() - now) / day)} days left`;
}
