/**
 * Processes of a test, under a supervisor of the test: as ExUnit's start_supervised they are stopped with 'shutdown', the
 * last first, when the test's process ends or the node stops, and `node.stop()` waits for that.
 */
import { AssertionError } from 'node:assert';
import { formatTerm, type Address } from '../../lib/index.js';
import type { ChildLike, StartChildResult } from '../../supervisors/index.js';
import type * as Supervision from './supervision.js';

/**
 * Starts a process under the supervisor of the calling process: it is restarted as its specification says, and stopped
 * when the calling process ends or the node stops. Ports ExUnit's `start_supervised/1`.
 *
 * @param child a child specification, or a module with a `childSpec` function, alone or in `[module, argument]`
 * @returns `['ok', pid]`, or `['error', reason]` as `supervisor.startChild` gives
 * @example
 * import { isProcessAlive, receive, spawnLink, type Address } from 'regent-otp';
 * import { startSupervised } from 'regent-otp/testing';
 *
 * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
 * const [, pid] = await startSupervised({ id: 'worker', start: [worker, 'startLink', []] });
 * isProcessAlive(pid as Address); // => true
 */
export async function startSupervised(child: ChildLike): Promise<StartChildResult> {
  const { startOwnChild } = await supervision();
  return startOwnChild(child);
}

/**
 * As `startSupervised`, for a process that must start. Ports ExUnit's `start_supervised!/1`.
 *
 * @returns the process
 * @throws AssertionError with the reason if it does not start
 * @example
 * import { isProcessAlive, receive, spawnLink } from 'regent-otp';
 * import { expectSupervised } from 'regent-otp/testing';
 *
 * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
 * const pid = await expectSupervised({ id: 'worker', start: [worker, 'startLink', []] });
 * isProcessAlive(pid); // => true
 */
export async function expectSupervised(child: ChildLike): Promise<Address> {
  const result = await startSupervised(child);
  if (result[0] === 'ok' && result[1] !== undefined) return result[1];
  const { idOf } = await supervision();
  const message = `expectSupervised: the child ${formatTerm(idOf(child))} did not start: ${formatTerm(reasonOf(result))}`;
  throw new AssertionError({ message, operator: 'expectSupervised' });
}

/**
 * Stops a process that `startSupervised` has started, and forgets it. Ports ExUnit's `stop_supervised/1`.
 *
 * @param id that of the child specification
 * @returns 'ok', or `['error', 'not_found']`
 * @example
 * import { receive, spawnLink } from 'regent-otp';
 * import { startSupervised, stopSupervised } from 'regent-otp/testing';
 *
 * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
 * await startSupervised({ id: 'worker', start: [worker, 'startLink', []] });
 * await stopSupervised('worker'); // => 'ok'
 * await stopSupervised('worker'); // => ['error', 'not_found']
 */
export async function stopSupervised(id: unknown): Promise<'ok' | readonly ['error', unknown]> {
  const { stopOwnChild } = await supervision();
  return stopOwnChild(id);
}

// A supervisor tells with the reason what it knows of the child.
function reasonOf([, reason]: StartChildResult): unknown {
  return Array.isArray(reason) && Array.isArray(reason[1]) && reason[1][0] === 'child' ? reason[0] : reason;
}

// Behaviours add services to every node of the OS process: a test that supervises nothing is to be without them.
function supervision(): Promise<typeof Supervision> {
  return import('./supervision.js');
}
