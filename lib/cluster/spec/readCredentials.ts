/**
 * The certificates of a cluster spec, from files or from the spec itself, checked against each other and the node's id.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodeCertificateProblems } from '../../certs/index.js';
import type { Credentials, CredentialSource } from './clusterSpec.js';
import { ClusterSpecError } from './clusterSpecError.js';
import { Problems, show } from './problems.js';

type Fields = Readonly<Record<string, unknown>>;

interface Reader {
  /** The node that this is; undefined if that cannot be told. */
  readonly id: string | undefined;
  /** A cluster of one node needs no certificates. */
  readonly isAlone: boolean;
  readonly folder: string;
}

const names = {
  certPem: 'node_cert',
  keyPem: 'node_key',
  clusterCertPem: 'cluster_cert',
  crlPem: 'cluster_crl',
} as const;
type Part = keyof typeof names;
const parts = Object.keys(names) as readonly Part[];

export function readCredentials(file: Fields, reader: Reader, problems: Problems): Credentials | undefined {
  if (reader.isAlone && !parts.some((part) => isGiven(file, part))) return undefined;
  const certPem = readPart(file, 'certPem', reader, problems);
  const keyPem = readPart(file, 'keyPem', reader, problems);
  const clusterCertPem = readPart(file, 'clusterCertPem', reader, problems);
  const crlPem = isGiven(file, 'crlPem') ? readPart(file, 'crlPem', reader, problems) : undefined;
  if (certPem === undefined || keyPem === undefined || clusterCertPem === undefined) return undefined;
  const credentials = { certPem, keyPem, clusterCertPem, crlPem };
  if (reader.id === undefined) return credentials;
  const fields = Object.fromEntries(parts.map((part) => [part, fieldOf(file, part)]));
  for (const problem of nodeCertificateProblems({ id: reader.id, ...credentials }, { fields })) {
    problems.add(problem.field, problem.detail);
  }
  return credentials;
}

/** Where the credentials of a spec without mistakes are to be read again. */
export function sourceOf(file: Fields, reader: Reader): CredentialSource {
  const { id, folder } = reader;
  const paths = parts
    .map((part) => file[`${names[part]}_path`])
    .filter((path) => typeof path === 'string')
    .map((path) => pathOf(path, id, folder));
  return {
    paths,
    read: () => {
      const problems = new Problems();
      const credentials = readCredentials(file, reader, problems);
      if (credentials === undefined || problems.found.length > 0) {
        throw new ClusterSpecError('the certificates', problems.found);
      }
      return credentials;
    },
  };
}

function isGiven(file: Fields, part: Part): boolean {
  return `${names[part]}_path` in file || `${names[part]}_pem` in file;
}

/** The field that holds the part: `node_cert_path` or `node_cert_pem`. */
function fieldOf(file: Fields, part: Part): string {
  return `${names[part]}_path` in file ? `${names[part]}_path` : `${names[part]}_pem`;
}

function readPart(file: Fields, part: Part, { id, folder }: Reader, problems: Problems): string | undefined {
  const [pathField, pemField] = [`${names[part]}_path`, `${names[part]}_pem`];
  const field = fieldOf(file, part);
  const value = file[field];
  if (pathField in file && pemField in file) {
    problems.add(pathField, `there is ${pemField} too; only one of them can count`);
  } else if (value === undefined) {
    problems.add(pathField, `is missing, and so is ${pemField}`);
  } else if (typeof value !== 'string' || value === '') {
    problems.add(field, `${field === pemField ? 'the value' : show(value)} must be a text`);
  } else if (field === pemField) {
    return value;
  } else if (id !== undefined || !value.includes('%d')) {
    return readText(pathOf(value, id, folder), field, problems);
  }
  return undefined;
}

function pathOf(path: string, id: string | undefined, folder: string): string {
  return resolve(folder, path.replaceAll('%d', id ?? ''));
}

function readText(path: string, field: string, problems: Problems): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    problems.add(field, `${show(path)} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${String(code)})`}`);
    return undefined;
  }
}
