/**
 * Whether a port's transcript agrees with what was recorded. It agrees when it equals that of OTP 27, or that of OTP 29 where
 * that is another. Beside a fresh set it is held to that set alone: what is a known difference between releases, live.mjs says.
 */
import { releases, type Recorded, type RecordedStep } from './recording.js';
import type { Step } from './t.js';
import { difference } from './unify.js';

export interface Agreement {
  /** The releases that did the same, and 'fresh' if the fresh set shows it. */
  readonly agreesWith: readonly string[];
  /** The first step that differs from what is asked for; undefined if the port agrees. */
  readonly difference: string | undefined;
}

export function agreementOf(
  { on, fresh }: Recorded,
  steps: readonly Step[],
  nodeLabels: ReadonlyMap<string, string>,
): Agreement {
  const differs = (recorded: readonly RecordedStep[]) => difference(recorded, steps, nodeLabels);
  const agreesWith = releases.filter((release) => differs(on[release]) === undefined);
  if (fresh === undefined) {
    const agrees = agreesWith.includes('27') || agreesWith.includes('29');
    return { agreesWith, difference: agrees ? undefined : differs(on[27]) };
  }
  const differsNow = fresh.length === 0 ? 'it is not in the fresh set' : differs(fresh);
  return { agreesWith: differsNow === undefined ? [...agreesWith, 'fresh'] : agreesWith, difference: differsNow };
}
