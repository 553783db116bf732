// What nodes of both kinds need to reach each other over TLS: certificates, and files of options for Erlang.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureCertificates } from 'regent-otp/certs';
import { runFolder } from './folders.js';
import { freePorts } from './freePorts.js';

/** Makes the certificates of nodes 1 to `count`; gives their folder. */
export async function makeCertificates(count: number): Promise<string> {
  const folder = path.join(runFolder, 'certificates');
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  mkdirSync(runFolder, { recursive: true });
  await ensureCertificates(folder, ids, { node: { dns: ['localhost'], ip: ['127.0.0.1'] } });
  for (const id of ids) writeFileSync(optionsFile(folder, id), erlangOptions(folder, id));
  return folder;
}

/**
 * The flags of two Erlang nodes that find each other without a port mapper: the second listens, the first dials.
 *
 * @returns of the first and of the second
 */
export async function erlangPair(certificates: string): Promise<readonly [readonly string[], readonly string[]]> {
  const [port] = await freePorts(1);
  const flags = (id: number) => [
    ...['-sname', nodeName(id), '-setcookie', 'bench', '-start_epmd', 'false', '-erl_epmd_port', String(port)],
    ...['-proto_dist', 'inet_tls', '-ssl_dist_optfile', optionsFile(certificates, id)],
  ];
  return [[...flags(1), '-dist_listen', 'false', '-peer', nodeName(2)], flags(2)];
}

function nodeName(id: number): string {
  return `bench_${id}@localhost`;
}

function optionsFile(folder: string, id: number): string {
  return path.join(folder, `node_${id}.dist`);
}

function erlangOptions(folder: string, id: number): string {
  const file = (name: string) => JSON.stringify(path.join(folder, name));
  const own = `{certfile, ${file(`node_${id}_cert.pem`)}}, {keyfile, ${file(`node_${id}_key.pem`)}}`;
  const trust = `{cacertfile, ${file('cluster_cert.pem')}}, {verify, verify_peer}`;
  return `[{server, [${own}, ${trust}, {fail_if_no_peer_cert, true}]},\n {client, [${own}, ${trust}]}].\n`;
}
