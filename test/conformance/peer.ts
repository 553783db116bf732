/**
 * OTP's module peer, as far as scenarios need it: they start nodes beside their own, joined with it in memory or by TLS. A
 * peer exports the modules of Erlang that scenarios name, as far as Regent has their functions, and `area_dist`.
 */
import { createMemoryNetwork, joinCluster, startNode, type Cluster, type Node } from 'regent-otp';
import { endpointText } from '../../lib/cluster/endpoint.js';
import type { ClusterSpec } from '../../lib/cluster/spec/clusterSpec.js';
import { loneSpec } from '../support/startTlsCluster.js';
import type { Setting } from './defineArea.js';
import * as t from './t.js';

/** Makes a node a member of a cluster of its own, which others are added to. */
type Join = (node: Node) => Promise<Cluster>;

/** A module by the name that scenarios call it by. */
type Modules = Readonly<Record<string, Readonly<Record<string, (...args: never[]) => unknown>>>>;

let join: Join;
let members: Cluster[] = [];
let started = 0;

/** What a peer is controlled by. */
export type Ctl = Node;

export const inMemory: Setting = setting(() => {
  const network = createMemoryNetwork();
  return (node) =>
    joinCluster(node, {
      spec: loneMemorySpec(node.name),
      transport: network.transport(node.name, { inRootContext: (action) => node.inRootContext(action) }),
    });
});

export const overTls: Setting = {
  ...setting(() => async (node) => joinCluster(node, { spec: await loneSpec(node.name) })),
  suffix: ' over TLS',
};

function setting(network: () => Join): Setting {
  return {
    async start() {
      join = network();
      members = [];
      return add(startNode({ name: `conf_main_${++started}@127.0.0.1` }));
    },
    async stop() {
      await Promise.all(members.map(({ node }) => node.stop()));
    },
  };
}

/** Starts a peer, connected with all nodes there are: `[control, name]`. Its name is logged as `<peerN>`. */
export async function peer(modules: Modules, number = 1): Promise<readonly [Ctl, string]> {
  const name = `conf_p${number}_${++started}@127.0.0.1`;
  const ctl = await add(startNode({ name, exports: modules }));
  t.aliasNode(name, `<peer${number}>`);
  return [ctl, name];
}

export async function stop(ctl: Ctl): Promise<void> {
  await ctl.stop();
}

async function add(node: Node): Promise<Node> {
  const own = await join(node);
  for (const other of members) {
    own.addNode(specOf(other));
    other.addNode(specOf(own));
    await Promise.all([own.connected(other.node.name), other.connected(node.name)]);
  }
  members.push(own);
  return node;
}

function loneMemorySpec(id: string): ClusterSpec {
  const address = { host: 'memory', port: 0 };
  const own = { id, address, listenAddress: address, localAddress: undefined };
  return { own, nodes: [own], credentials: undefined, cipherSuites: [], fingerprint: '0'.repeat(32) };
}

function specOf({ node, endpoint }: Cluster): { readonly id: string; readonly address: string } {
  return { id: node.name, address: endpointText(endpoint!) };
}
