/**
 * Polling: a discovery that looks again and again, one look at a time.
 */
import { badarg } from '../../terms/errors.js';
import type { NodeSpecFile } from '../spec/clusterSpec.js';
import type { Discovering, Discovery, DiscoveryWatcher } from './discovery.js';

export interface PollingOptions {
  /** ms from the end of one look to the next. */
  readonly interval: number;
  /** Finds all members; undefined if nothing has changed since the last look. Rejects if it cannot tell. */
  readonly look: (signal: AbortSignal) => Promise<readonly NodeSpecFile[] | undefined>;
}

/** What `start` of such a discovery gives. */
export class Polling implements Discovering {
  readonly #options: PollingOptions;
  readonly #watcher: DiscoveryWatcher;
  #timer: unknown = undefined;
  /** Gives up the look under way; each look has its own, so that none leaves a listener behind. */
  #giveUp: AbortController | undefined = undefined;
  #isStopped = false;
  #lastFailure: string | undefined = undefined;

  /** Looks at once. */
  constructor(watcher: DiscoveryWatcher, options: PollingOptions) {
    this.#watcher = watcher;
    this.#options = options;
    this.look();
  }

  look(): void {
    if (this.#giveUp !== undefined || this.#isStopped) return;
    this.#watcher.clock.clearTimer(this.#timer);
    const giveUp = new AbortController();
    this.#giveUp = giveUp;
    void this.#look(giveUp.signal).finally(() => {
      this.#giveUp = undefined;
      if (!this.#isStopped) this.#lookLater();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#giveUp?.abort();
    this.#watcher.clock.clearTimer(this.#timer);
  }

  async #look(signal: AbortSignal): Promise<void> {
    try {
      const nodes = await this.#options.look(signal);
      if (this.#isStopped) return;
      this.#lastFailure = undefined;
      if (nodes !== undefined) this.#watcher.found(nodes);
    } catch (error) {
      this.#failed(error instanceof Error ? error.message : String(error));
    }
  }

  // What stays wrong is told once.
  #failed(reason: string): void {
    if (this.#isStopped || reason === this.#lastFailure) return;
    this.#lastFailure = reason;
    this.#watcher.failed(reason);
  }

  #lookLater(): void {
    this.#timer = this.#watcher.clock.setTimer(() => this.look(), this.#options.interval);
  }
}

/** @throws ErlangError badarg, naming the option and its value */
export function checkInterval(where: string, interval: unknown): void {
  if (!(Number.isInteger(interval) && (interval as number) >= 1 && (interval as number) <= 2 ** 30)) {
    throw badarg(where, 'interval', interval, 'an integer of milliseconds from 1 to 2^30');
  }
}

/** A discovery that looks by polling. */
export function pollingDiscovery(start: () => PollingOptions, keepsConnected: boolean): Discovery {
  return { keepsConnected, start: (watcher) => new Polling(watcher, start()) };
}
