/**
 * The processes of tasks, Elixir's module Task.Supervised. One that replies is told what to run by a message of its
 * owner, so that a supervisor, also one of another node, can start it; one that does not knows it from the start.
 */
import { P } from 'ts-pattern';
import {
  after,
  bodyOf,
  currentNode,
  demonitor,
  down,
  exit,
  ExitError,
  get,
  monitor,
  on,
  put,
  receive,
  self,
  send,
  spawnDriver,
  type Address,
  type Ref,
  type SpawnOption,
} from '../../lib/index.js';
import { ProcLibBody, type InitialCall } from '../procLib/body.js';
import { endingOf, isOrderly, type Ending } from '../procLib/ending.js';
import { ancestorsOf, type Lineage } from '../procLib/lineage.js';
import { isPromise } from '../promise.js';
import { call, initialCallOf, running, type Mfa } from '../elixir/mfa.js';
import type { Owner } from './types.js';

/** How long a task waits for its owner to tell it what to run, in ms. */
const patience = 5000;

type Started = readonly ['ok', Address];

/** Starts the process of a task. */
export const supervised = {
  [Symbol.toStringTag]: 'Elixir.Task.Supervised',

  /** One that does not reply. */
  start(owner: Owner, callers: readonly Address[], mfa: Mfa): Started {
    return spawnTask('noreply', [], () => noreply(owner, callers, mfa));
  },

  /**
   * With three arguments one that does not reply; with two one that does: 'monitor' has it watch its owner until it is
   * told what to run.
   */
  startLink(
    owner: Owner,
    ...how: readonly [watch: 'monitor' | 'nomonitor'] | readonly [callers: readonly Address[], mfa: Mfa]
  ): Started {
    if (how.length === 1) return spawnTask('reply', ['link'], () => reply(owner, how[0]));
    return spawnTask('noreply', ['link'], () => noreply(owner, ...how));
  },
};

function spawnTask(fun: 'reply' | 'noreply', bonds: readonly SpawnOption[], run: () => unknown): Started {
  const body = bodyOf();
  const lineage = { parent: self(), rest: body instanceof ProcLibBody ? body.lineage : undefined };
  const initialCall = ['Elixir.Task.Supervised', fun, fun === 'reply' ? 3 : 4] as const;
  return ['ok', spawnDriver(new TaskBody(lineage, initialCall, run), bonds) as Address];
}

class TaskBody extends ProcLibBody {
  readonly report = undefined;
  readonly initialCall: InitialCall;
  readonly #run: () => unknown;

  constructor(lineage: Lineage, initialCall: InitialCall, run: () => unknown) {
    super(lineage);
    this.initialCall = initialCall;
    this.#run = run;
  }

  override get dictionary(): readonly (readonly [unknown, unknown])[] {
    return [['$ancestors', ancestorsOf(this.lineage)]];
  }

  start(): unknown {
    return this.#run();
  }
}

function noreply(owner: Owner, callers: readonly Address[], mfa: Mfa): unknown {
  put('$initial_call', initialCallOf(mfa));
  put('$callers', callers);
  return invoke(owner, mfa);
}

type Order = readonly [owner: Address, ref: unknown, to: Ref | Address, callers: readonly Address[], mfa: Mfa];

async function reply(owner: Owner, watch: 'monitor' | 'nomonitor'): Promise<void> {
  const [, ref, to, callers, mfa] = await orderOf(owner[2], watch);
  send(to, [ref, await noreply(owner, callers, mfa)]);
}

async function orderOf(owner: Address, watch: 'monitor' | 'nomonitor'): Promise<Order> {
  const order = on([owner, P._, P._, P._, P._], (message) => message as unknown as Order);
  if (watch === 'nomonitor') return receive(order);
  const ref = monitor('process', owner);
  const received = await receive(
    order,
    on(down(ref), ([, , , , reason]) => exit(['shutdown', reason])),
    after(patience, () => exit('timeout')),
  );
  demonitor(ref, ['flush']);
  return received;
}

/** Whatever ends the function, unless orderly, is reported, and then ends the process. */
function invoke(owner: Owner, mfa: Mfa): unknown {
  let result: unknown;
  try {
    result = call(mfa);
  } catch (thrown) {
    return end(owner, mfa, thrown);
  }
  return isPromise(result) ? result.then(undefined, (thrown: unknown) => end(owner, mfa, thrown)) : result;
}

function end(owner: Owner, mfa: Mfa, thrown: unknown): never {
  const ending = endingOf(thrown);
  if (!isOrderly(ending)) reportEnd(owner, mfa, ending);
  throw new ExitError(ending.reason);
}

function reportEnd(owner: Owner, mfa: Mfa, ending: Ending): void {
  const [fun, args] = running(mfa);
  currentNode().emit('report', {
    level: 'error',
    label: ['Elixir.Task.Supervisor', 'terminating'],
    report: {
      name: self(),
      starter: starterOf(owner),
      function: fun,
      args,
      reason: ending.class === 'exit' ? [ending.reason, []] : ending.reason,
      process_label: get('$process_label'),
    },
    callers: get('$callers'),
  });
}

function starterOf([node, shown, pid]: Owner): unknown {
  if (node === self().node) return shown;
  return typeof shown === 'string' ? [node, shown] : pid;
}
