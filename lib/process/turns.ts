/**
 * Turns: has processes do something one after the other. A process that ends gives its turn up, whether it has come or not.
 */
import { requireProcess } from './current.js';
import { ownedPromise } from './ownedPromise.js';
import type { Belongings, Owned } from './owned.js';

export class Turns {
  readonly #queue: Turn[] = [];

  /** Runs an action of the calling process when those before it are done. */
  async run<T>(action: () => T | PromiseLike<T>): Promise<T> {
    const me = requireProcess('Turns.run');
    const turn = new Turn(() => this.#end(turn));
    me.owned.add(turn);
    this.#queue.push(turn);
    if (this.#queue[0] !== turn) await ownedPromise<void>(me.host, (resolve) => (turn.begin = resolve));
    try {
      return await action();
    } finally {
      me.owned.delete(turn);
      turn.release();
    }
  }

  #end(turn: Turn): void {
    const place = this.#queue.indexOf(turn);
    // Code of a process that has ended may come here late.
    if (place < 0) return;
    this.#queue.splice(place, 1);
    if (place === 0) this.#queue[0]?.begin();
  }
}

class Turn implements Owned {
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;
  /** Its turn has come. */
  begin: () => void = () => undefined;
  readonly release: () => void;

  constructor(release: () => void) {
    this.release = release;
  }
}
