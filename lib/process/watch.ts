/**
 * Watch: one process's wish to hear of the end of another, kept at the watched process. It is itself the Ref that names
 * it. A monitor is a watch, and so is a call (of the server), and a monitor that a process of another node has set.
 */
import type { Address } from '../terms/address.js';
import { Ref } from '../terms/ref.js';
import type { NameOnNode } from '../terms/signal.js';

export abstract class Watch extends Ref {
  list: WatchList | undefined = undefined;
  previousWatch: Watch | undefined = undefined;
  nextWatch: Watch | undefined = undefined;

  /** Who watches. */
  abstract get watcher(): Address;

  /** What is watched. */
  abstract readonly object: Address | NameOnNode;

  /** What is watched has ended, or the way to it has. Called at most once, in no process's context. */
  abstract fire(reason: unknown): void;
}

/** The watches on one process, oldest first. */
export class WatchList {
  first: Watch | undefined = undefined;
  #last: Watch | undefined = undefined;

  add(watch: Watch): void {
    watch.list = this;
    watch.previousWatch = this.#last;
    if (this.#last === undefined) this.first = watch;
    else this.#last.nextWatch = watch;
    this.#last = watch;
  }

  /** What is watched has ended. */
  fireAll(reason: unknown): void {
    for (let watch = this.first; watch !== undefined; watch = this.first) {
      this.remove(watch);
      watch.fire(reason);
    }
  }

  remove(watch: Watch): void {
    if (watch.previousWatch === undefined) this.first = watch.nextWatch;
    else watch.previousWatch.nextWatch = watch.nextWatch;
    if (watch.nextWatch === undefined) this.#last = watch.previousWatch;
    else watch.nextWatch.previousWatch = watch.previousWatch;
    watch.list = watch.previousWatch = watch.nextWatch = undefined;
  }
}
