/**
 * processInfo: what there is to see of a process from outside.
 */
import { Address } from '../terms/address.js';
import { badarg } from '../terms/errors.js';
import type { NameOnNode } from '../terms/signal.js';
import { currentProcess, processAt, requireProcess } from './current.js';
import { entriesOf } from './dictionary.js';
import { tuningOf } from './flags.js';
import type { Host } from './host.js';
import { hostOf } from './hosts.js';
import { Monitor } from './monitors.js';
import type { Process } from './process.js';

const items = {
  registered_name: (process: Process): string | readonly [] => process.registeredName ?? [],
  trap_exit: (process: Process): boolean => process.trapExit,
  links: (process: Process): readonly Address[] => [...(process.links ?? [])],
  monitors: (process: Process): readonly (readonly ['process', Address | NameOnNode])[] =>
    [...process.owned]
      .filter((owned) => owned instanceof Monitor && owned.isActive)
      .map((owned) => ['process', (owned as Monitor).object]),
  monitored_by: (process: Process): readonly Address[] => watchers(process),
  message_queue_len: (process: Process): number => process.mailbox.count,
  messages: (process: Process): readonly unknown[] => process.mailbox.toArray(),
  dictionary: (process: Process): readonly (readonly [unknown, unknown])[] => [...entriesOf(process)],
  initial_call: (process: Process): unknown => process.body?.initialCall,
  current_function: (process: Process): unknown => process.body?.currentFunction,
  group_leader: (process: Process): Address => process.groupLeader,
  parent: (process: Process): Address | undefined => process.parent,
  priority: (process: Process): unknown => tuningOf(process, 'priority'),
  message_queue_data: (process: Process): unknown => tuningOf(process, 'message_queue_data'),
  status: (process: Process): 'waiting' | 'running' => (process.isWaiting ? 'waiting' : 'running'),
} as const;

/** What `processInfo` can tell. */
export type ProcessInfoItem = keyof typeof items;

/** The value that `processInfo` gives for an item. */
export type ProcessInfoValue<I extends ProcessInfoItem> = ReturnType<(typeof items)[I]>;

/**
 * Information about a process of this node: `[item, value]` for one item, a list of them for a list, all for none.
 * Ports `erlang:process_info/1,2`. Works in plain code too, so that any mailbox can be looked into ('messages').
 *
 * @returns undefined if the process has ended; `[]` for 'registered_name' alone of a process without a name
 * @throws badarg for an unknown item, or an address of another node
 * @example
 * import { processInfo, self } from 'regent-otp';
 *
 * processInfo(self(), 'trap_exit'); // => ['trap_exit', false]
 */
export function processInfo(pid: Address): readonly (readonly [ProcessInfoItem, unknown])[] | undefined;
export function processInfo<I extends ProcessInfoItem>(
  pid: Address,
  item: I,
): readonly [I, ProcessInfoValue<I>] | readonly [] | undefined;
export function processInfo(
  pid: Address,
  items: readonly ProcessInfoItem[],
): readonly (readonly [ProcessInfoItem, unknown])[] | undefined;
export function processInfo(pid: Address, item?: ProcessInfoItem | readonly ProcessInfoItem[]): unknown {
  const host = hostAsked(pid);
  if (!(pid instanceof Address) || pid.node !== host.name) {
    throw badarg('processInfo', 'pid', pid, 'an Address of this node');
  }
  const wanted = item ?? (Object.keys(items) as ProcessInfoItem[]);
  if (Array.isArray(wanted)) for (const name of wanted) checkItem(name);
  else checkItem(wanted);
  const process = processAt(pid, host);
  if (process === undefined) return undefined;
  if (Array.isArray(wanted)) return (wanted as ProcessInfoItem[]).map((name) => [name, items[name](process)]);
  if (item === 'registered_name' && process.registeredName === undefined) return [];
  return [wanted, items[wanted as ProcessInfoItem](process)];
}

function checkItem(name: unknown): void {
  if (Object.hasOwn(items, name as ProcessInfoItem)) return;
  throw badarg('processInfo', 'item', name, Object.keys(items).join(', '));
}

/** In plain code the node is that of the address. */
function hostAsked(pid: Address): Host {
  const isPlainCode = currentProcess() === undefined && pid instanceof Address;
  return (isPlainCode ? hostOf(pid.home) : undefined) ?? requireProcess('processInfo').host;
}

function watchers(process: Process): readonly Address[] {
  const addresses: Address[] = [];
  for (let watch = process.watches.first; watch !== undefined; watch = watch.nextWatch) {
    // What plain code waits for, as the end of node.run, is a watch of the process on itself.
    if (watch.watcher !== process.address) addresses.push(watch.watcher);
  }
  return addresses;
}

/** Whether a process of this node lives. Ports `erlang:is_process_alive/1`. */
export function isProcessAlive(pid: Address): boolean {
  const { host } = requireProcess('isProcessAlive');
  if (!(pid instanceof Address) || pid.node !== host.name) {
    throw badarg('isProcessAlive', 'pid', pid, 'an Address of this node');
  }
  return processAt(pid, host) !== undefined;
}
