/** What a registry is started with, checked as Elixir does. */
import { formatTerm } from '../../lib/index.js';
import { argumentError } from '../elixir/elixirError.js';
import type { Keys } from './table.js';

/** Options of `registry.startLink`. */
export interface RegistryOptions {
  /** 'unique': a key belongs to one process; 'duplicate': to any number of them. */
  readonly keys: Keys;
  /** The name of the registry. */
  readonly name: string;
  /** How many processes owners are linked with; one is enough. */
  readonly partitions?: number;
  /** The names of processes that are told of each registration. */
  readonly listeners?: readonly string[];
  /** What `meta` knows from the start. */
  readonly meta?: Readonly<Record<string, unknown>> | readonly (readonly [key: string, value: unknown])[];
  /** Elixir's registry can save memory at the cost of time. Here it does nothing. */
  readonly compressed?: boolean;
}

/** The options with defaults; raises Elixir's ArgumentError if they are wrong. */
export function checkRegistryOptions(options: RegistryOptions): Required<RegistryOptions> {
  const { keys, name, partitions = 1, listeners = [], meta = [], compressed = false } = options;
  const isKeys: unknown = keys;
  if (isKeys !== 'unique' && isKeys !== 'duplicate') {
    throw wrong(':keys to be given and be one of :unique or :duplicate', isKeys);
  }
  if ((name as unknown) === undefined) throw argumentError('expected :name option to be present');
  if (typeof name !== 'string') throw wrong(':name to be an atom', name);
  if (!Number.isInteger(partitions) || partitions < 1) throw wrong(':partitions to be a positive integer', partitions);
  if (!Array.isArray(listeners) || !listeners.every((listener) => typeof listener === 'string')) {
    throw wrong(':listeners to be a list of named processes', listeners);
  }
  if (typeof meta !== 'object' || (meta as unknown) === null) throw wrong(':meta to be a keyword list', meta);
  if (typeof compressed !== 'boolean') throw wrong(':compressed to be a boolean', compressed);
  return { keys, name, partitions, listeners, meta, compressed };
}

function wrong(expected: string, value: unknown): Error {
  return argumentError(`expected ${expected}, got: ${formatTerm(value)}`);
}
