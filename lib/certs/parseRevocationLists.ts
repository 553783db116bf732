// Reads revocation lists. They may come from another tool, so the form is checked, and what is not understood but
// critical makes a list useless: to read past it could mean to trust somebody who is revoked.
import type { asn1 } from 'node-forge';
import { CertificateError } from './certificateError.js';
import { describePem } from './describePem.js';
import { loadForge, type Forge } from './loadForge.js';
import type { RevocationList, RevokedCertificate } from './revocationList.js';
import { revocationReason } from './revocationReasons.js';
import type { SignedParts } from './signature.js';
import { signedParts } from './signedParts.js';

/** A list with what is needed to check its signature. */
export interface SignedRevocationList extends RevocationList {
  readonly signed: SignedParts;
}

const block = /-----BEGIN X509 CRL-----[^-]*-----END X509 CRL-----\n?/g;
const numberExtension = '2.5.29.20';
const reasonExtension = '2.5.29.21';
const understood: readonly string[] = [numberExtension, reasonExtension, '2.5.29.35'];

/**
 * Reads all revocation lists of a PEM text, at least one. Verifies nothing.
 *
 * @param field - how an error calls the text
 * @throws CertificateError `not_pem` for what is no list, or one with a critical extension that is not known
 *
 * @example
 * import { createAuthority, createRevocationList, parseRevocationLists } from 'regent-otp/certs';
 *
 * const [list] = parseRevocationLists(createRevocationList(await createAuthority()));
 * [list.number, list.revoked.length]; // => [1n, 0]
 */
export function parseRevocationLists(
  pem: string,
  field = 'crlPem',
): readonly [SignedRevocationList, ...SignedRevocationList[]] {
  const [first, ...more] = (pem.match(block) ?? []).map((text) => parseBlock(text, field));
  if (first === undefined) {
    throw new CertificateError('not_pem', field, `no revocation list in PEM form (${describePem(pem)})`);
  }
  return [first, ...more];
}

function parseBlock(pem: string, field: string): SignedRevocationList {
  try {
    const forge = loadForge();
    const { content, signed } = signedParts(forge, forge.pem.decode(pem)[0]!.body);
    return { ...readContent(forge, content), pem, signed };
  } catch (error) {
    throw new CertificateError('not_pem', field, `a revocation list in it cannot be read: ${String(error)}`, {
      cause: error,
    });
  }
}

function readContent(forge: Forge, content: asn1.Asn1): Omit<RevocationList, 'pem'> {
  const { Type, Class } = forge.asn1;
  const rest = [...partsOf(content)];
  if (rest[0]?.type === Type.INTEGER) rest.shift();
  rest.splice(0, 2);
  const updated = timeOf(forge, rest.shift());
  const nextUpdate = isTime(forge, rest[0]) ? timeOf(forge, rest.shift()) : undefined;
  const entries = rest[0]?.tagClass === Class.UNIVERSAL ? partsOf(rest.shift()) : [];
  const extensions = extensionsOf(forge, rest.length === 0 ? [] : partsOf(partsOf(rest[0])[0]));
  const number = extensions.get(numberExtension);
  return {
    number: number === undefined ? undefined : BigInt(`0x${hexOf(number)}`),
    updated,
    nextUpdate,
    revoked: entries.map((entry) => readEntry(forge, partsOf(entry))),
  };
}

function readEntry(forge: Forge, [serial, date, extensions]: readonly asn1.Asn1[]): RevokedCertificate {
  const reason = extensionsOf(forge, extensions === undefined ? [] : partsOf(extensions)).get(reasonExtension);
  return {
    serial: plainHex(hexOf(serial)),
    date: timeOf(forge, date),
    reason: revocationReason(reason === undefined ? 0 : parseInt(hexOf(reason), 16)),
  };
}

function extensionsOf(forge: Forge, extensions: readonly asn1.Asn1[]): ReadonlyMap<string, asn1.Asn1> {
  return new Map(
    extensions.map((extension) => {
      const [oid, ...rest] = partsOf(extension);
      const name = forge.asn1.derToOid(bytesOf(oid));
      const isCritical = rest.length === 2 && bytesOf(rest[0]) !== '\0';
      if (isCritical && !understood.includes(name)) throw new Error(`the critical extension ${name} is not known`);
      return [name, forge.asn1.fromDer(bytesOf(rest.at(-1)))];
    }),
  );
}

function isTime({ asn1: { Type } }: Forge, value: asn1.Asn1 | undefined): boolean {
  return value?.type === Type.UTCTIME || value?.type === Type.GENERALIZEDTIME;
}

function timeOf(forge: Forge, value: asn1.Asn1 | undefined): Date {
  if (!isTime(forge, value)) throw new Error('a time is missing');
  const bytes = bytesOf(value);
  const isShort = value!.type === forge.asn1.Type.UTCTIME;
  return isShort ? forge.asn1.utcTimeToDate(bytes) : forge.asn1.generalizedTimeToDate(bytes);
}

function partsOf(value: asn1.Asn1 | undefined): readonly asn1.Asn1[] {
  if (!Array.isArray(value?.value)) throw new Error('a part is missing');
  return value.value;
}

function bytesOf(value: asn1.Asn1 | undefined): string {
  if (typeof value?.value !== 'string') throw new Error('a value is missing');
  return value.value;
}

function hexOf(value: asn1.Asn1 | undefined): string {
  return Buffer.from(bytesOf(value), 'latin1').toString('hex');
}

// As node:crypto writes serial numbers: in capitals, without what only keeps the number positive.
function plainHex(hex: string): string {
  return hex.replace(/^(?:00)+(?=..)/, '').toUpperCase();
}
