/** The functions of Registry by which a process gives itself keys. */
import { isProcessAlive, link, self, send, unlink, type Address } from '../../lib/index.js';
import { argumentError } from '../elixir/elixirError.js';
import type { Entry, RegistryTable } from './table.js';
import { tableOf } from './tableOf.js';

/** What `register` gives. The process in 'ok' is the one that the caller is linked with from now on. */
export type Registered = readonly ['ok', Address] | readonly ['error', readonly ['already_registered', owner: Address]];

export function register(name: string, key: unknown, value: unknown): Registered {
  const table = tableOf(name);
  const holder = table.keys === 'unique' ? livingOwner(table, key) : undefined;
  if (holder !== undefined) return ['error', ['already_registered', holder]];
  const partition = table.partitionOf(self());
  link(partition);
  table.add(key, value);
  tell(table, ['register', name, key, self(), value]);
  return ['ok', partition];
}

export function unregister(name: string, key: unknown): 'ok' {
  const table = tableOf(name);
  removeOwn(table, ownEntries(table, key));
  tell(table, ['unregister', name, key, self()]);
  return 'ok';
}

export function unregisterMatch(name: string, key: unknown, matches: (value: unknown) => boolean): 'ok' {
  const table = tableOf(name);
  const own = ownEntries(table, key);
  const entries = own.filter(({ value }) => matches(value));
  removeOwn(table, entries);
  // Listeners hear when nothing is left, as Elixir's do: also if there was nothing at first.
  if (entries.length === own.length) tell(table, ['unregister', name, key, self()]);
  else if (entries.length > 0) table.renew(ownEntries(table, key));
  return 'ok';
}

export function updateValue(
  name: string,
  key: unknown,
  change: (value: never) => unknown,
): readonly [next: unknown, old: unknown] | 'error' {
  const table = tableOf(name);
  if (table.keys === 'duplicate') {
    throw argumentError('Registry.update_value/3 is not supported for duplicate registries');
  }
  const [entry] = ownEntries(table, key);
  if (entry === undefined) return 'error';
  const old = entry.value;
  entry.value = change(old as never);
  return [entry.value, old];
}

/** The process that has a key of a unique registry. One that is being buried has it no more. */
export function livingOwner(table: RegistryTable, key: unknown): Address | undefined {
  const [entry] = table.entriesOf(key);
  return entry !== undefined && isProcessAlive(entry.pid) ? entry.pid : undefined;
}

function ownEntries(table: RegistryTable, key: unknown): readonly Entry[] {
  const me = self();
  return table.entriesOf(key).filter(({ pid }) => pid === me);
}

// Who has no key left is not bound to the registry any more.
function removeOwn(table: RegistryTable, entries: readonly Entry[]): void {
  table.remove(entries);
  if (!table.isOwner(self())) unlink(table.partitionOf(self()));
}

function tell({ listeners }: RegistryTable, message: readonly unknown[]): void {
  for (const listener of listeners) send(listener, message);
}
