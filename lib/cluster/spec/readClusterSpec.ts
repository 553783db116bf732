/**
 * Reads a cluster spec. Invariant: all mistakes are told together, each by its field and value, and what comes out of
 * here needs no further check.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkNodeId } from '../../certs/index.js';
import { safeCipherSuites, cipherSuiteProblem } from './cipherSuites.js';
import type { ClusterSpec, ClusterSpecFile } from './clusterSpec.js';
import { ClusterSpecError } from './clusterSpecError.js';
import { fingerprintOf } from './fingerprint.js';
import { Problems, show } from './problems.js';
import { readCredentials, sourceOf } from './readCredentials.js';
import { readNodes } from './readNodes.js';

const fields: Record<keyof ClusterSpecFile, true> = {
  nodes: true,
  permitted_protocols: true,
  node_key_path: true,
  node_key_pem: true,
  node_cert_path: true,
  node_cert_pem: true,
  cluster_cert_path: true,
  cluster_cert_pem: true,
  cluster_crl_path: true,
  cluster_crl_pem: true,
};

/**
 * Reads and checks a cluster spec, and the certificates that it names.
 *
 * @param source the path of a JSON file, or what would be in it. Paths in a file are relative to its folder, in an
 *   object to the current folder.
 * @param ownId the node that this is
 * @throws ClusterSpecError with all its mistakes
 *
 * @example
 * import { readClusterSpec } from 'regent-otp';
 *
 * const spec = readClusterSpec({ nodes: [{ id: 1, address: '127.0.0.1:20000' }] }, 1);
 * spec.own.listenAddress; // => { host: '127.0.0.1', port: 20000 }
 */
export function readClusterSpec(source: string | ClusterSpecFile, ownId: number | string): ClusterSpec {
  const name = typeof source === 'string' ? `the cluster spec ${source}` : 'the cluster spec';
  const problems = new Problems();
  const file = typeof source === 'string' ? parse(source, problems) : source;
  const spec = file === undefined ? undefined : check(file, ownId, dirnameOf(source), problems);
  if (spec === undefined || problems.found.length > 0) throw new ClusterSpecError(name, problems.found);
  return spec;
}

function check(file: unknown, ownId: number | string, folder: string, problems: Problems): ClusterSpec | undefined {
  if (!problems.isObject(file, '')) return undefined;
  problems.unknownFields(file, fields, '');
  const id = problems.collect(() => checkNodeId(ownId, 'the id of this node'));
  const nodes = readNodes(file['nodes'], problems);
  const own = nodes?.find((node) => node.id === id);
  if (id !== undefined && nodes !== undefined && own === undefined) {
    problems.add('nodes', `none has the id of this node, ${show(id)}; there are ${show(nodes.map((node) => node.id))}`);
  }
  const cipherSuites = readCipherSuites(file['permitted_protocols'], problems);
  const reader = { id, isAlone: nodes?.length === 1, folder };
  const credentials = readCredentials(file, reader, problems);
  const credentialSource = credentials && sourceOf(file, reader);
  if (nodes === undefined || own === undefined) return undefined;
  return { own, nodes, credentials, credentialSource, cipherSuites, fingerprint: fingerprintOf(nodes) };
}

function readCipherSuites(names: unknown, problems: Problems): readonly string[] {
  if (names === undefined) return safeCipherSuites;
  if (!Array.isArray(names) || names.length === 0) {
    problems.add('permitted_protocols', `${show(names)} must be an array of at least one cipher suite`);
    return safeCipherSuites;
  }
  names.forEach((name: unknown, i) => {
    const problem = cipherSuiteProblem(name);
    if (problem !== undefined) problems.add(`permitted_protocols[${i}]`, `${show(name)} ${problem}`);
  });
  return names as string[];
}

function parse(path: string, problems: Problems): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    problems.add(path, `cannot be read (${String((error as NodeJS.ErrnoException).code)})`);
    return undefined;
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    problems.add(path, `is not JSON (${(error as Error).message})`);
    return undefined;
  }
}

function dirnameOf(source: string | ClusterSpecFile): string {
  return typeof source === 'string' ? dirname(resolve(source)) : process.cwd();
}
