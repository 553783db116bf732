/**
 * Reads what a node holds. Needs --expose-gc.
 */
import { existsSync, readdirSync } from 'node:fs';
import type { Node } from 'regent-otp';
import type { RemotePeer } from '../../lib/cluster/remotePeer.js';
import type { Gauge } from './entry.js';

const collectGarbage = (globalThis as { gc?: () => void }).gc!;

export async function readGauge(node: Node): Promise<Gauge> {
  // Finalizers run between collections, and let go of more.
  for (let round = 0; round < 4; round++) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed: heap, rss } = process.memoryUsage();
  const sessions = [...node.peers.values()].flatMap((peer) => (peer as RemotePeer).session ?? []);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    heap,
    rss,
    processes: node.processes.count,
    descriptors: descriptors(),
    links: sum(sessions.map(({ links }) => links.size)),
    monitors: sum(sessions.map(({ monitors }) => monitors.size)),
    watches: sum(sessions.map(({ incarnation }) => node.remoteWatches.count(incarnation))),
  };
}

/** Open files and sockets; 0 where the system does not tell. */
function descriptors(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}
