/**
 * The option `name` of Elixir's start functions.
 */
import { formatTerm } from '../../lib/index.js';
import { isServerName, type ServerName } from '../via.js';
import { argumentError } from './elixirError.js';

/** Under which name something is started: a local name, or a name in a registry. */
export type NameOption = string | Exclude<ServerName, readonly ['local', string]>;

/** The name as gen_server has it; undefined if there is none. */
export function serverNameOf(name: NameOption | null | undefined): ServerName | undefined {
  if (name === undefined || name === null) return undefined;
  if (typeof name === 'string') return ['local', name];
  if (isServerName(name) && (name as ServerName)[0] !== 'local') return name;
  throw argumentError(
    `expected :name option to be one of the following:\n\n  * nil\n  * atom\n  * {:global, term}\n  * {:via, module, term}\n\nGot: ${formatTerm(name)}`,
  );
}

/** The id of a child that is started under a name. */
export function idOf(name: NameOption | null | undefined, otherwise: unknown): unknown {
  if (name === undefined || name === null) return otherwise;
  return typeof name === 'string' ? name : name[name.length - 1];
}
