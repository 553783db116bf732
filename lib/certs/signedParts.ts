// What X.509 signs, be it a certificate or a list: a content, an algorithm and a signature.
import type { asn1 } from 'node-forge';
import type { Forge } from './loadForge.js';
import type { SignedParts } from './signature.js';

/** @throws Error for bytes of another form */
export function signedParts(forge: Forge, der: string): { readonly content: asn1.Asn1; readonly signed: SignedParts } {
  // The declarations know an earlier form of the options alone.
  const options = { strict: true, decodeBitStrings: false } as unknown as boolean;
  const root = forge.asn1.fromDer(der, options);
  const encoded = (part: asn1.Asn1 | undefined): Buffer => Buffer.from(forge.asn1.toDer(part!).getBytes(), 'latin1');
  // What is read must be what was signed, and forge reads forms that it does not write.
  if (!encoded(root).equals(Buffer.from(der, 'latin1'))) throw new Error('it is not DER');
  const { SEQUENCE, BITSTRING, INTEGER } = forge.asn1.Type;
  const [content, algorithm, signature, ...more] = root.type === SEQUENCE ? (root.value as asn1.Asn1[]) : [];
  const isBits = signature?.type === BITSTRING && typeof signature.value === 'string' && signature.value[0] === '\0';
  if (!isBits || more.length > 0) throw new Error('it is not a content, an algorithm and a signature');
  const parts = content!.value as asn1.Asn1[];
  // A number, the version, may come first; then the algorithm once more; then who signed.
  const [innerAlgorithm, issuer] = parts.slice(parts[0]?.type === INTEGER ? 1 : 0);
  if (!encoded(algorithm).equals(encoded(innerAlgorithm))) throw new Error('it names two algorithms');
  const signed = {
    bytes: encoded(content),
    algorithm: forge.asn1.derToOid((algorithm!.value as asn1.Asn1[])[0]!.value as string),
    signature: Buffer.from((signature.value as string).slice(1), 'latin1'),
    issuer: encoded(issuer),
  };
  return { content: content!, signed };
}
