/**
 * RegistryPartition: the process that the owners of entries are linked with, so that the end of the registry ends them. It
 * outlives them, and hands out locks: a lock is held until its holder gives it back or ends, and then goes to the next who
 * waits and is still there.
 */
import { demonitor, isProcessAlive, monitor, node, processFlag, type From, type Ref } from '../../lib/index.js';
import { functionClause } from '../functionClause.js';
import { genServer } from '../genServer/module.js';
import { GenServer } from '../genServer/server.js';
import type { Call, NoreplyResult } from '../genServer/types.js';
import { isTuple } from '../isTuple.js';
import { TermMap } from '../termMap.js';

/** By the key of a lock that is held: who waits for it, in order. */
type Locks = TermMap<From[]>;

export class RegistryPartition extends GenServer<Locks, Call<readonly ['lock', key: unknown], Ref>> {
  init() {
    processFlag('trap_exit', true);
    return ['ok', new TermMap<From[]>()] as const;
  }

  override handleCall(request: readonly ['lock', unknown], from: From, locks: Locks): NoreplyResult<Locks> {
    if (!isTuple(request, 'lock', 2)) return functionClause(request);
    const [, key] = request;
    const waiting = locks.get(key);
    if (waiting === undefined) {
      locks.set(key, []);
      grant(key, from);
    } else {
      waiting.push(from);
    }
    return ['noreply', locks];
  }

  override handleInfo(info: unknown, locks: Locks): NoreplyResult<Locks> {
    if (!Array.isArray(info)) return ['noreply', locks];
    const [tag, second, third] = info as readonly unknown[];
    if (tag === 'unlock') {
      demonitor(third as Ref, ['flush']);
      passOn(second, locks);
    } else if (Array.isArray(tag) && tag[0] === 'unlock') {
      passOn(tag[1], locks);
    }
    return ['noreply', locks];
  }
}

/** The holder gets the reference of the monitor that watches it, and gives it back with the lock. */
function grant(key: unknown, from: From): void {
  genServer.reply(from, monitor('process', from[0], [['tag', ['unlock', key]]]));
}

function passOn(key: unknown, locks: Locks): void {
  const waiting = locks.get(key)!;
  let next = waiting.shift();
  while (next?.[0].node === node() && !isProcessAlive(next[0])) next = waiting.shift();
  if (next === undefined) locks.delete(key);
  else grant(key, next);
}
