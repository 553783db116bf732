/**
 * hold and letGo: what must be gone when a process has ended, before anyone hears of its end. For those who write
 * behaviours.
 */
import { requireProcess } from './current.js';
import type { Owned } from './owned.js';

/** Has something released when the calling process ends. */
export function hold(owned: Owned): void {
  requireProcess('hold').owned.add(owned);
}

/** Takes back a `hold` of the calling process. */
export function letGo(owned: Owned): void {
  requireProcess('letGo').owned.delete(owned);
}
