// Certificates with subject alternative names that the library would refuse to issue.
import { X509Certificate } from 'node:crypto';
import { generateKey } from '../../../lib/certs/generateKey.js';
import { signCertificate } from '../../../lib/certs/signCertificate.js';

export const uri = (value: string) => ({ type: 6, value });
export const dns = (value: string) => ({ type: 2, value });

const key = generateKey();

/** Signed by itself; `subject` is the common name. */
export async function certificateWith(altNames: readonly object[], subject = 'test'): Promise<X509Certificate> {
  const now = Date.now();
  return new X509Certificate(
    signCertificate({
      subject,
      key: await key,
      lifetime: { notBefore: new Date(now - 1000), notAfter: new Date(now + 3_600_000) },
      extensions: altNames.length === 0 ? [] : [{ name: 'subjectAltName', altNames }],
    }),
  );
}
