/** dispatch: a function is called with the entries under a key, partition by partition. */
import { self, unlink, type Address } from '../../lib/index.js';
import { applying, call, type Mfa } from '../elixir/mfa.js';
import { task } from '../task/module.js';
import type { Entry, RegistryTable } from './table.js';

/** What is called with `[[pid, value], ...]`: a function, or `[module, function, args]`. */
export type Dispatcher =
  | ((entries: readonly (readonly [pid: Address, value: unknown])[]) => unknown)
  | readonly [module: object, fun: string, args: readonly unknown[]];

export interface DispatchOptions {
  /** Whether each partition of a registry with duplicate keys is dispatched to by a process of its own. */
  readonly parallel?: boolean;
}

export function dispatch(
  table: RegistryTable,
  key: unknown,
  dispatcher: Dispatcher,
  { parallel = false }: DispatchOptions,
): 'ok' | Promise<'ok'> {
  const fun = (entries: Pairs): unknown => call(jobOf(dispatcher, entries));
  const groups = groupsOf(table, table.entriesOf(key));
  if (parallel && table.keys === 'duplicate' && table.partitions.length > 1) return inParallel(groups, fun);
  for (const entries of groups) fun(entries);
  return 'ok';
}

type Pairs = readonly (readonly [Address, unknown])[];

function jobOf(dispatcher: Dispatcher, entries: Pairs): Mfa {
  if (typeof dispatcher === 'function') return applying(dispatcher, [entries]);
  const [module, name, args] = dispatcher;
  return [module, name, [entries, ...args]];
}

/** The entries of each partition that has some; a unique key has one. */
function groupsOf(table: RegistryTable, entries: readonly Entry[]): readonly Pairs[] {
  const groups = new Map<Address, (readonly [Address, unknown])[]>();
  for (const { pid, value } of entries) {
    const partition = table.partitionOf(pid);
    const group = groups.get(partition);
    if (group === undefined) groups.set(partition, [[pid, value]]);
    else group.push([pid, value]);
  }
  return [...groups.values()];
}

// A task that is done does not tell its owner, who may trap exits.
async function inParallel(groups: readonly Pairs[], fun: (entries: Pairs) => unknown): Promise<'ok'> {
  const parent = self();
  const tasks = groups.map((entries) =>
    task.async(async () => {
      await fun(entries);
      unlink(parent);
    }),
  );
  for (const started of tasks) await task.await(started, 'infinity');
  return 'ok';
}
