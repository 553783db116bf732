/** Statistics: how many messages a process has taken in and sent out, for `sys.statistics`. */
import { systemTime } from '../../lib/index.js';

type DateTime = readonly [date: readonly [number, number, number], time: readonly [number, number, number]];

export class Statistics {
  readonly key = 'statistics';
  readonly #start = systemTime();
  #in = 0;
  #out = 0;
  #events = 0;

  get data(): readonly unknown[] {
    return this.toList();
  }

  note(event: unknown): boolean {
    const [kind, , , , more] = Array.isArray(event) ? (event as readonly unknown[]) : [];
    this.#events++;
    if (kind === 'in') this.#in++;
    else if (kind === 'out' && more === undefined) this.#out++;
    return true;
  }

  /** There are no reductions of one process here: its events stand for them. */
  toList(): readonly (readonly [string, unknown])[] {
    return [
      ['start_time', dateTime(this.#start)],
      ['current_time', dateTime(systemTime())],
      ['reductions', this.#events],
      ['messages_in', this.#in],
      ['messages_out', this.#out],
    ];
  }
}

/** Local time as Erlang has it: `[[year, month, day], [hour, minute, second]]`. */
function dateTime(ms: number): DateTime {
  const date = new Date(ms);
  return [
    [date.getFullYear(), date.getMonth() + 1, date.getDate()],
    [date.getHours(), date.getMinutes(), date.getSeconds()],
  ];
}
