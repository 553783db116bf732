// `regent certs node`: issues the certificates of some nodes, all or none.
import { Command } from 'commander';
import { checkNodeId, issueNodeCertificate, readAuthority, writeNodeCertificate } from '../certs/index.js';
import { bitsOption, collect, daysOption, dirOption, forceOption, passphraseOption } from './certsOptions.js';
import { readPassphrase } from './readPassphrase.js';

interface Options {
  readonly dir: string;
  readonly dns?: readonly string[];
  readonly ip?: readonly string[];
  readonly days?: number;
  readonly bits?: number;
  readonly passphraseFile?: string;
  readonly force?: boolean;
}

export function certsNode(out: (text: string) => void): Command {
  return new Command('node')
    .description('issue the certificates of nodes: DIR/node_<id>_cert.pem and DIR/node_<id>_key.pem')
    .argument('<ids...>', 'ids of nodes, as in the cluster spec')
    .addOption(dirOption())
    .option('--dns <name>', 'add a host name, for other tools; may be repeated', collect)
    .option('--ip <address>', 'add an IP address, for other tools; may be repeated', collect)
    .addOption(daysOption('365, or what the authority has left'))
    .addOption(bitsOption())
    .addOption(passphraseOption())
    .addOption(forceOption('replace files that are there'))
    .action(async (ids: readonly string[], { dir, passphraseFile, force = false, ...rest }: Options) => {
      const checked = [...new Set(ids.map((id) => checkNodeId(id)))];
      const authority = await readAuthority(dir, await readPassphrase(passphraseFile));
      const issued = await Promise.all(checked.map((id) => issueNodeCertificate(authority, id, rest)));
      for (const path of await writeNodeCertificate(dir, issued, { force })) out(`wrote ${path}\n`);
    });
}
