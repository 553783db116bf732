/**
 * EventQueue: the events of a machine that are handled before what waits in its mailbox, and those that it has postponed.
 */
import type { StatemEvent } from './types.js';

export class EventQueue {
  /** Those to handle, the next one last: taking one costs the same however many there are. */
  readonly #events: StatemEvent[] = [];
  /** Oldest first. */
  #postponed: StatemEvent[] = [];

  /** The event to handle next. */
  take(): StatemEvent | undefined {
    return this.#events.pop();
  }

  /** Puts events before all others, in their order. */
  insert(events: readonly StatemEvent[]): void {
    for (let index = events.length - 1; index >= 0; index--) this.#events.push(events[index]!);
  }

  /** Keeps an event for after the next change of state. */
  postpone(event: StatemEvent): void {
    this.#postponed.push(event);
  }

  /** The state has changed: what was postponed comes before all others. */
  retryPostponed(): void {
    if (this.#postponed.length === 0) return;
    this.insert(this.#postponed);
    this.#postponed = [];
  }

  /** The events to handle, in order, as reports show them. */
  get events(): readonly (readonly [unknown, unknown])[] {
    return this.#events.toReversed().map(shown);
  }

  /** The postponed events, in order. */
  get postponed(): readonly (readonly [unknown, unknown])[] {
    return this.#postponed.map(shown);
  }
}

function shown({ type, content }: StatemEvent): readonly [unknown, unknown] {
  return [type, content];
}
