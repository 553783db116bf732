/** tableOf: the table of a registry of this node, by its name. */
import { bodyOf, formatTerm, whereis } from '../../lib/index.js';
import { argumentError } from '../elixir/elixirError.js';
import { GenDriver } from '../gen/driver.js';
import { RegistryTable } from './table.js';

/** Raises Elixir's ArgumentError if there is no such registry. */
export function tableOf(name: string): RegistryTable {
  const pid = typeof name === 'string' ? whereis(name) : undefined;
  const body = pid === undefined ? undefined : bodyOf(pid);
  const state = body instanceof GenDriver ? body.getState() : undefined;
  if (state instanceof RegistryTable) return state;
  throw argumentError(`unknown registry: ${formatTerm(name)}`);
}
