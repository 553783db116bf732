// `regent certs revoke`: puts certificates on the revocation list.
import { access } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { RevocationReason } from '../certs/index.js';
import {
  inspectCertificates,
  nodePaths,
  readAuthority,
  revocationListPath,
  revocationReasons,
  revokeCertificates,
  writeRevocationList,
} from '../certs/index.js';
import { collect, daysOption, dirOption, passphraseOption } from './certsOptions.js';
import { readPassphrase } from './readPassphrase.js';
import { readText } from './readText.js';

interface Options {
  readonly dir: string;
  readonly cert?: readonly string[];
  readonly serial?: readonly string[];
  readonly reason: RevocationReason;
  readonly days?: number;
  readonly passphraseFile?: string;
}

export function certsRevoke(out: (text: string) => void): Command {
  return new Command('revoke')
    .description('put certificates on the revocation list, DIR/cluster_crl.pem, and sign it anew')
    .argument('[ids...]', 'ids of nodes: their certificates in DIR; none, to sign the list as it is')
    .addOption(dirOption())
    .option('--cert <file>', 'revoke the certificate in this file; may be repeated', collect)
    .option('--serial <hex>', 'revoke the certificate with this serial number; may be repeated', collect)
    .addOption(new Option('--reason <reason>', 'why').choices(Object.keys(revocationReasons)).default('unspecified'))
    .addOption(daysOption('until the authority ends; past it, no connection is made with the list'))
    .addOption(passphraseOption())
    .action(async (ids: readonly string[], options: Options) => {
      const { dir, cert = [], serial = [], passphraseFile, ...rest } = options;
      const authority = await readAuthority(dir, await readPassphrase(passphraseFile));
      const files = [...ids.map((id) => nodePaths(dir, id).certPath), ...cert];
      const serials = [...(await Promise.all(files.map(serialIn))), ...serial];
      const list = revokeCertificates(authority, await readList(dir), serials, rest);
      for (const each of serials) out(`revoked ${each}\n`);
      out(`wrote ${await writeRevocationList(dir, list)}\n`);
    });
}

async function serialIn(file: string): Promise<string> {
  return inspectCertificates(await readText(file), file)[0].serial;
}

async function readList(dir: string): Promise<string | undefined> {
  const path = revocationListPath(dir);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return isThere ? readText(path) : undefined;
}
