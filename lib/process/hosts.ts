/**
 * The nodes that run in this OS process. Code outside of any process belongs to none of them; it can be told where to
 * send from only if there is just one.
 */
import type { Home } from '../terms/address.js';
import type { Host } from './host.js';

const running = new Set<Host>();

/** How many nodes run. */
export function hostCount(): number {
  return running.size;
}

/** The nodes that run. */
export function hosts(): readonly Host[] {
  return [...running];
}

export function addHost(host: Host): void {
  running.add(host);
}

export function removeHost(host: Host): void {
  running.delete(host);
}

/** The node that runs and makes the identifiers of this home. */
export function hostOf(home: Home): Host | undefined {
  for (const host of running) if (host.incarnation === home) return host;
  return undefined;
}

/** The only node of this OS process; undefined if there are none or several. */
export function soleHost(): Host | undefined {
  if (running.size !== 1) return undefined;
  const [host] = running;
  return host;
}
