/**
 * hold and letGo: what must be gone when a process has ended, before anyone hears of its end. For those who write
 * behaviours.
 */
import type { Address } from '../terms/address.js';
import { requireProcess } from './current.js';
import type { Belongings, Owned } from './owned.js';
import type { Process } from './process.js';

/** What `hold` gives, for `letGo`. */
export class Held implements Owned {
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;
  readonly release: () => void;

  constructor(release: () => void) {
    this.release = release;
  }
}

/** Has something released when the calling process ends. `release` must not throw. */
export function hold(release: () => void): Held {
  const held = new Held(release);
  requireProcess('hold').owned.add(held);
  return held;
}

/** `hold` for another process of this OS process; undefined if it has ended. */
export function holdFor(pid: Address, release: () => void): Held | undefined {
  const process = pid.process as Process | undefined;
  if (process === undefined) return undefined;
  const held = new Held(release);
  process.owned.add(held);
  return held;
}

/** Takes back a `hold`. */
export function letGo(held: Held): void {
  held.belongings?.delete(held);
}
