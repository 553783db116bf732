/**
 * A leader for a cluster: on each node runs a candidate, a process without a behaviour. The one that gets the global name
 * leads; when it ends, or its node is lost, one of the others takes its place. Who listens to a candidate is told when that
 * changes. leader.erl is this module in Erlang.
 */
import { Address, demonitor, down, monitor, monitorNodes, on, receive, Ref, self, send, spawn } from 'regent-otp';
import { global } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';

type Role = 'leader' | 'follower';

interface Candidate {
  readonly name: string;
  readonly listener: Address;
  readonly role: Role;
  readonly watched?: Ref;
}

const asked = ['ask', P.instanceOf(Address), P.instanceOf(Ref), P._] as const;

export const leader = {
  start(node: string, name: string, listener: Address) {
    return spawn(node, 'leader', 'init', [name, listener]);
  },

  async init(name: string, listener: Address) {
    monitorNodes(true);
    let now: Candidate | 'stop' = await elect({ name, listener, role: 'follower' });
    while (now !== 'stop') now = await step(now);
  },

  role(candidate: Address) {
    return ask(candidate, 'role');
  },

  /** The process that leads, as this candidate sees it. */
  leader(candidate: Address) {
    return ask(candidate, 'leader');
  },

  stop(candidate: Address) {
    return ask(candidate, 'stop');
  },
};

function ask(candidate: Address, question: string) {
  const ref = monitor('process', candidate);
  send(candidate, ['ask', self(), ref, question]);
  return receive(
    on([ref, P._], ([, answer]) => {
      demonitor(ref, ['flush']);
      return answer;
    }),
    on(down(ref), ([, , , , reason]) => ['error', reason]),
  );
}

function step(candidate: Candidate): Promise<Candidate | 'stop'> {
  const { name, listener, watched } = candidate;
  return receive(
    on(asked, ([, from, ref, question]) => answer(candidate, from, ref, question)),
    on(['global_name_conflict', name], () => elect(became('follower', candidate))),
    on(['DOWN', P._, 'process', P._, P._], ([, ref]) => (ref === watched ? elect(candidate) : candidate)),
    on(['nodedown', P._], ([, lost]) => {
      send(listener, [self(), 'nodedown', lost]);
      return candidate;
    }),
    on(P._, () => candidate),
  );
}

function answer(candidate: Candidate, from: Address, ref: Ref, question: unknown): Candidate | 'stop' {
  const answers = { role: candidate.role, leader: global.whereisName(candidate.name), stop: 'ok' };
  send(from, [ref, answers[question as keyof typeof answers]]);
  return question === 'stop' ? 'stop' : candidate;
}

/** Takes the name, or watches the process that has it. Between the two that may have ended. */
async function elect(candidate: Candidate): Promise<Candidate> {
  const answer = await global.registerName(candidate.name, self(), global.randomNotifyName);
  if (answer === 'yes') return became('leader', candidate);
  const pid = global.whereisName(candidate.name);
  return pid === undefined ? elect(candidate) : became('follower', watch(pid, candidate));
}

function watch(pid: Address, candidate: Candidate): Candidate {
  if (candidate.watched !== undefined) demonitor(candidate.watched, ['flush']);
  return { ...candidate, watched: monitor('process', pid) };
}

function became(role: Role, candidate: Candidate): Candidate {
  if (candidate.role !== role) send(candidate.listener, [self(), role]);
  return { ...candidate, role };
}
