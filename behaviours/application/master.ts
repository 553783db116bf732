/**
 * The master of an application: the group leader of all its processes, by which `getApplication` knows them, and which ends
 * those that are left when the application ends. Ports the module application_master.
 */
import { P } from 'ts-pattern';
import {
  again,
  demonitor,
  down,
  exit,
  exitFrom,
  groupLeader,
  isProcessAlive,
  makeRef,
  monitor,
  on,
  processes,
  processFlag,
  receive,
  self,
  send,
  spawnLink,
  type Address,
  type Again,
} from '../../lib/index.js';
import { genServer } from '../genServer/module.js';
import { infoOf } from '../infoOf.js';
import { procLib } from '../procLib/module.js';
import { timer } from '../timer/timer.js';
import type { StartType } from './application.js';
import type { Loaded } from './resource.js';
import { tableHere } from './table.js';
import { runTree } from './tree.js';

/** Starts the master of an application, linked with the controller, which hears later how the start went. */
export async function startMaster(name: string, loaded: Loaded, type: StartType): Promise<void> {
  await procLib.startLink(run, [self(), name, loaded, type]);
}

/** Stops an application, and waits until all of it has ended. */
export async function stopMaster(master: Address): Promise<void> {
  await ask(master, 'stop');
}

/** The top of the tree of an application, if it has one. */
export async function topOf(master: Address): Promise<Address | undefined> {
  const child = await ask(master, 'get_child');
  return Array.isArray(child) ? (child[0] as Address) : undefined;
}

async function ask(master: Address, request: 'stop' | 'get_child'): Promise<unknown> {
  const tag = makeRef();
  const ref = monitor('process', master);
  send(master, [request, tag, self()]);
  return receive(
    on(down(ref), () => 'error'),
    on([tag, P._], ([, result]) => {
      demonitor(ref, ['flush']);
      return result;
    }),
  );
}

const request = [P.union('stop', 'get_child'), P._, P._] as const;

async function run(controller: Address, name: string, loaded: Loaded, type: StartType): Promise<unknown> {
  const me = self();
  procLib.initAck(['ok', me]);
  processFlag('trap_exit', true);
  groupLeader(me, me);
  tableHere().masters.set(name, me);
  const result = await startTree(name, loaded, type);
  if (result[0] === 'ok') {
    if (loaded.maxT !== 'infinity') timer.exitAfter(loaded.maxT, 'timeout');
    genServer.cast(controller, ['application_started', name, ['ok', me]]);
    return new Master(controller, result[1] as Address).run();
  }
  genServer.cast(controller, ['application_started', name, ['error', result[1]]]);
  return exit(result[1]);
}

async function startTree(name: string, loaded: Loaded, type: StartType): Promise<readonly [unknown, unknown]> {
  const tag = makeRef();
  const me = self();
  const tree = spawnLink(() => runTree(tag, me, name, loaded, type));
  return receive(
    on([tag, P._], ([, result]) => result as readonly [unknown, unknown]),
    on(exitFrom(tree), ([, , reason]) => ['error', reason] as const),
  );
}

class Master {
  readonly #controller: Address;
  readonly #tree: Address;
  /** Who asked for the top of the tree, by the reference of the question. */
  readonly #questions = new Map<unknown, readonly [tag: unknown, from: Address]>();

  constructor(controller: Address, tree: Address) {
    this.#controller = controller;
    this.#tree = tree;
  }

  async run(): Promise<never> {
    const [what, reason] = await receive(
      on(exitFrom(this.#controller), ([, , reason]) => ['all', reason] as const),
      on(exitFrom(this.#tree), ([, , reason]) => ['tree', reason] as const),
      on(['EXIT', P._, 'timeout'], () => ['all', 'normal'] as const),
      on(request, (asked) => this.#answer(asked[0], asked[1], asked[2] as Address)),
      on(['child', P._, P._, P._], ([, ref, top, module]) => this.#tell(ref, [top, module])),
      on(P._, () => again),
    );
    await this.#end(what === 'all');
    exit(reason);
  }

  async #answer(what: 'stop' | 'get_child', tag: unknown, from: Address): Promise<Again> {
    if (what === 'stop') {
      await this.#end(true);
      send(from, [tag, 'ok']);
      exit('normal');
    }
    if (!isProcessAlive(this.#tree)) {
      send(from, [tag, 'error']);
      return again;
    }
    const ref = makeRef();
    this.#questions.set(ref, [tag, from]);
    send(this.#tree, [self(), 'get_child', ref]);
    return again;
  }

  #tell(ref: unknown, answer: unknown): Again {
    const [tag, from] = this.#questions.get(ref)!;
    this.#questions.delete(ref);
    send(from, [tag, answer]);
    return again;
  }

  async #end(withTree: boolean): Promise<void> {
    for (const [tag, from] of this.#questions.values()) send(from, [tag, 'error']);
    this.#questions.clear();
    if (withTree) {
      send(this.#tree, [self(), 'terminate']);
      await receive(on(exitFrom(this.#tree), () => undefined));
    }
    killAllOf(self());
  }
}

// Those that are killed may have started others meanwhile.
function killAllOf(leader: Address): void {
  for (;;) {
    const left = processes().filter((pid) => pid !== leader && infoOf(pid, 'group_leader') === leader);
    if (left.length === 0) return;
    for (const pid of left) exit(pid, 'kill');
  }
}
