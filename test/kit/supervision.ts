/**
 * The supervisor of a test. Each process that starts children has a keeper: a process of its node that starts the
 * supervisor, and stops it when that process ends or the node stops.
 */
import { P } from 'ts-pattern';
import {
  currentNode,
  down,
  exit,
  exitFrom,
  makeRef,
  monitor,
  on,
  processFlag,
  receive,
  self,
  send,
} from '../../lib/index.js';
import type { Address, Node, Ref } from '../../lib/index.js';
import { childSpecOf } from '../../supervisors/elixir/childSpecOf.js';
import { Supervisor, supervisor } from '../../supervisors/index.js';
import type { ChildLike, ChildSpec, StartChildResult, SupervisorInit } from '../../supervisors/index.js';

/** The supervisor of each test's process. */
const supervisors = new WeakMap<Address, Address>();

/** Starts a child of the calling process's supervisor. */
export async function startOwnChild(child: ChildLike): Promise<StartChildResult> {
  return supervisor.startChild(await ownSupervisor(), childSpecOf(child) as ChildSpec);
}

/** Stops one and forgets it. */
export async function stopOwnChild(id: unknown): Promise<'ok' | readonly ['error', unknown]> {
  const sup = supervisors.get(self());
  if (sup === undefined) return ['error', 'not_found'];
  const stopped = await supervisor.terminateChild(sup, id);
  return stopped === 'ok' ? supervisor.deleteChild(sup, id) : stopped;
}

/** The id of a child. */
export function idOf(child: ChildLike): unknown {
  return (childSpecOf(child) as ChildSpec).id;
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
