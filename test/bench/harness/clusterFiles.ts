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
  await ensureCertificates(folder, ids, { node: { dns: ids.map(hostName) } });
  writeFileSync(hostsFile(folder), erlangHosts(ids));
  for (const id of ids) writeFileSync(optionsFile(folder, id), erlangOptions(folder, id));
  return folder;
}

/** The flags of Erlang nodes that find each other without a port mapper. */
export interface ErlangFlags {
  /** Of the node that dials the others. */
  readonly first: readonly string[];
  /** Of another one, with %d for its number. */
  readonly other: readonly string[];
}

/** All listen on one port, each at an address of its own. */
export async function erlangFlags(certificates: string): Promise<ErlangFlags> {
  const [port] = await freePorts(1);
  const flags = (id: number | '%d') => [
    ...['-name', `bench_${id}@${hostName(id)}`, '-setcookie', 'bench', '-start_epmd', 'false'],
    ...['-erl_epmd_port', String(port), '-kernel', 'inet_dist_use_interface', `{127,0,0,${id}}`],
    ...['-proto_dist', 'inet_tls', '-ssl_dist_optfile', optionsFile(certificates, id)],
  ];
  return { first: [...flags(1), '-dist_listen', 'false'], other: flags('%d') };
}

// Erlang checks that a certificate has the name of the host, so each address gets one.
function hostName(id: number | '%d'): string {
  return `node${id}.regent.test`;
}

/** Erlang's own table of names, for ERL_INETRC. */
export function hostsFile(folder: string): string {
  return path.join(folder, 'inetrc');
}

function erlangHosts(ids: readonly number[]): string {
  const hosts = ids.map((id) => `{host, {127,0,0,${id}}, ["${hostName(id)}"]}.\n`);
  return `${hosts.join('')}{lookup, [file]}.\n`;
}

function optionsFile(folder: string, id: number | '%d'): string {
  return path.join(folder, `node_${id}.dist`);
}

function erlangOptions(folder: string, id: number): string {
  const file = (name: string) => JSON.stringify(path.join(folder, name));
  const own = `{certfile, ${file(`node_${id}_cert.pem`)}}, {keyfile, ${file(`node_${id}_key.pem`)}}`;
  const trust = `{cacertfile, ${file('cluster_cert.pem')}}, {verify, verify_peer}`;
  return `[{server, [${own}, ${trust}, {fail_if_no_peer_cert, true}]},\n {client, [${own}, ${trust}]}].\n`;
}
