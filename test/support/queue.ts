// What happened, to be waited for one by one.
export class Queue<T> {
  #items: T[] = [];
  #waiting: ((item: T) => void)[] = [];

  push(item: T): void {
    const waiter = this.#waiting.shift();
    if (waiter === undefined) this.#items.push(item);
    else waiter(item);
  }

  /** The next one, now or when it comes. */
  next(): Promise<T> {
    if (this.#items.length > 0) return Promise.resolve(this.#items.shift()!);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Those that have come and were not asked for. */
  all(): readonly T[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }
}
