/**
 * Lead: what every supervisor knows of itself: its name, where its specification comes from, its flags, and how often
 * it has restarted children lately.
 */
import { monotonicTime } from '../../lib/index.js';
import { addRestart, countRestarts, type Restarts } from '../rules/intensity.js';
import type { SupervisorName } from '../report.js';

/** The class behind a supervisor, whose `init` gives its specification. */
export type SupervisorModule = new () => { init(args: unknown): unknown };

export class Lead<Flags extends { readonly intensity: number; readonly period: number }> {
  readonly name: SupervisorName;
  module: SupervisorModule;
  readonly args: unknown;
  flags: Flags;
  #restarts: Restarts = [];

  constructor(name: SupervisorName, module: SupervisorModule, args: unknown, flags: Flags) {
    this.name = name;
    this.module = module;
    this.args = args;
    this.flags = flags;
  }

  /** Notes a restart; false if there have been too many. */
  addRestart(): boolean {
    const second = Math.floor(monotonicTime() / 1000);
    this.#restarts = addRestart(this.#restarts, second, this.flags.period);
    return countRestarts(this.#restarts) <= this.flags.intensity;
  }
}
