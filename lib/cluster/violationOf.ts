/**
 * What a node may say over a connection. A node speaks for its own processes, of the run that the handshake was with,
 * and to processes of this run of this node; whatever else it sends is forged, and costs it the connection.
 *
 * Nothing is allowed about dead addresses of earlier runs: both ends know each other's run, so the sender of a signal to
 * an earlier one answers it by itself and never sends it.
 */
import type { Address } from '../terms/address.js';
import { type Home } from '../terms/address.js';
import type { Ref } from '../terms/ref.js';
import type { NameOnNode, Signal, Target } from '../terms/signal.js';

/**
 * What is wrong with a signal that came over a connection, undefined if nothing is.
 *
 * @param here the run of this node
 * @param there the run of the node at the far end
 */
export function violationOf(signal: Signal, here: Home, there: Home): string | undefined {
  if (!isOf(here, signal.to)) return `${signal.kind} signal for ${show(signal.to)}, which is not of this node`;
  if (signal.kind === 'message') return undefined;
  if (!isOf(there, signal.from)) return `${signal.kind} signal in the name of ${show(signal.from)}`;
  switch (signal.kind) {
    case 'monitor':
    case 'call':
    case 'demonitor':
    case 'spawn':
      return isOf(there, signal.ref) ? undefined : `${signal.kind} signal with the reference ${show(signal.ref)}`;
    case 'down':
    case 'spawn_reply':
      return isOf(here, signal.ref) ? undefined : `${signal.kind} signal with the reference ${show(signal.ref)}`;
    case 'unlink':
      return isId(signal.id) ? undefined : `unlink signal with the id ${signal.id}`;
    case 'unlink_ack':
    case 'link':
    case 'exit':
      return undefined;
    default:
      return signal satisfies never;
  }
}

function isOf(home: Home, what: Target | Address | Ref): boolean {
  return Array.isArray(what) ? (what as NameOnNode)[1] === home.node : (what as Address | Ref).home === home;
}

function isId(id: number | undefined): boolean {
  return id !== undefined && Number.isSafeInteger(id) && id > 0;
}

function show(what: Target): string {
  return Array.isArray(what) ? JSON.stringify(what) : String(what);
}
