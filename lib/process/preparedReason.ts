/** An exit reason as others get it. One that cannot be frozen or copied must not keep a process from ending. */
import type { Host } from './host.js';

export function preparedReason(host: Host, reason: unknown): unknown {
  try {
    return host.prepare(reason);
  } catch {
    return reason;
  }
}
