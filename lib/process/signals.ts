/**
 * What a signal does at the process it is for: the receiving half of links, monitors and exits. The node calls this for
 * signals of its own processes and for those that a peer brings; who sent one makes no difference here.
 */
import { Address } from '../terms/address.js';
import { nodeOf, type NameOnNode, type Signal, type Target } from '../terms/signal.js';
import { Ref } from '../terms/ref.js';
import { acceptSpawn, acceptSpawnReply } from './acceptSpawn.js';
import { processAt } from './current.js';
import type { Host } from './host.js';
import type { AliasTarget } from './aliasTarget.js';
import type { Process } from './process.js';
import { trace } from './tracing.js';
import { Watch } from './watch.js';

/** Takes in a signal that is for this node. */
export function acceptSignal(host: Host, signal: Signal): void {
  switch (signal.kind) {
    case 'message':
      return deliver(host, signal.to, signal.message);
    case 'link':
      return acceptLink(host, signal.from, signal.to);
    case 'unlink':
      return acceptUnlink(host, signal.from, signal.to);
    case 'unlink_ack':
      // The business of the peer that sent the unlink.
      return;
    case 'exit':
      return processAt(signal.to, host)?.receiveExit(signal.from, signal.reason, signal.linked);
    case 'monitor':
      acceptMonitor(host, signal);
      return;
    case 'call':
      return acceptCall(host, signal);
    case 'demonitor':
      return acceptDemonitor(host, signal);
    case 'down':
      return acceptDown(host, signal);
    case 'spawn':
      return acceptSpawn(host, signal);
    case 'spawn_reply':
      return acceptSpawnReply(signal);
    default:
      signal satisfies never;
  }
}

/** Answers a signal that cannot reach its process. Messages are lost, as in Erlang. */
export function bounce(host: Host, signal: Signal, reason: 'noproc' | 'noconnection'): void {
  if (signal.kind === 'link') {
    host.route({ kind: 'exit', from: signal.to, to: signal.from, reason, linked: true });
  } else if (signal.kind === 'monitor' || signal.kind === 'call') {
    host.route({ kind: 'down', from: signal.to, to: signal.from, ref: signal.ref, reason });
  } else if (signal.kind === 'spawn') {
    const { from: to, to: from, ref } = signal;
    host.route({ kind: 'spawn_reply', from, to, ref, linked: false, error: reason });
  }
}

/** Puts a message into the mailbox it is for. Unknown names, dead processes and dead aliases swallow it. */
export function deliver(host: Host, to: Target, message: unknown): void {
  if (to instanceof Address) processAt(to, host)?.deliver(message);
  else if (to instanceof Ref) receiveByAlias(host, to, message);
  else processNamed(host, to)?.deliver(message);
}

function receiveByAlias(host: Host, alias: Ref, message: unknown): void {
  if (alias.home === host.incarnation) (alias.aliasOf as AliasTarget | undefined)?.receiveByAlias(message);
}

function acceptLink(host: Host, from: Address, to: Address): void {
  const process = processAt(to, host);
  if (process === undefined) return host.route({ kind: 'exit', from: to, to: from, reason: 'noproc', linked: true });
  (process.links ??= new Set()).add(from);
  if (host.tracer !== undefined) trace(process, 'getting_linked', from);
}

function acceptUnlink(host: Host, from: Address, to: Address): void {
  const process = processAt(to, host);
  if (process?.links?.delete(from) === true && host.tracer !== undefined) trace(process, 'getting_unlinked', from);
}

/** Gives the process that is watched from now on. */
function acceptMonitor(host: Host, signal: Signal & { kind: 'monitor' | 'call' }): Process | undefined {
  const process = signal.to instanceof Address ? processAt(signal.to, host) : processNamed(host, signal.to);
  if (process === undefined) {
    bounce(host, signal, 'noproc');
    return undefined;
  }
  const isOurs = signal.from.home === host.incarnation;
  process.watches.add(isOurs ? (signal.ref as Watch) : host.remoteWatches.add(signal, process.address));
  return process;
}

function acceptCall(host: Host, signal: Signal & { kind: 'call' }): void {
  acceptMonitor(host, signal)?.deliver([signal.label, [signal.from, signal.ref], signal.request]);
}

function acceptDemonitor(host: Host, signal: Signal & { kind: 'demonitor' }): void {
  const { ref } = signal;
  if (ref instanceof Watch && ref.home === host.incarnation) {
    // Only who has set it may take it back.
    if (ref.watcher === signal.from) ref.list?.remove(ref);
    return;
  }
  host.remoteWatches.get(signal.from, signal.ref)?.cancel();
}

// A node can speak only for its own processes: the watch must be one of ours, on something of the node that reports.
function acceptDown(host: Host, { ref, from, reason }: Signal & { kind: 'down' }): void {
  if (!(ref instanceof Watch) || ref.home !== host.incarnation || nodeOf(ref.object) !== nodeOf(from)) return;
  ref.list?.remove(ref);
  ref.fire(reason);
}

function processNamed(host: Host, [name]: NameOnNode): Process | undefined {
  const address = host.whereis(name);
  return address === undefined ? undefined : processAt(address, host);
}
