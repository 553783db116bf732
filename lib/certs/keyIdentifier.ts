// The identifier of an authority's key, which what it signs names.
import type { pki } from 'node-forge';
import type { Forge } from './loadForge.js';

/** @returns bytes, one a character, as forge has them */
export function keyIdentifier(forge: Forge, certificate: pki.Certificate): string {
  const extension = certificate.getExtension('subjectKeyIdentifier') as { subjectKeyIdentifier?: string } | undefined;
  const hex = extension?.subjectKeyIdentifier;
  return hex === undefined ? certificate.generateSubjectKeyIdentifier().getBytes() : forge.util.hexToBytes(hex);
}
