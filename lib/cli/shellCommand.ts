// `regent shell`: a shell on a running node.
import { access } from 'node:fs/promises';
import { isatty } from 'node:tty';
import { Command } from 'commander';
import { authorityPaths, revocationListPath, shellPaths } from '../certs/index.js';
import { parseEndpoint } from '../cluster/endpoint.js';
import { connectShell } from '../cluster/shell/connectShell.js';
import type { Credentials } from '../cluster/spec/credentials.js';
import type { Endpoint } from '../cluster/transport.js';
import { attachShell } from './attachShell.js';
import { dirOption } from './certsOptions.js';
import { readText } from './readText.js';

interface Options {
  readonly node: string;
  readonly spec: string;
  readonly address?: string;
  readonly dir: string;
  readonly name?: string;
}

export function shellCommand(): Command {
  return new Command('shell')
    .description('open a shell on a running node that allows it (joinCluster with shell: true)')
    .requiredOption('--node <id>', 'the id of the node')
    .option('--spec <file>', 'the cluster spec, which says where the node is', 'cluster.json')
    .option('--address <host:port>', 'where the node is, instead of a spec')
    .addOption(dirOption())
    .option('--name <name>', 'use the certificate shell_<name>_cert.pem')
    .action(async (options: Options) => {
      // One after the other: of several mistakes the same one is told each time.
      const endpoint = await endpointOf(options);
      const credentials = await credentialsOf(options);
      const columns = isatty(1) ? process.stdout.columns : 80;
      const socket = await connectShell(endpoint, options.node, credentials, { terminal: isatty(0), columns });
      await attachShell(socket, process);
    });
}

async function endpointOf({ node, spec, address }: Options): Promise<Endpoint> {
  if (address !== undefined) return checked(address, '--address');
  const found = nodesIn(await readText(spec), spec).find((entry) => String(entry?.id) === node);
  if (!found) throw new Error(`${spec}: there is no node ${JSON.stringify(node)} in it`);
  return checked(found.address, `${spec}: the address of node ${JSON.stringify(node)}`);
}

type Entry = { readonly id?: unknown; readonly address?: unknown } | null;

// Only what is needed: the files that the spec names for nodes need not be here.
function nodesIn(text: string, file: string): readonly Entry[] {
  try {
    const { nodes } = JSON.parse(text) as { readonly nodes: Entry[] };
    if (Array.isArray(nodes)) return nodes;
  } catch {
    // It is told below.
  }
  throw new Error(`${file}: it is no cluster spec: it must be JSON with a list "nodes"`);
}

function checked(address: unknown, field: string): Endpoint {
  const endpoint = parseEndpoint(address);
  if (typeof endpoint === 'string') throw new Error(`${field}: ${JSON.stringify(address)}: ${endpoint}`);
  return endpoint;
}

async function credentialsOf({ dir, name }: Options): Promise<Credentials> {
  const { certPath, keyPath } = shellPaths(dir, name);
  const list = revocationListPath(dir);
  const hasList = await access(list).then(
    () => true,
    () => false,
  );
  return {
    certPem: await readText(certPath),
    keyPem: await readText(keyPath),
    clusterCertPem: await readText(authorityPaths(dir).certPath),
    ...(hasList && { crlPem: await readText(list) }),
  };
}
