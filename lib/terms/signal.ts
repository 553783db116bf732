/**
 * Signal: all that passes between processes, after Erlang's own word. One guarantee: signals from A to B arrive in the
 * order in which A sent them, of whatever kind they are. Links and monitors cross nodes because they are signals.
 */
import type { Address } from './address.js';
import { Ref } from './ref.js';

/** A registered name on a node. */
export type NameOnNode = readonly [name: string, node: string];

/** What a message can be sent to once its node is known: a process, an alias, a name on a node. */
export type Target = Address | Ref | NameOnNode;

/**
 * `linked` tells an exit that comes over a link (which must still stand) from one that `exit(pid, reason)` sent.
 * Between nodes an unlink has an id and is acknowledged (`unlink_ack`): until then links that the other side set before
 * it knew are void. Inside a node there is neither. `by` is the process that ended, where `from` calls it by its name.
 * A `call` is a monitor and the message `[label, [from, ref], request]` in one. Between nodes the reply ends its monitor at
 * both ends: what would take that back need not travel.
 * A `spawn` is for a module on a node. Its process is linked and monitored from the start, and `spawn_reply` comes before
 * anything else of it: from the process, or, if there is none because of `error`, from the module.
 */
export type Signal =
  | { readonly kind: 'message'; readonly to: Target; readonly message: unknown }
  | { readonly kind: 'link'; readonly from: Address; readonly to: Address }
  | { readonly kind: 'unlink'; readonly from: Address; readonly to: Address; readonly id?: number | undefined }
  | { readonly kind: 'unlink_ack'; readonly from: Address; readonly to: Address; readonly id: number }
  | {
      readonly kind: 'exit';
      readonly from: Address;
      readonly to: Address;
      readonly reason: unknown;
      readonly linked: boolean;
    }
  | { readonly kind: 'monitor'; readonly from: Address; readonly to: Address | NameOnNode; readonly ref: Ref }
  | {
      readonly kind: 'call';
      readonly from: Address;
      readonly to: Address | NameOnNode;
      readonly ref: Ref;
      readonly label: unknown;
      readonly request: unknown;
    }
  | { readonly kind: 'demonitor'; readonly from: Address; readonly to: Address | NameOnNode; readonly ref: Ref }
  | {
      readonly kind: 'down';
      readonly from: Address | NameOnNode;
      readonly to: Address;
      readonly ref: Ref;
      readonly reason: unknown;
      readonly by?: Address | undefined;
    }
  | {
      readonly kind: 'spawn';
      readonly from: Address;
      readonly to: NameOnNode;
      readonly ref: Ref;
      readonly fun: string;
      readonly args: readonly unknown[];
      readonly link: boolean;
      readonly monitor: boolean;
      readonly groupLeader: Address;
    }
  | {
      readonly kind: 'spawn_reply';
      readonly from: Address | NameOnNode;
      readonly to: Address;
      readonly ref: Ref;
      readonly linked: boolean;
      readonly error: string | undefined;
    };

/** Whether a message is a reply to the reference that it is sent to. */
export function isReply(to: Target, message: unknown): message is readonly [Ref, unknown] {
  return to instanceof Ref && Array.isArray(message) && message.length === 2 && message[0] === to;
}

/** The name of the node a target or address lives on. */
export function nodeOf(to: Target): string {
  return Array.isArray(to) ? (to as NameOnNode)[1] : (to as Address | Ref).node;
}
