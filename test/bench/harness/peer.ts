// The second node of a workload, in an OS process of its own, connected over TLS. peerMain.ts is what runs there;
// bench_peer.erl does the same.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { currentNode, joinCluster, type Cluster } from 'regent-otp';
import { specPaths } from 'regent-otp/certs';
import { freePorts } from './freePorts.js';

type Spec = Extract<Parameters<typeof joinCluster>[1]['spec'], { readonly nodes: readonly { address: string }[] }>;

/** What a peer is told. */
export interface PeerSettings {
  /** The URL of its module. */
  readonly workload: string;
  readonly id: string;
  readonly spec: Spec;
  readonly messages: 'frozen' | 'shared' | 'cloned';
}

interface Membership {
  readonly spec: Spec;
  readonly cluster: Cluster;
}

let membership: Membership | undefined;
const children = new Map<string, ChildProcess>();

/**
 * Starts the peer of a workload, unless it runs already: its module's `serve` is run there.
 *
 * @returns the name of the peer's node
 */
export async function startPeer(workload: string): Promise<string> {
  const [peer] = await startPeers(workload, 1);
  return peer!;
}

/** Starts several: 2, 3 and so on. */
export async function startPeers(workload: string, count: number): Promise<readonly string[]> {
  const { spec, cluster } = (membership ??= await join(count));
  const ids = Array.from({ length: count }, (_, index) => String(index + 2));
  const missing = ids.filter((id) => !children.has(id));
  await Promise.all(missing.map((id) => startChild({ workload, id, spec, messages: currentNode().messages })));
  await Promise.all(ids.map((id) => cluster.connected(id, { timeout: 20_000 })));
  return ids;
}

/** Waits until the OS process of a peer that is about to end has done so: another one may be started then. */
export async function peerEnded(id: string): Promise<void> {
  const child = children.get(id);
  if (child !== undefined) await once(child, 'exit');
}

async function join(peers: number): Promise<Membership> {
  const ports = await freePorts(peers + 1);
  const nodes = ports.map((port, index) => ({ id: index + 1, address: `127.0.0.1:${port}` }));
  const spec = { nodes, ...specPaths(process.env['BENCH_CERTIFICATES'] ?? '') };
  return { spec, cluster: await joinCluster(currentNode(), { spec }) };
}

async function startChild(settings: PeerSettings): Promise<void> {
  const isProfiled = process.execArgv.includes('--cpu-prof');
  const execArgv = [...process.execArgv, ...(isProfiled ? ['--cpu-prof-name', `peer-${settings.id}.cpuprofile`] : [])];
  const child = fork(fileURLToPath(new URL('peerMain.js', import.meta.url)), [JSON.stringify(settings)], { execArgv });
  children.set(settings.id, child);
  child.once('exit', () => children.delete(settings.id));
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`peer ${settings.id} has ended`)));
  await Promise.race([once(child, 'message'), failed]);
  failed.catch(() => undefined);
}
