// A PEM file's text.
import { readFile } from 'node:fs/promises';
import { fileError } from './fileError.js';

/** @throws CertificateError `missing` or `file`, naming the path */
export async function readPem(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(fileError(path, 'cannot be read'));
}
