/**
 * RegistryPartition: the process that the owners of entries are linked with, so that the end of the registry ends them. It
 * outlives them, and hands out locks: a lock is held until its holder gives it back or ends, and then goes to the next who
 * waits and is still there.
 */
import { demonitor, isProcessAlive, monitor, node, processFlag, Ref, type From } from '../../lib/index.js';
import { functionClause } from '../functionClause.js';
import { genServer } from '../genServer/module.js';
import { GenServer } from '../genServer/server.js';
import type { Call, NoreplyResult } from '../genServer/types.js';
import { isTuple } from '../isTuple.js';
import { TermMap } from '../termMap.js';

/** A lock that is held. */
interface Lock {
  /** The monitor that watches who holds it. Who gives a lock back names it; else the lock is not theirs to give. */
  holder: Ref;
  /** Who waits for it, in order. */
  readonly waiting: From[];
}

type Locks = TermMap<Lock>;

export class RegistryPartition extends GenServer<Locks, Call<readonly ['lock', key: unknown], Ref>> {
  init() {
    processFlag('trap_exit', true);
    return ['ok', new TermMap<Lock>()] as const;
  }

  override handleCall(request: readonly ['lock', unknown], from: From, locks: Locks): NoreplyResult<Locks> {
    if (!isTuple(request, 'lock', 2)) return functionClause(request);
    const [, key] = request;
    const lock = locks.get(key);
    if (lock === undefined) locks.set(key, { holder: grant(key, from), waiting: [] });
    else lock.waiting.push(from);
    return ['noreply', locks];
  }

  override handleInfo(info: unknown, locks: Locks): NoreplyResult<Locks> {
    if (!Array.isArray(info)) return ['noreply', locks];
    const [tag, second, third] = info as readonly unknown[];
    if (tag === 'unlock' && isHolder(third, second, locks)) {
      demonitor(third, ['flush']);
      passOn(second, locks);
    } else if (Array.isArray(tag) && tag[0] === 'unlock' && isHolder(second, tag[1], locks)) {
      passOn(tag[1], locks);
    }
    return ['noreply', locks];
  }
}

function isHolder(ref: unknown, key: unknown, locks: Locks): ref is Ref {
  return ref instanceof Ref && locks.get(key)?.holder === ref;
}

/** The holder gets the reference of the monitor that watches it, and gives it back with the lock. */
function grant(key: unknown, from: From): Ref {
  const holder = monitor('process', from[0], [['tag', ['unlock', key]]]);
  genServer.reply(from, holder);
  return holder;
}

function passOn(key: unknown, locks: Locks): void {
  const lock = locks.get(key)!;
  const { waiting } = lock;
  let next = waiting.shift();
  while (next?.[0].node === node() && !isProcessAlive(next[0])) next = waiting.shift();
  if (next === undefined) locks.delete(key);
  else lock.holder = grant(key, next);
}
