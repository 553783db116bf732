// `regent certs shell`: issues a certificate for shells.
import { Command } from 'commander';
import { issueShellCertificate, readAuthority, writeShellCertificate } from '../certs/index.js';
import { bitsOption, daysOption, dirOption, forceOption, passphraseOption } from './certsOptions.js';
import { readPassphrase } from './readPassphrase.js';

interface Options {
  readonly dir: string;
  readonly days?: number;
  readonly bits?: number;
  readonly passphraseFile?: string;
  readonly force?: boolean;
}

export function certsShell(out: (text: string) => void): Command {
  return new Command('shell')
    .description('issue a certificate for regent shell: DIR/shell_cert.pem and DIR/shell_key.pem')
    .argument('[name]', 'who is to have it: nodes show the name; the files are shell_<name>_cert.pem and _key.pem then')
    .addOption(dirOption())
    .addOption(daysOption('30, or what the authority has left'))
    .addOption(bitsOption())
    .addOption(passphraseOption())
    .addOption(forceOption('replace files that are there'))
    .action(async (name: string | undefined, { dir, passphraseFile, force = false, ...rest }: Options) => {
      const authority = await readAuthority(dir, await readPassphrase(passphraseFile));
      const issued = await issueShellCertificate(authority, { name, ...rest });
      for (const path of await writeShellCertificate(dir, issued, { name, force })) out(`wrote ${path}\n`);
    });
}
