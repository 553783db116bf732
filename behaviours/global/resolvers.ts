/**
 * What decides between two processes that have the same name when their nodes connect.
 */
import { currentNode, exit, send, type Address } from '../../lib/index.js';

/**
 * Called once, on one of the nodes, with the process of the other node and then that of its own. Gives the process that
 * keeps the name, or 'none'.
 */
export type Resolve = (name: unknown, pid1: Address, pid2: Address) => Decision | PromiseLike<Decision>;

export type Decision = Address | 'none';

/** Kills the process whose node's name comes last. */
export function randomExitName(name: unknown, pid1: Address, pid2: Address): Address {
  const [first, last] = inOrder(pid1, pid2);
  currentNode().emit('report', { level: 'info', label: ['global', 'name_conflict'], name, terminating: last });
  exit(last, 'kill');
  return first;
}

/** Sends `['global_name_conflict', name]` to the process whose node's name comes last. */
export function randomNotifyName(name: unknown, pid1: Address, pid2: Address): Address {
  const [first, last] = inOrder(pid1, pid2);
  send(last, ['global_name_conflict', name]);
  return first;
}

/** Sends `['global_name_conflict', name, other]` to both; nobody has the name then. */
export function notifyAllName(name: unknown, pid1: Address, pid2: Address): 'none' {
  send(pid1, ['global_name_conflict', name, pid2]);
  send(pid2, ['global_name_conflict', name, pid1]);
  return 'none';
}

/** Those that every node has: they travel by their names. */
export const resolvers: Readonly<Record<string, Resolve>> = {
  random_exit_name: randomExitName,
  random_notify_name: randomNotifyName,
  notify_all_name: notifyAllName,
};

function inOrder(pid1: Address, pid2: Address): readonly [first: Address, last: Address] {
  return pid1.node < pid2.node ? [pid1, pid2] : [pid2, pid1];
}
