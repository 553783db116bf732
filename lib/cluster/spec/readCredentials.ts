/**
 * The certificates of a cluster spec, from files or from the spec itself, checked against each other and the node's id.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodeCertificateProblems } from '../../certs/index.js';
import type { Credentials } from './clusterSpec.js';
import { show, type Problems } from './problems.js';

type Fields = Readonly<Record<string, unknown>>;

interface Reader {
  /** The node that this is; undefined if that cannot be told. */
  readonly id: string | undefined;
  /** A cluster of one node needs no certificates. */
  readonly isAlone: boolean;
  readonly folder: string;
}

const names = { certPem: 'node_cert', keyPem: 'node_key', clusterCertPem: 'cluster_cert' } as const;
type Part = keyof typeof names;

export function readCredentials(file: Fields, reader: Reader, problems: Problems): Credentials | undefined {
  if (reader.isAlone && Object.values(names).every((name) => !(`${name}_path` in file) && !(`${name}_pem` in file))) {
    return undefined;
  }
  const certPem = readPart(file, 'certPem', reader, problems);
  const keyPem = readPart(file, 'keyPem', reader, problems);
  const clusterCertPem = readPart(file, 'clusterCertPem', reader, problems);
  if (certPem === undefined || keyPem === undefined || clusterCertPem === undefined) return undefined;
  const credentials = { certPem, keyPem, clusterCertPem };
  if (reader.id === undefined) return credentials;
  const fields = {
    certPem: fieldOf(file, 'certPem'),
    keyPem: fieldOf(file, 'keyPem'),
    clusterCertPem: fieldOf(file, 'clusterCertPem'),
  };
  for (const problem of nodeCertificateProblems({ id: reader.id, ...credentials }, { fields })) {
    problems.add(problem.field, problem.detail);
  }
  return credentials;
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
    return readText(resolve(folder, value.replaceAll('%d', id ?? '')), field, problems);
  }
  return undefined;
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
