/**
 * The process that starts the tree of an application and stays the parent of its top: between the master and the callbacks,
 * so that the master answers whatever they do. It traps exits. Ports `application_master:start_it/4`.
 */
import { P } from 'ts-pattern';
import {
  again,
  currentNode,
  exit,
  exitFrom,
  link,
  on,
  processFlag,
  receive,
  self,
  send,
  unlink,
  type Address,
  type Ref,
} from '../../lib/index.js';
import type { StartType } from './application.js';
import { Callbacks, isUndefined } from './callbacks.js';
import type { ApplicationModule, Loaded } from './resource.js';
import { runPhases } from './phases.js';

/** A tree that is up: its top, and the state for `prepStop` and `stop`. */
interface Tree {
  readonly callbacks: Callbacks;
  readonly top: Address;
  readonly state: unknown;
}

/** Starts the application and tells the master, `[tag, ['ok', self()]]` or `[tag, ['error', reason]]`. */
export async function runTree(
  tag: Ref,
  master: Address,
  name: string,
  loaded: Loaded,
  type: StartType,
): Promise<unknown> {
  processFlag('trap_exit', true);
  const tree = await startTree(name, loaded, type);
  if (Array.isArray(tree)) return send(master, [tag, tree]);
  send(master, [tag, ['ok', self()]]);
  return keepTree(master, tree as Tree);
}

async function startTree(name: string, loaded: Loaded, type: StartType): Promise<Tree | readonly ['error', unknown]> {
  const { mod, start_phases: phases } = loaded;
  const isByStarter = mod[0] === 'application_starter' && phases !== undefined;
  const [module, args] = (isByStarter ? mod[1] : mod) as readonly [ApplicationModule, unknown];
  const callbacks = new Callbacks(module);
  const started = await callbacks.call('start', [type, args]);
  const call = [callbacks.name, 'start', [type, args]];
  if (!isStarted(started)) return ['error', whyNot(started, call)];
  const [, top, state = []] = started;
  link(top);
  const failure = phases === undefined ? undefined : await runPhases(phases, type, name);
  if (failure === undefined) return { callbacks, top, state };
  unlink(top);
  return failure;
}

// What is no address fails when it is linked, as in OTP.
function isStarted(started: unknown): started is readonly ['ok', Address, unknown?] {
  return Array.isArray(started) && started[0] === 'ok' && (started.length === 2 || started.length === 3);
}

function whyNot(started: unknown, call: readonly unknown[]): unknown {
  if (Array.isArray(started) && started.length === 2) {
    const [kind, reason] = started as readonly unknown[];
    if (kind === 'error') return [reason, call];
    if (kind === 'EXIT' && reason === 'normal') return [started, call];
  }
  return ['bad_return', [call, started]];
}

async function keepTree(master: Address, { callbacks, top, state }: Tree): Promise<never> {
  const [why, reason] = await receive(
    on([master, 'get_child', P._], ([, , ref]) => {
      send(master, ['child', ref, top, callbacks.name]);
      return again;
    }),
    on([master, 'terminate'], () => ['terminate', 'normal'] as const),
    on(exitFrom(master), ([, , reason]) => ['parent', reason] as const),
    on(exitFrom(top), ([, , reason]) => ['top', reason] as const),
    on(P._, () => again),
  );
  const prepared = await prepStop(callbacks, state);
  if (why !== 'top') {
    exit(top, why === 'terminate' ? 'shutdown' : reason);
    await receive(on(exitFrom(top), () => undefined));
  }
  await callbacks.call('stop', [prepared]);
  exit(reason);
}

async function prepStop(callbacks: Callbacks, state: unknown): Promise<unknown> {
  const prepared = await callbacks.call('prepStop', [state]);
  if (isUndefined(prepared)) return state;
  if (!Array.isArray(prepared) || prepared.length !== 2 || prepared[0] !== 'EXIT') return prepared;
  currentNode().emit('report', {
    level: 'error',
    label: ['application_master', 'shutdown_error'],
    report: [
      [callbacks.name, ['prep_stop', [state]]],
      ['error_info', prepared[1]],
    ],
  });
  return state;
}
