/**
 * The nodes that run in this OS process. Code outside of any process belongs to none of them; it can be told where to
 * send from only if there is just one.
 */
import type { Host } from './host.js';

const running = new Set<Host>();

/** How many nodes run. */
export function hostCount(): number {
  return running.size;
}

export function addHost(host: Host): void {
  running.add(host);
}

export function removeHost(host: Host): void {
  running.delete(host);
}

/** The only node of this OS process; undefined if there are none or several. */
export function soleHost(): Host | undefined {
  if (running.size !== 1) return undefined;
  const [host] = running;
  return host;
}
