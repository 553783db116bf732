/**
 * WireTaps: who sees the frames of a cluster's connections. Invariant: while nobody does there is no tap, and frames are
 * not looked into for one.
 */
import type { WireEvent } from './connectOptions.js';

type Tap = (event: WireEvent) => void;

export class WireTaps {
  readonly #listeners = new Set<Tap>();
  tap: Tap | undefined = undefined;

  constructor(first: Tap | undefined) {
    if (first !== undefined) this.add(first);
  }

  /** What it returns takes that back. */
  add(listener: Tap): () => void {
    // One function may listen twice.
    const own: Tap = (event) => hear(listener, event);
    this.#listeners.add(own);
    this.#set();
    return () => {
      this.#listeners.delete(own);
      this.#set();
    };
  }

  #set(): void {
    const listeners = [...this.#listeners];
    this.tap = listeners.length === 0 ? undefined : (event) => listeners.forEach((listener) => listener(event));
  }
}

// A listener's error is its own: the frame goes its way, and the other listeners see it.
function hear(listener: Tap, event: WireEvent): void {
  try {
    listener(event);
  } catch (thrown) {
    process.nextTick(() => {
      throw thrown;
    });
  }
}
