/**
 * Flushing: when frames that were sent leave. Those of a turn of the event loop leave when it is over, in one piece. A long
 * turn would let the far end idle meanwhile: so the first ones leave before that, and again after many more. Those that do,
 * and what taps say of them, are written inside of the send that was one too many.
 */
const firstEarly = 16;
const growth = 8;

export class Flushing {
  readonly #inRootContext: (action: () => void) => void;
  readonly #write: () => void;
  readonly #flush: () => void;
  #isPending = false;
  /** How many frames have come in this turn, and at how many they leave before it is over. */
  #frames = 0;
  #nextEarly = firstEarly;

  /**
   * @param write writes what waits, inside of a send
   * @param flush does so when the turn is over
   */
  constructor(inRootContext: (action: () => void) => void, write: () => void, flush: () => void) {
    this.#inRootContext = inRootContext;
    this.#write = write;
    this.#flush = flush;
  }

  /** A frame waits. */
  added(): void {
    this.soon();
    if (++this.#frames < this.#nextEarly) return;
    this.#nextEarly *= growth;
    this.#inRootContext(this.#write);
  }

  /** Something is to be done when the turn is over. */
  soon(): void {
    if (this.#isPending) return;
    this.#isPending = true;
    this.#frames = 0;
    this.#nextEarly = firstEarly;
    this.#inRootContext(() => setImmediate(() => this.#turnIsOver()));
  }

  #turnIsOver(): void {
    this.#isPending = false;
    this.#flush();
  }
}
