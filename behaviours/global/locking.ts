/**
 * locking: locks on several nodes, set by whoever wants to do something that others must not do meanwhile.
 */
import { after, currentNode, node, nodes as connected, receive } from '../../lib/index.js';
import { noClause } from '../functionClause.js';
import type { LockId } from './locks.js';
import { askAt } from './serving.js';

export type Retries = number | 'infinity';

export async function setLock(id: LockId, nodes: readonly string[], retries: Retries): Promise<boolean> {
  for (let times = 1; ; times++) {
    if (await tryLock(id, nodes)) return true;
    if (retries !== 'infinity' && times > retries) return false;
    await receive(after(pause(times), () => undefined));
  }
}

export async function delLock(id: LockId, nodes: readonly string[]): Promise<true> {
  await Promise.all(nodes.map((node) => askAt(node, ['del_lock', id])));
  return true;
}

export async function trans<T>(
  id: LockId,
  fun: () => T | PromiseLike<T>,
  nodes: readonly string[],
  retries: Retries,
): Promise<T | 'aborted'> {
  if (!(await setLock(id, nodes, retries))) return 'aborted';
  try {
    return await fun();
  } finally {
    await delLock(id, nodes);
  }
}

/** This node and all that it is connected with. */
export function allNodes(): readonly string[] {
  return [node(), ...connected()];
}

/** Raises 'function_clause' unless it is `[resource, requester]`. */
export function checkId(where: string, id: unknown): asserts id is LockId {
  if (!Array.isArray(id) || id.length !== 2) throw noClause(where, 'id', id, '[resource, requester]');
}

export function checkNodes(where: string, nodes: unknown): asserts nodes is readonly string[] {
  if (!Array.isArray(nodes) || !nodes.every((node) => typeof node === 'string')) {
    throw noClause(where, 'nodes', nodes, 'a list of names of nodes');
  }
}

export function checkRetries(where: string, retries: unknown): asserts retries is Retries {
  if (retries === 'infinity' || (Number.isInteger(retries) && Number(retries) >= 0)) return;
  throw noClause(where, 'retries', retries, "a whole number of at least 0 or 'infinity'");
}

async function tryLock(id: LockId, nodes: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(nodes.map((node) => askAt(node, ['set_lock', id])));
  if (answers.every(([isSet]) => isSet !== false)) return true;
  await delLock(
    id,
    nodes.filter((_, index) => answers[index]![0] === true),
  );
  return false;
}

// As long as OTP waits: at random, up to a quarter of a second at first, up to 8 seconds in the end.
function pause(times: number): number {
  const most = times > 5 ? 8000 : (2 ** times * 1000) / 8;
  return Math.ceil(currentNode().random() * most);
}
