/** EnteredStatem: the driver of `enterLoop`. The process has its name, state and data already. */
import type { GenStart, Work } from '../gen/driver.js';
import type { AnyStatem } from './anyStatem.js';
import { StatemDriver } from './driver.js';

export class EnteredStatem extends StatemDriver {
  readonly #entry: readonly [state: unknown, data: unknown, actions: unknown];

  constructor(start: GenStart, machine: AnyStatem, entry: readonly [state: unknown, data: unknown, actions: unknown]) {
    super(start, machine);
    this.#entry = entry;
  }

  override start(): Work {
    this.settleIn();
    return this.enter(...this.#entry);
  }
}
