// A folder of certificates, made on first use: for examples, demonstrations and tests. Several processes may call it
// for one folder at once; they end with the same authority and each node with one key. Nothing waits for a lock, so
// a process that dies half-way hinders no other.
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { addNodeCertificate } from './addNodeCertificate.js';
import { CertificateError } from './certificateError.js';
import type { SpecPaths } from './certificatePaths.js';
import { authorityPaths, specPaths } from './certificatePaths.js';
import { checkNodeId } from './checkNodeId.js';
import type { AuthorityOptions } from './createAuthority.js';
import { createAuthority } from './createAuthority.js';
import { createRevocationList } from './createRevocationList.js';
import { fileError } from './fileError.js';
import type { NodeCertificateOptions } from './issueNodeCertificate.js';
import { readNodeCertificate } from './readNodeCertificate.js';
import { writeAuthority } from './writeAuthority.js';
import { writeRevocationList } from './writeRevocationList.js';

export interface EnsureOptions {
  /** For an authority that is to be made. */
  readonly authority?: Omit<AuthorityOptions, 'passphrase'>;
  /** For node certificates that are to be made. */
  readonly node?: Omit<NodeCertificateOptions, 'keyPem'>;
}

/**
 * Makes sure that a folder holds an authority and the certificates of some nodes; what is there is checked and kept. A
 * new authority comes with an empty revocation list.
 *
 * @param dir - made whole in a temporary folder beside it, `<dir>.tmp-...`, and renamed into place; a folder without
 *   an authority is taken over only when it is empty
 * @param ids - nodes that the folder must serve
 * @returns the fields of a cluster spec that name these certificates
 * @throws CertificateError naming the file that is missing, expired or wrong
 *
 * @example
 * import { mkdtemp } from 'node:fs/promises';
 * import { ensureCertificates } from 'regent-otp/certs';
 *
 * const paths = await ensureCertificates(await mkdtemp('/tmp/certs-'), [1, 2]);
 * const spec = { nodes: [{ id: 1, address: '127.0.0.1:20000' }, { id: 2, address: '127.0.0.1:20001' }], ...paths };
 */
export async function ensureCertificates(
  dir: string,
  ids: readonly (number | string)[],
  options: EnsureOptions = {},
): Promise<SpecPaths> {
  // Refuses a folder that no spec can name, before anything is made.
  specPaths(dir);
  if (!(await hasAuthority(dir))) await createFolder(dir, ids, options);
  await addAndCheck(dir, ids, options);
  return specPaths(dir);
}

// Of processes that get here together one renames first; the others find its folder in their way and use it.
async function createFolder(dir: string, ids: readonly (number | string)[], options: EnsureOptions): Promise<void> {
  const target = resolve(dir);
  const parent = dirname(target);
  await mkdir(parent, { recursive: true }).catch(fileError(parent, 'cannot be created'));
  const prefix = join(parent, `${basename(target)}.tmp-`);
  const temporary = await mkdtemp(prefix).catch(fileError(prefix, 'cannot be created'));
  try {
    const authority = await createAuthority(options.authority);
    await writeAuthority(temporary, authority);
    await writeRevocationList(
      temporary,
      createRevocationList(authority, { now: options.authority?.now ?? Date.now() }),
    );
    await addAndCheck(temporary, ids, options);
    await rename(temporary, target);
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    if (!(await hasAuthority(dir))) fileError(dir, 'holds no authority and cannot be replaced')(error);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function addAndCheck(dir: string, ids: readonly (number | string)[], options: EnsureOptions): Promise<void> {
  await Promise.all(
    [...new Set(ids.map((id) => checkNodeId(id, 'ids')))].map(async (id) => {
      await addNodeCertificate(dir, id, options.node);
      await readNodeCertificate(dir, id);
    }),
  );
}

async function hasAuthority(dir: string): Promise<boolean> {
  return access(authorityPaths(dir).certPath).then(
    () => true,
    () => false,
  );
}
