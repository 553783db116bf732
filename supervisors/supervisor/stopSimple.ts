/**
 * Stopping all children of one kind: all at once, and one report for all that ended with the same wrong reason.
 */
import { TermMap } from '../../behaviours/index.js';
import type { Address } from '../../lib/index.js';
import type { FullChildSpec } from '../childSpec.js';
import { describeChildren, reportTrouble, type SupervisorName } from '../report.js';
import { isExpectedEnd } from '../rules/afterExit.js';
import { stopProcesses } from '../stopProcesses.js';

export async function stopSimple(name: SupervisorName, spec: FullChildSpec, pids: readonly Address[]): Promise<void> {
  const { restart, shutdown } = spec;
  const wrong = new TermMap<{ readonly reason: unknown; readonly pids: Address[] }>();
  await stopProcesses(
    pids.map((pid) => ({ pid, shutdown })),
    ({ pid }, reason) => {
      if (isExpectedEnd(restart, shutdown, reason)) return;
      const same = wrong.get(reason);
      if (same === undefined) wrong.set(reason, { reason, pids: [pid] });
      else same.pids.push(pid);
    },
  );
  for (const { reason, pids: ended } of wrong.values())
    reportTrouble('shutdown_error', reason, name, () => describeChildren(spec, ended));
}
