/** What stands behind an alias while it is active, `ref.aliasOf`: a process, or a call that waits for its reply. */
import { Ref } from '../terms/ref.js';

export interface AliasTarget {
  receiveByAlias(message: unknown): void;
}

/** A call under way, as the Ref in its reply shows it. */
export interface PendingCall extends AliasTarget {
  isCallOf(process: object): boolean;
}

/** The call of a process whose reply `[ref, value]` was sent to the process itself rather than to the Ref. */
export function callRepliedTo(process: object, message: unknown): PendingCall | undefined {
  const tag: unknown = Array.isArray(message) ? message[0] : undefined;
  if (!(tag instanceof Ref) || !('isCallOf' in tag)) return undefined;
  const call = tag as unknown as PendingCall;
  return call.isCallOf(process) ? call : undefined;
}
