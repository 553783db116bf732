/**
 * Heartbeat: keeps the far end assured that this node lives, and notices when the far end has been silent for too long.
 *
 * Any byte counts as life, in both directions. Nobody is judged by the silence of a time in which this node was stalled
 * itself: the time by which a tick comes late does not count, and before the verdict the event loop gets a turn in which
 * it reads what has come.
 */
import type { ConnectionSettings } from './connectionSettings.js';

/** What tells whether bytes have come and gone. */
export interface Pulse {
  readonly settings: Pick<ConnectionSettings, 'clock' | 'inRootContext' | 'heartbeatInterval' | 'heartbeatTimeout'>;
  /** Since this was last set to false. */
  hasReceived: boolean;
  hasSent: boolean;
}

export class Heartbeat {
  readonly #wire: Pulse;
  readonly #settings: Pulse['settings'];
  readonly #onBeat: () => void;
  readonly #onSilence: () => void;
  readonly #period: number;
  #timer: unknown = undefined;
  #due = 0;
  /** The last tick before which bytes had come, moved by the time this node was stalled since. */
  #lastLife: number;
  #isStopped = false;

  /** Starts at once. */
  constructor(wire: Pulse, onBeat: () => void, onSilence: () => void) {
    this.#wire = wire;
    this.#settings = wire.settings;
    this.#onBeat = onBeat;
    this.#onSilence = onSilence;
    // Two ticks in each interval: a beat is due at a tick before which nothing was sent for a whole period.
    this.#period = this.#settings.heartbeatInterval / 2;
    this.#lastLife = this.#settings.clock.now();
    this.#arm(this.#lastLife);
  }

  stop(): void {
    this.#isStopped = true;
    this.#settings.clock.clearTimer(this.#timer);
  }

  #arm(now: number): void {
    this.#due = now + this.#period;
    this.#timer = this.#settings.inRootContext(() => this.#settings.clock.setTimer(() => this.#tick(), this.#period));
  }

  #tick(): void {
    const now = this.#settings.clock.now();
    const late = now - this.#due;
    this.#arm(now);
    this.#listen(now, late);
    if (!this.#wire.hasSent) this.#onBeat();
    this.#wire.hasSent = false;
  }

  #listen(now: number, late: number): void {
    if (this.#wire.hasReceived) {
      this.#wire.hasReceived = false;
      this.#lastLife = now;
    } else {
      if (late > this.#period) this.#lastLife += late;
      if (now - this.#lastLife >= this.#settings.heartbeatTimeout) setImmediate(() => this.#judge());
    }
  }

  #judge(): void {
    if (!this.#isStopped && !this.#wire.hasReceived) this.#onSilence();
  }
}
