// The names of a certificate, in forge's notation: one URI for the identity, then DNS names and IP addresses for other
// tools. Invariant: only the identity can look like an identity, since every other name is checked.
import { isIP } from 'node:net';
import { CertificateError } from './certificateError.js';
import type { Identity } from './identityOf.js';

/** Names beside the identity. Regent itself never looks at them. */
export interface ExtraNames {
  /** Host names, without wildcards. */
  readonly dns?: readonly string[];
  /** IPv4 or IPv6 addresses, without a zone. */
  readonly ip?: readonly string[];
}

const uri = 6;
const dnsName = 2;
const ipAddress = 7;
const label = /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/;

/** @throws CertificateError `bad_option` */
export function subjectAltNames([kind, name]: Identity, { dns = [], ip = [] }: ExtraNames): readonly object[] {
  return [
    { type: uri, value: `regent:${kind}/${name}` },
    ...dns.map((host) => ({ type: dnsName, value: checkHost(host) })),
    ...ip.map((address) => ({ type: ipAddress, ip: checkAddress(address) })),
  ];
}

function checkHost(host: string): string {
  if (host.length <= 253 && host.split('.').every((part) => label.test(part))) return host;
  throw new CertificateError('bad_option', 'dns', `${JSON.stringify(host)} is no host name`);
}

function checkAddress(address: string): string {
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 0) throw new CertificateError('bad_option', 'ip', `${JSON.stringify(address)} is no IP address`);
  // Forge reads hexadecimal groups only; a URL brings the dotted end of ::ffff:127.0.0.1 into that form.
  return version === 4 ? address : new URL(`http://[${address}]`).hostname.slice(1, -1);
}
