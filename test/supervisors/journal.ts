// Children for tests of supervisors, and a journal of what became of them. A child notes its start, waits, and on an
// exit signal notes its stop and ends; told ['exit', reason] it ends with that reason.
import {
  after,
  down,
  exit,
  monitor,
  on,
  processFlag,
  receive,
  self,
  send,
  sendAfter,
  spawnLink,
  unlink,
  type Address,
} from 'regent-otp';
import { supervisor, Supervisor, type ChildInfo, type ChildSpec, type SupervisorInit } from 'regent-otp/supervisors';
import { P } from 'ts-pattern';

/** How a child behaves; by default it traps exits and ends with the reason it is sent. */
export interface Behaviour {
  /** Ends with this reason when it is told to stop. */
  readonly exitAs?: unknown;
  /** Ignores exit signals. */
  readonly isStubborn?: boolean;
  /** Takes so many ms to stop. */
  readonly slow?: number;
  /** Does not trap exits, and so notes no stop. */
  readonly isDeaf?: boolean;
  /** What the start function does instead of starting the child. */
  readonly instead?: () => unknown;
  /** A third element of what the start function gives. */
  readonly info?: unknown;
}

type Note = (entry: unknown) => void;

const stop = ['EXIT', P._, P._] as const;
const leave = ['exit', P._] as const;

/** The module of the children. */
export class Ch {
  static async startLink(note: Note, name: string, behaviour: Behaviour = {}, extra?: unknown): Promise<unknown> {
    note(['start', extra === undefined ? name : [name, extra]]);
    if (behaviour.instead !== undefined) return behaviour.instead();
    const parent = self();
    const pid = spawnLink(async () => {
      processFlag('trap_exit', behaviour.isDeaf !== true);
      send(parent, [self(), 'up']);
      await live(note, name, behaviour);
    });
    await receive(on([pid, 'up'], () => undefined));
    return 'info' in behaviour ? ['ok', pid, behaviour.info] : ['ok', pid];
  }
}

async function live(note: Note, name: string, behaviour: Behaviour): Promise<never> {
  for (;;) {
    const reason = await receive(
      on(stop, (message) => message[2]),
      on(leave, (message) => exit(message[1])),
    );
    if (behaviour.slow !== undefined) await pause(behaviour.slow);
    note(['stop', name, reason]);
    if (behaviour.isStubborn !== true) exit('exitAs' in behaviour ? behaviour.exitAs : reason);
  }
}

async function pause(ms: number): Promise<void> {
  const ref = sendAfter(ms, self(), 'rested');
  await receive(on('rested', () => ref));
}

export interface Journal {
  /** What has happened so far, oldest first. */
  readonly entries: readonly unknown[];
  /** Gives what has happened since it was last asked. */
  since(): readonly unknown[];
  note(entry: unknown): void;
  /** The specification of a child that writes into this journal. */
  child(name: string, more?: Partial<ChildSpec>, behaviour?: Behaviour): ChildSpec;
}

export function journal(): Journal {
  const entries: unknown[] = [];
  let seen = 0;
  const note = (entry: unknown): void => void entries.push(entry);
  return {
    entries,
    note,
    since: () => {
      const fresh = entries.slice(seen);
      seen = entries.length;
      return fresh;
    },
    child: (name, more, behaviour) => ({ id: name, start: [Ch, 'startLink', [note, name, behaviour]], ...more }),
  };
}

/** A supervisor whose `init` gives what it is given, or what a function that it is given gives. */
export class Given extends Supervisor {
  init(given: unknown): SupervisorInit {
    return (typeof given === 'function' ? given() : given) as SupervisorInit;
  }
}

/** Starts a supervisor with flags and children; the caller traps exits from now on. */
export async function startSupervisor(flags: unknown, specs: readonly unknown[]): Promise<Address> {
  processFlag('trap_exit', true);
  const result = await supervisor.startLink(Given, ['ok', [flags, specs]]);
  if (result[0] !== 'ok') throw new Error('the supervisor could not be started', { cause: result });
  return result[1] as Address;
}

/** The ids of the children with 'pid' for those that run, the last started first. */
export async function ids(sup: Address): Promise<readonly unknown[]> {
  return (await supervisor.whichChildren(sup)).map(([id, pid]) => [id, isPid(pid) ? 'pid' : pid]);
}

export async function pidOf(sup: Address, id: unknown): Promise<Address> {
  const child = (await supervisor.whichChildren(sup)).find(([other]) => other === id);
  return child![1] as Address;
}

/** Has a child end with a reason and waits until the supervisor has dealt with it; gives the process it was. */
export async function end(sup: Address, id: unknown, reason: unknown): Promise<Address> {
  const pid = await pidOf(sup, id);
  await endOf(pid, () => send(pid, ['exit', reason]));
  await settled(sup);
  return pid;
}

/** The reason with which a process ends after `action`. */
export async function endOf(pid: Address, action: () => unknown = () => undefined): Promise<unknown> {
  const ref = monitor('process', pid);
  action();
  return receive(on(down(ref), (message) => message[4]));
}

/** Stops a supervisor as its parent would, and gives the reason with which it ends. */
export function shut(sup: Address, reason: unknown = 'shutdown'): Promise<unknown> {
  unlink(sup);
  return endOf(sup, () => exit(sup, reason));
}

/** Waits until a supervisor has dealt with everything that came before. */
async function settled(sup: Address): Promise<void> {
  await supervisor.countChildren(sup).catch(() => undefined);
}

export function isPid(term: ChildInfo[1]): term is Address {
  return typeof term === 'object';
}

const anything = P._;

/** Takes all messages that wait. */
export async function messages(): Promise<readonly unknown[]> {
  const waiting: unknown[] = [];
  for (;;) {
    const next = await receive(
      on(anything, (message) => [message]),
      after(0, () => undefined),
    );
    if (next === undefined) return waiting;
    waiting.push(next[0]);
  }
}
