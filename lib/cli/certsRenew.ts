// `regent certs renew`: the next certificates of nodes, or of the authority. A key stays where it is unless a new one is
// asked for, so that a node that reads the files meanwhile finds a pair.
import { readdir } from 'node:fs/promises';
import { Command } from 'commander';
import type { Authority, CertifiedKey } from '../certs/index.js';
import {
  checkNodeId,
  inspectCertificates,
  nodePaths,
  readAuthority,
  renewAuthority,
  renewNodeCertificate,
  writeAuthority,
  writeNodeCertificate,
} from '../certs/index.js';
import { bitsOption, daysOption, dirOption, integer, passphraseOption } from './certsOptions.js';
import { readPassphrase } from './readPassphrase.js';
import { readText } from './readText.js';

interface Options {
  readonly dir: string;
  readonly within: number;
  readonly days?: number;
  readonly bits?: number;
  readonly newKey?: boolean;
  readonly authority?: boolean;
  readonly passphraseFile?: string;
}

const day = 86_400_000;
const certificateFile = /^node_(.+)_cert\.pem$/;

export function certsRenew(out: (text: string) => void): Command {
  return new Command('renew')
    .description('issue the next certificates of nodes, in place of those in DIR; running nodes take them up')
    .argument('[ids...]', 'ids of nodes; without any, all whose certificates end soon')
    .addOption(dirOption())
    .option('--within <n>', 'what soon means without ids, in days', integer, 30)
    .addOption(daysOption('365, or what the authority has left'))
    .option('--new-key', 'make new keys too')
    .addOption(bitsOption())
    .option('--authority', "renew the authority's certificate instead, with the same key")
    .addOption(passphraseOption())
    .action(async (ids: readonly string[], options: Options) => {
      const authority = await readAuthority(options.dir, await readPassphrase(options.passphraseFile));
      const { paths, replaced } = options.authority
        ? { paths: await renewItself(authority, options), replaced: [] }
        : await renewNodes(authority, ids, options);
      for (const path of paths) out(`wrote ${path}\n`);
      for (const pem of replaced) out(farewell(pem));
      if (paths.length === 0) out(`no certificate ends within ${options.within} days\n`);
    });
}

function renewItself(authority: Authority, { dir, days }: Options): Promise<readonly string[]> {
  return writeAuthority(dir, renewAuthority(authority, { days }), { force: true });
}

interface Renewed {
  readonly paths: readonly string[];
  /** The certificates that were there before, as PEM. */
  readonly replaced: readonly string[];
}

async function renewNodes(authority: Authority, ids: readonly string[], options: Options): Promise<Renewed> {
  const { dir } = options;
  const wanted = ids.length > 0 ? [...new Set(ids.map((id) => checkNodeId(id)))] : await endingSoon(options);
  const present = await Promise.all(wanted.map((id) => readPair(dir, id)));
  const renewed = await Promise.all(present.map((pair) => renewNodeCertificate(authority, pair, options)));
  const paths = await writeNodeCertificate(dir, renewed, { force: true });
  return { paths, replaced: present.map(({ certPem }) => certPem) };
}

// The file is gone, and with it the number by which the certificate could be revoked.
function farewell(pem: string): string {
  const [{ identity, serial, validTo }] = inspectCertificates(pem);
  const whose = `the certificate of ${identity?.join(' ')} that was there, ${serial},`;
  const end = validTo.toISOString();
  if (validTo.getTime() < Date.now()) return `${whose} ended ${end}\n`;
  return `${whose} stays good until ${end}, unless it is revoked\n`;
}

async function endingSoon({ dir, within }: Options): Promise<readonly string[]> {
  const ids = (await readdir(dir)).flatMap((name) => certificateFile.exec(name)?.[1] ?? []).sort();
  const pems = await Promise.all(ids.map((id) => readText(nodePaths(dir, id).certPath)));
  return ids.filter((id, i) => {
    const { validTo } = inspectCertificates(pems[i]!, nodePaths(dir, id).certPath)[0];
    return validTo.getTime() - Date.now() <= within * day;
  });
}

async function readPair(dir: string, id: string): Promise<CertifiedKey> {
  const { certPath, keyPath } = nodePaths(dir, id);
  return { certPem: await readText(certPath), keyPem: await readText(keyPath) };
}
