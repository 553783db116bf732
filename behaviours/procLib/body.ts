/**
 * ProcLibBody: what runs on each process that proc_lib starts, behaviours among them. It knows the process's ancestors
 * and, while its starter waits, how to tell it.
 */
import type { Body, StartReport } from '../../lib/index.js';
import { ancestorsOf, type Lineage } from './lineage.js';

/** What a process was started with: `[module, function, arity]`. */
export type InitialCall = readonly [module: unknown, fun: string, arity: number];

export abstract class ProcLibBody implements Body {
  readonly lineage: Lineage;

  constructor(lineage: Lineage) {
    this.lineage = lineage;
  }

  abstract get initialCall(): InitialCall;

  /** How to tell the starter; undefined if nobody waits. */
  abstract get report(): StartReport | undefined;

  abstract start(): unknown;

  /** Made when somebody looks: an idle process pays nothing for it. */
  get dictionary(): readonly (readonly [unknown, unknown])[] {
    return [
      ['$initial_call', this.initialCall],
      ['$ancestors', ancestorsOf(this.lineage)],
    ];
  }
}
