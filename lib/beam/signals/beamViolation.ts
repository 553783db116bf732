/**
 * What an Erlang node may say over a connection: it speaks for its own processes, of the run that the handshake was with. Other
 * than between nodes of this library it may mention processes of earlier runs of this node, which are dead.
 */
import type { Address } from '../../terms/address.js';
import type { Incarnation } from '../../terms/incarnation.js';
import type { Ref } from '../../terms/ref.js';
import type { NameOnNode, Signal, Target } from '../../terms/signal.js';

/** What is wrong with a signal, undefined if nothing is. */
export function beamViolation(signal: Signal, here: Incarnation, there: Incarnation): string | undefined {
  if (!isAt(here, signal.to)) return `${signal.kind} signal for ${show(signal.to)}, which is not of this node`;
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
    case 'unlink_ack':
    case 'link':
    case 'exit':
      return undefined;
    default:
      return signal satisfies never;
  }
}

function isAt({ node }: Incarnation, what: Target): boolean {
  return (Array.isArray(what) ? (what as NameOnNode)[1] : (what as Address | Ref).node) === node;
}

function isOf(home: Incarnation, what: Target): boolean {
  return Array.isArray(what) ? (what as NameOnNode)[1] === home.node : (what as Address | Ref).home === home;
}

function show(what: Target): string {
  return Array.isArray(what) ? JSON.stringify(what) : String(what);
}
