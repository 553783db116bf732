// An error of the file system as a CertificateError that names the file.
import { CertificateError } from './certificateError.js';

/** A handler for `promise.catch`. An error that names a file already passes through. */
export function fileError(path: string, what: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof CertificateError) throw error;
    const code = (error as { code?: unknown }).code;
    const missing = code === 'ENOENT';
    const detail = missing ? 'no such file' : `${what} (${typeof code === 'string' ? code : String(error)})`;
    throw new CertificateError(missing ? 'missing' : 'file', path, detail, { cause: error });
  };
}
