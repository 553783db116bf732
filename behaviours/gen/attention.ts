/**
 * Attention: what a driven process has to mind beside its messages: a timeout, hibernation, and who watches it. Most
 * processes mind nothing and have none, so that the way of a message pays one comparison for all of it.
 */
import { Alarm } from '../../lib/index.js';
import type { Debug } from '../sys/debug.js';

/** How long to wait for the next message: ms, for ever, or in hibernation. */
export type Patience = number | 'infinity' | 'hibernate';

export class Attention {
  debug: Debug | undefined = undefined;
  readonly #hibernateAfter: number | 'infinity';
  #alarm: Alarm | undefined = undefined;
  #patience: Patience = 'infinity';

  constructor(hibernateAfter: number | 'infinity') {
    this.#hibernateAfter = hibernateAfter;
  }

  get isHibernating(): boolean {
    return this.#patience === 'hibernate';
  }

  /** Whether there is nothing to mind any more. */
  get isOver(): boolean {
    return this.debug === undefined && this.#hibernateAfter === 'infinity' && this.#patience === 'infinity';
  }

  /** The process waits for its next message. */
  wait(patience: Patience): void {
    this.#patience = patience;
    const ms = patience === 'infinity' ? this.#hibernateAfter : patience;
    if (typeof ms === 'number') (this.#alarm ??= new Alarm()).start(ms);
  }

  /** A message has come: the timeout is over and does not count. */
  messageCame(): void {
    this.#alarm?.stop();
    this.wait('infinity');
  }

  /** A system message has come: it ends no timeout, which starts anew behind it. */
  pause(): void {
    this.#alarm?.stop();
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.wait(this.#patience);
  }

  /** The alarm may be due: true if that is the timeout of the process, which is over now. */
  wake(): boolean {
    if (this.#alarm?.isDue !== true) return false;
    this.#alarm.stop();
    const isTimeout = this.#patience !== 'infinity';
    this.#patience = isTimeout ? 'infinity' : 'hibernate';
    return isTimeout;
  }
}
