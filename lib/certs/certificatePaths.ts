// Where certificates lie in a folder, and how a cluster spec names them:
//
//   cluster_cert.pem    the authority's certificate: every node needs it       cluster_cert_path
//   cluster_key.pem     the authority's key: only for issuing, no node needs it
//   cluster_crl.pem     who is revoked: every node needs it, once there is one         cluster_crl_path
//   node_<id>_cert.pem  a node's certificate                                   node_cert_path, id written as %d
//   node_<id>_key.pem   a node's key: only that node needs it                  node_key_path, id written as %d
//   shell_cert.pem      the certificate of who may open a shell, shell_<name>_cert.pem if there are several
//   shell_key.pem       its key
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateError } from './certificateError.js';
import { checkNodeId } from './checkNodeId.js';

/** The files of one certificate and its key. */
export interface PairPaths {
  readonly certPath: string;
  readonly keyPath: string;
}

/** The fields of a cluster spec that name certificates; `%d` stands for a node's id. */
export interface SpecPaths {
  readonly cluster_cert_path: string;
  readonly node_cert_path: string;
  readonly node_key_path: string;
  /** Left out where there is no list. */
  readonly cluster_crl_path?: string;
}

/** The authority's files in a folder. */
export function authorityPaths(dir: string): PairPaths {
  return { certPath: join(dir, 'cluster_cert.pem'), keyPath: join(dir, 'cluster_key.pem') };
}

/** The authority's revocation list in a folder. */
export function revocationListPath(dir: string): string {
  return join(dir, 'cluster_crl.pem');
}

/**
 * The files of a certificate for shells in a folder.
 *
 * @param name - of the person or program that has it; a folder may hold one certificate without
 * @throws CertificateError `bad_option` for a name that is no node id
 */
export function shellPaths(dir: string, name?: string): PairPaths {
  const prefix = name === undefined ? 'shell' : `shell_${checkNodeId(name, 'name')}`;
  return { certPath: join(dir, `${prefix}_cert.pem`), keyPath: join(dir, `${prefix}_key.pem`) };
}

/**
 * A node's files in a folder.
 *
 * @throws CertificateError `bad_option` for an id that {@link checkNodeId} refuses
 */
export function nodePaths(dir: string, id: number | string): PairPaths {
  const text = checkNodeId(id);
  return { certPath: join(dir, `node_${text}_cert.pem`), keyPath: join(dir, `node_${text}_key.pem`) };
}

/**
 * What a cluster spec says about the certificates of a folder. The revocation list is named if there is one.
 *
 * @throws CertificateError `bad_option` for a folder whose name holds `%d`
 *
 * @example
 * import { specPaths } from 'regent-otp/certs';
 *
 * const spec = { nodes: [{ id: 1, address: '127.0.0.1:20000' }], ...specPaths('certs') };
 * spec.node_key_path; // => 'certs/node_%d_key.pem'
 */
export function specPaths(dir: string): SpecPaths {
  if (dir.includes('%d')) throw new CertificateError('bad_option', 'dir', `${JSON.stringify(dir)} holds %d`);
  return {
    cluster_cert_path: authorityPaths(dir).certPath,
    node_cert_path: join(dir, 'node_%d_cert.pem'),
    node_key_path: join(dir, 'node_%d_key.pem'),
    ...(existsSync(revocationListPath(dir)) && { cluster_crl_path: revocationListPath(dir) }),
  };
}
