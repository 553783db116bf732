/**
 * Supervision: how the server of a supervisor looks after its children. There are two ways: children with
 * specifications of their own (StaticSupervision), and many of one kind (SimpleSupervision).
 */
import type { Address } from '../../lib/index.js';
import type { Eventually, NoreplyResult } from '../../behaviours/index.js';
import type { Checked } from '../rules/checked.js';
import type { FullFlags } from '../rules/checkFlags.js';
import type { Lead } from './lead.js';

/** What a callback of the server returns. Made where it is known, because one step less counts when children restart. */
export type Outcome<State = Supervision> = NoreplyResult<State>;

/** The supervisor goes on. */
export function goOn<State>(supervision: State): Outcome<State> {
  return ['noreply', supervision];
}

/** There were too many restarts, or a significant child has ended: the supervisor ends with the reason 'shutdown'. */
export function giveUp<State>(supervision: State): Outcome<State> {
  return ['stop', 'shutdown', supervision];
}

export interface Supervision {
  readonly lead: Lead<FullFlags>;
  /** Answers a call. Throws function_clause if it is none that a supervisor knows. */
  answer(request: unknown): Eventually<unknown>;
  /** A linked process has ended. */
  exited(pid: Address, reason: unknown): Eventually<Outcome>;
  /** Time to try again to restart the child that it asked for by `askToTryAgain`. */
  tryAgain(id: unknown): Eventually<Outcome>;
  /** Stops all children. */
  stopAll(): Eventually<void>;
  /** Takes over flags and specifications of new code. */
  change(flags: FullFlags, specs: unknown): Checked<undefined>;
}
