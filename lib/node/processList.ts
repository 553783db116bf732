/** All processes of a node, oldest first: keeps those alive that nobody else refers to, a waiting one for example. */
import type { Process } from '../process/process.js';

export class ProcessList {
  #first: Process | undefined = undefined;
  #last: Process | undefined = undefined;
  count = 0;

  add(process: Process): void {
    process.previous = this.#last;
    if (this.#last === undefined) this.#first = process;
    else this.#last.next = process;
    this.#last = process;
    this.count++;
  }

  remove(process: Process): void {
    if (process.previous === undefined) this.#first = process.next;
    else process.previous.next = process.next;
    if (process.next === undefined) this.#last = process.previous;
    else process.next.previous = process.previous;
    process.previous = process.next = undefined;
    this.count--;
  }

  *[Symbol.iterator](): Generator<Process> {
    for (let process = this.#first; process !== undefined;) {
      const { next } = process;
      yield process;
      process = next;
    }
  }
}
