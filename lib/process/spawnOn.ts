/**
 * spawnOn: starts a process on a node by the names of what it is to run, and waits until it has started.
 */
import { P } from 'ts-pattern';
import { on } from '../mailbox/clause.js';
import type { Address } from '../terms/address.js';
import { badarg, ErlangError, ExitError } from '../terms/errors.js';
import type { Ref } from '../terms/ref.js';
import { FunctionBody } from './body.js';
import { requireProcess } from './current.js';
import type { Process } from './process.js';
import { receiveIn } from './receive.js';
import { makeRef, yieldNow } from './self.js';
import { spawnBody } from './spawnBody.js';
import { isSpawnOption, spawnSettings, type SpawnOption } from './spawnOptions.js';
import { checkCallee, requestSpawn } from './spawnRequest.js';

/** Gives the address, with 'monitor' `[pid, ref]`. */
export async function spawnOn(
  where: string,
  given: readonly unknown[],
  options: readonly SpawnOption[],
): Promise<Address | readonly [Address, Ref]> {
  const me = requireProcess(where);
  const callee = checkCallee(where, given);
  if (!Array.isArray(options) || !options.every(isSpawnOption)) {
    throw badarg(where, 'options', options, "a list of 'link' and 'monitor'");
  }
  const tag = makeRef();
  const settings = { ...spawnSettings(options), replyTag: tag };
  const ref = requestSpawn(me, callee, settings);
  const [kind, pid] = (await receiveIn(me, [on([tag, ref, P._, P._], ([, , ...reply]) => reply)])) as [string, unknown];
  if (kind === 'error') return failed(me, options, pid);
  return settings.monitor === undefined ? (pid as Address) : [pid as Address, ref];
}

// As in Erlang a process of this node takes the place of one that could not start, and ends with the reason.
function failed(me: Process, options: readonly SpawnOption[], reason: unknown): Address | readonly [Address, Ref] {
  if (reason !== 'noconnection') throw new ErlangError(reason);
  const crash = async (): Promise<never> => {
    // Whoever spawned it can link or monitor it before.
    await yieldNow();
    throw new ExitError(reason);
  };
  return spawnBody(me, new FunctionBody(crash), options);
}
