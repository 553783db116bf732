/**
 * What a request for a process does at the node it is for: the process starts, bound to who wants it, who is told.
 */
import type { Signal } from '../terms/signal.js';
import { ExportedBody } from './exportedBody.js';
import type { Host } from './host.js';
import type { Process } from './process.js';
import { startProcess } from './startProcess.js';
import type { Watch } from './watch.js';

type Spawn = Signal & { readonly kind: 'spawn' };

/** Whether it may run what it shall is found out by the process, as in Erlang. */
export function acceptSpawn(host: Host, signal: Spawn): void {
  const { from, to, fun, args, groupLeader } = signal;
  const body = new ExportedBody(host.exports, to[0], fun, args);
  handOver(host, startProcess(host, body, { address: from, groupLeader }), signal);
}

/** Binds a process that has not run yet to who wants it, and tells so. */
export function handOver(
  host: Host,
  child: Process,
  { from, ref, link, monitor }: Pick<Spawn, 'from' | 'ref' | 'link' | 'monitor'>,
): void {
  const { address } = child;
  if (link) (child.links ??= new Set()).add(from);
  if (monitor) {
    const isOurs = ref.home === host.incarnation;
    const watch = isOurs
      ? (ref as Watch)
      : host.remoteWatches.add({ kind: 'monitor', from, to: address, ref }, address);
    child.watches.add(watch);
  }
  host.route({ kind: 'spawn_reply', from: address, to: from, ref, linked: link, error: undefined });
}

/** Who has asked for a process. It is the reference of the request. */
export interface SpawnReplyTarget {
  takeReply(reply: Signal & { readonly kind: 'spawn_reply' }): void;
}

/** The answer to a request of this node has come. */
export function acceptSpawnReply(signal: Signal & { readonly kind: 'spawn_reply' }): void {
  (signal.ref as unknown as SpawnReplyTarget).takeReply(signal);
}
