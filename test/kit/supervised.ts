/**
 * Processes of a test, under a supervisor of the test: as ExUnit's start_supervised they are stopped with 'shutdown', the
 * last first, when the test's process ends or the node stops, and `node.stop()` waits for that.
 *
 * Each process that starts some has a keeper: a process of its node that starts the supervisor and waits for the end.
 */
import { AssertionError } from 'node:assert';
import {
  currentNode,
  down,
  exit,
  exitFrom,
  formatTerm,
  makeRef,
  monitor,
  on,
  processFlag,
  receive,
  self,
  send,
} from '../../lib/index.js';
import type { Address, Node, Ref } from '../../lib/index.js';
import { P } from 'ts-pattern';
import { childSpecOf } from '../../supervisors/elixir/childSpecOf.js';
import { Supervisor, supervisor } from '../../supervisors/index.js';
import type { ChildLike, ChildSpec, StartChildResult, SupervisorInit } from '../../supervisors/index.js';

/** The supervisor of each test's process. */
const supervisors = new WeakMap<Address, Address>();

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
  return supervisor.startChild(await ownSupervisor(), childSpecOf(child) as ChildSpec);
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
  const { id } = childSpecOf(child) as ChildSpec;
  const message = `expectSupervised: the child ${formatTerm(id)} did not start: ${formatTerm(reasonOf(result))}`;
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
  const sup = supervisors.get(self());
  if (sup === undefined) return ['error', 'not_found'];
  const stopped = await supervisor.terminateChild(sup, id);
  return stopped === 'ok' ? supervisor.deleteChild(sup, id) : stopped;
}

// A supervisor tells with the reason what it knows of the child.
function reasonOf([, reason]: StartChildResult): unknown {
  return Array.isArray(reason) && Array.isArray(reason[1]) && reason[1][0] === 'child' ? reason[0] : reason;
}

class TestSupervisor extends Supervisor {
  init(): SupervisorInit {
    return ['ok', [{ strategy: 'one_for_one', intensity: 1_000_000, period: 1 }, []]];
  }
}

async function ownSupervisor(): Promise<Address> {
  const me = self();
  const known = supervisors.get(me);
  if (known !== undefined) return known;
  const ref = makeRef();
  startKeeper(currentNode(), me, ref);
  const sup = await receive(on([ref, P._], ([, pid]) => pid as Address));
  supervisors.set(me, sup);
  return sup;
}

function startKeeper(node: Node, test: Address, ref: Ref): void {
  node.inRootContext(() => {
    const ended: Promise<void> = node.run(() =>
      keep(test, ref, (keeper) => node.onStop(() => stopKeeper(node, keeper, ended))),
    );
  });
}

async function stopKeeper(node: Node, keeper: Address, ended: Promise<void>): Promise<void> {
  node.send(keeper, 'stop');
  await ended;
}

/** What the keeper does, until the test's process or the node ends. */
async function keep(test: Address, ref: Ref, onceStarted: (keeper: Address) => () => void): Promise<void> {
  processFlag('trap_exit', true);
  const forget = onceStarted(self());
  const testRef = monitor('process', test);
  const [, sup] = (await supervisor.startLink(TestSupervisor, [])) as readonly ['ok', Address];
  send(test, [ref, sup]);
  await receive(
    on(down(testRef), () => 'over'),
    on('stop', () => 'over'),
    on(exitFrom(sup), () => 'over'),
  );
  const supRef = monitor('process', sup);
  exit(sup, 'shutdown');
  await receive(on(down(supRef), () => 'over'));
  forget();
}
