/** Candidates on three nodes; one node is lost, one leader is stopped. leader_scenario.erl is this module in Erlang. */
import { exit, node, on, receive, self, type Address } from 'regent-otp';
import { global } from 'regent-otp/behaviours';
import { startMemoryCluster } from 'regent-otp/testing';
import { P } from 'ts-pattern';
import type { Show } from '../transcript.js';
import { leader } from './leader.js';

export async function run(show: Show) {
  const cluster = await startMemoryCluster(['here', 'a', 'b', 'c']);
  for (const each of Object.values(cluster.nodes)) each.export('leader', leader);
  await cluster.nodes.here.run(() => scenario(show, () => cluster.nodes.a.stop()));
  await cluster.stop();
}

async function scenario(show: Show, stopNodeA: () => Promise<void>) {
  const [first, second, third] = [await candidate('a'), await candidate('b'), await candidate('c')];
  const ask = async (question: (pid: Address) => unknown, pids: readonly Address[]) => {
    const answers: unknown[] = [];
    for (const pid of pids) answers.push(await question(pid));
    return answers;
  };
  const isLeader = (expected: Address) => async (pid: Address) => (await leader.leader(pid)) === expected;
  await receive(on([first, P.string], ([, role]) => show(role)));
  show(await ask((pid) => leader.role(pid), [first, second, third]));
  show(await ask(isLeader(first), [first, second, third]));
  await stopNodeA();
  await receive(on([second, 'nodedown', 'a'], () => 'ok'));
  await receive(on([third, 'nodedown', 'a'], () => 'ok'));
  const next = await receive(on([P._, 'leader'], ([pid]) => pid as Address));
  const last = next === second ? third : second;
  show([next === first, await leader.role(next), await leader.role(last)]);
  show(await ask(isLeader(next), [next, last]));
  show(await leader.role(first));
  show(await leader.stop(next));
  await receive(on([last, 'leader'], () => 'ok'));
  show(await leader.role(last));
  const again = await candidate(node(next));
  show([await leader.role(again), await isLeader(last)(again)]);
  exit(last, 'kill');
  await receive(on([again, 'leader'], () => 'ok'));
  show(global.whereisName('the_leader') === again);
}

/** A candidate that has had its election. */
async function candidate(at: string) {
  const pid = await leader.start(at, 'the_leader', self());
  await leader.role(pid);
  return pid;
}
