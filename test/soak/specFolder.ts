/**
 * The certificates of a cluster of OS processes. Keys take long to make: all nodes have the same one, which certificates
 * do not mind.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NodeSpecFile } from 'regent-otp';
import { createAuthority, issueNodeCertificate } from 'regent-otp/certs';

/** A folder with cluster specs, each with its node's certificate in it. */
export class SpecFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), 'regent-faults-'));
  readonly #credentials = new Map<string, object>();

  static async create(ids: readonly string[]): Promise<SpecFolder> {
    const folder = new SpecFolder();
    const authority = await createAuthority();
    let keyPem: string | undefined;
    for (const id of ids) {
      const node = await issueNodeCertificate(authority, id, keyPem === undefined ? {} : { keyPem });
      keyPem = node.keyPem;
      const { certPem: cluster_cert_pem } = authority;
      folder.#credentials.set(id, { node_cert_pem: node.certPem, node_key_pem: keyPem, cluster_cert_pem });
    }
    return folder;
  }

  /** Writes the spec of a node, and gives its path. */
  write(id: string, nodes: readonly NodeSpecFile[]): string {
    const file = path.join(this.path, `${id}.json`);
    writeFileSync(file, JSON.stringify({ nodes, ...this.#credentials.get(id) }));
    return file;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
