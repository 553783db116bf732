// `regent certs init`: creates the authority, and its first revocation list: a cluster spec can name that from the start.
import { Command } from 'commander';
import { createAuthority, createRevocationList, writeAuthority, writeRevocationList } from '../certs/index.js';
import { bitsOption, daysOption, dirOption, forceOption } from './certsOptions.js';
import { readPassphrase } from './readPassphrase.js';

interface Options {
  readonly dir: string;
  readonly days?: number;
  readonly bits?: number;
  readonly passphraseFile?: string;
  readonly force?: boolean;
}

export function certsInit(out: (text: string) => void): Command {
  return new Command('init')
    .description(
      "create the cluster's certificate authority: DIR/cluster_cert.pem, cluster_key.pem and cluster_crl.pem",
    )
    .addOption(dirOption())
    .addOption(daysOption('1825 (5 years)'))
    .addOption(bitsOption())
    .option('--passphrase-file <file>', 'encrypt the key with the first line of this file')
    .addOption(forceOption('replace an authority that is there: its node certificates become worthless'))
    .action(async ({ dir, passphraseFile, force = false, ...rest }: Options) => {
      const authority = await createAuthority({ ...rest, ...(await readPassphrase(passphraseFile)) });
      for (const path of await writeAuthority(dir, authority, { force })) out(`wrote ${path}\n`);
      out(`wrote ${await writeRevocationList(dir, createRevocationList(authority))}\n`);
    });
}
