/** EventLog: the last events of a process, for `sys.log`. */
export class EventLog {
  readonly key = 'log';
  #size: number;
  #events: unknown[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  get events(): readonly unknown[] {
    return [...this.#events];
  }

  get data(): readonly unknown[] {
    return this.events;
  }

  note(event: unknown): boolean {
    this.#events.push(event);
    if (this.#events.length > this.#size) this.#events.shift();
    return true;
  }

  /** Keeps the latest events that still fit. */
  resize(size: number): void {
    this.#size = size;
    this.#events = this.#events.slice(-size);
  }
}
