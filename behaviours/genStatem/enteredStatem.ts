/** EnteredStatem: the driver of `enterLoop`. The process has its name, state and data already. */
import type { Work } from '../gen/driver.js';
import type { Entry } from '../gen/entry.js';
import type { InitialCall } from '../procLib/body.js';
import type { AnyStatem } from './anyStatem.js';
import { StatemDriver } from './driver.js';

export class EnteredStatem extends StatemDriver {
  readonly #initialCall: InitialCall;
  readonly #begin: readonly [state: unknown, data: unknown, actions: unknown];

  constructor({ start, before }: Entry, machine: AnyStatem, ...begin: readonly [unknown, unknown, unknown]) {
    super(start, machine);
    this.#initialCall = before.initialCall;
    this.#begin = begin;
  }

  override get initialCall(): InitialCall {
    return this.#initialCall;
  }

  override start(): Work {
    this.settleIn();
    return this.enter(...this.#begin);
  }
}
