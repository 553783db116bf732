// `regent certs`: a cluster's certificates in a folder.
import { Command } from 'commander';
import { certsInit } from './certsInit.js';
import { certsInspect } from './certsInspect.js';
import { certsNode } from './certsNode.js';
import { certsRenew } from './certsRenew.js';
import { certsRevoke } from './certsRevoke.js';
import { certsShell } from './certsShell.js';

/** @param out - takes what the commands print */
export function certsCommand(out: (text: string) => void): Command {
  return new Command('certs')
    .description("Make and look at the certificates of a cluster's nodes.")
    .helpCommand(false)
    .addHelpText('after', example)
    .addCommand(certsInit(out))
    .addCommand(certsNode(out))
    .addCommand(certsRenew(out))
    .addCommand(certsRevoke(out))
    .addCommand(certsShell(out))
    .addCommand(certsInspect(out));
}

const example = `
Example, for a cluster of the nodes 1 and 2:
  $ regent certs init
  $ regent certs node 1 2

Then the cluster spec says:
  "cluster_cert_path": "certs/cluster_cert.pem",
  "node_cert_path": "certs/node_%d_cert.pem",
  "node_key_path": "certs/node_%d_key.pem"

A node needs cluster_cert.pem and its own two files. Keep cluster_key.pem away from the nodes.`;
