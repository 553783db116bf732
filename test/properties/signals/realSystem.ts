// The same processes made of Regent's, on nodes joined in memory. A conductor on the first node tells one process after the
// other what to do, and sees to it that all signals have arrived before it goes on.
import {
  Address,
  demonitor,
  down,
  ErlangError,
  exit,
  link,
  makeRef,
  monitor,
  on,
  processFlag,
  processInfo,
  receive,
  Ref,
  self,
  send,
  spawn,
  spawnOpt,
  unlink,
  type Node,
} from 'regent-otp';
import { P } from 'ts-pattern';
import type { Act } from './program.js';

const doing = ['do', P.instanceOf(Address), P.instanceOf(Ref), P._, P._, P._] as const;
const reporting = ['report', P.instanceOf(Address), P.instanceOf(Ref)] as const;
const passing = ['pass', P.array(P.instanceOf(Address)), P.instanceOf(Ref)] as const;

/** What can be told of a process that lives: what it was told, by whom, its links, and whom it monitors. */
export interface Report {
  readonly told: readonly (readonly [by: Address, what: string])[];
  readonly links: readonly Address[];
  readonly monitors: readonly Address[];
}

export class RealSystem {
  readonly pids: Address[] = [];
  readonly #relays: readonly Address[];

  /** For use by a process of the first node. */
  constructor(relays: readonly Address[]) {
    this.#relays = relays;
  }

  /** Starts what passes on the conductor's marks, one on each node. */
  static async relays(nodes: readonly Node[]): Promise<Address[]> {
    return Promise.all(nodes.map((node) => node.run(() => spawn(relay))));
  }

  async start(nodes: readonly Node[], places: readonly number[]): Promise<void> {
    for (const place of places) this.pids.push(await nodes[place]!.run(() => spawn(worker)));
  }

  /** Has a process act; gives what the action gave, undefined if the process ended before it could tell. */
  async act(step: number, by: number, act: Act): Promise<unknown> {
    const pid = this.pids[by]!;
    const other = 'to' in act ? this.pids[act.to % this.pids.length] : undefined;
    const ref = makeRef();
    return this.#ask(pid, ['do', self(), ref, step, act, other], ref, ([value, child]) => {
      if (child instanceof Address) this.pids.push(child);
      return value;
    });
  }

  /** Returns when what has been sent has arrived, and what that causes, `depth` times over. */
  async settle(depth: number): Promise<void> {
    const [here, ...others] = this.#relays as [Address, ...Address[]];
    for (let round = 0; round <= depth; round++) {
      for (const way of [others, others.toReversed()]) {
        const ref = makeRef();
        send(here, ['pass', [...way, here, self()], ref]);
        await receive(on(ref, () => undefined));
      }
    }
  }

  /** Undefined if the process has ended. */
  async report(index: number): Promise<Report | undefined> {
    const ref = makeRef();
    return this.#ask(this.pids[index]!, ['report', self(), ref], ref, ([report]) => report as Report);
  }

  async #ask<T>(pid: Address, request: unknown, ref: Ref, answered: (answer: readonly unknown[]) => T) {
    const monitorRef = monitor('process', pid);
    send(pid, request);
    const answer = await receive(
      on([ref, P.array(P._)], ([, given]) => answered(given)),
      on(down(monitorRef), () => undefined),
    );
    demonitor(monitorRef, ['flush']);
    return answer;
  }

  async stop(): Promise<void> {
    for (const pid of this.pids) {
      const ref = monitor('process', pid);
      exit(pid, 'kill');
      await receive(on(down(ref), () => undefined));
    }
  }
}

/** Passes a mark on to the next of a way. */
async function relay(): Promise<void> {
  for (;;) {
    const [, [next, ...rest], ref] = await receive(on(passing, (message) => message));
    send(next!, rest.length === 0 ? ref : ['pass', rest, ref]);
  }
}

/** A process of a program: does what it is told to, and keeps what else it is told. */
async function worker(): Promise<void> {
  const told: (readonly [Address, string])[] = [];
  const monitors = new Map<Ref, Address>();
  for (;;) {
    await receive(
      on(doing, ([, from, ref, step, act, other]) => {
        const answer = perform(Number(step), act as Act, other as Address, monitors);
        send(from, [ref, answer]);
      }),
      on(reporting, ([, from, ref]) => {
        const [, links] = processInfo(self(), 'links') as readonly [string, readonly Address[]];
        send(from, [ref, [{ told: [...told], links, monitors: [...monitors.values()] } satisfies Report]]);
      }),
      on(['EXIT', P.instanceOf(Address), P._], ([, by, reason]) => void told.push([by, `EXIT ${String(reason)}`])),
      on(['DOWN', P.instanceOf(Ref), 'process', P.instanceOf(Address), P._], ([, ref, , by, reason]) => {
        monitors.delete(ref);
        told.push([by, `DOWN ${String(reason)}`]);
      }),
      on(['message', P.instanceOf(Address), P._], ([, by, what]) => void told.push([by, `message ${String(what)}`])),
    );
  }
}

/** Gives the result, and the process that was spawned. */
function perform(step: number, act: Act, other: Address, monitors: Map<Ref, Address>): readonly unknown[] {
  switch (act.kind) {
    case 'link':
      return [linkWith(other)];
    case 'unlink':
      return [unlink(other)];
    case 'monitor': {
      const ref = monitor('process', other);
      if (other !== self()) monitors.set(ref, other);
      return [true];
    }
    case 'demonitor': {
      const refs = [...monitors.keys()];
      if (refs.length === 0) return [false];
      const ref = refs[act.pick % refs.length]!;
      monitors.delete(ref);
      return [demonitor(ref, act.flush ? ['flush', 'info'] : ['info'])];
    }
    case 'trap':
      return [processFlag('trap_exit', act.on)];
    case 'exit':
      return [exit(other, act.reason)];
    case 'end':
      return exit(act.reason);
    case 'spawn':
      return [true, spawnBound(act.bond, monitors)];
    case 'send': {
      const deliver = (half: number) => {
        for (let index = 0; index < act.count; index++) send(other, ['message', self(), `${step}.${half}.${index}`]);
      };
      deliver(1);
      if (act.reason !== undefined) exit(other, act.reason);
      deliver(2);
      return [true];
    }
    default:
      return act satisfies never;
  }
}

function linkWith(other: Address): unknown {
  try {
    return link(other);
  } catch (thrown) {
    if (thrown instanceof ErlangError) return thrown.reason;
    throw thrown;
  }
}

function spawnBound(bond: 'none' | 'link' | 'monitor', monitors: Map<Ref, Address>): Address {
  if (bond === 'none') return spawn(worker);
  if (bond === 'link') return spawnOpt(worker, ['link']);
  const [pid, ref] = spawnOpt(worker, ['monitor']);
  monitors.set(ref, pid);
  return pid;
}
