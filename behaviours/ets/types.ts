/** The types of ets. */
import type { Address, On, Ref } from '../../lib/index.js';

/** What a table holds: tuples, or the records of Erlang as plain objects. */
export type EtsObject = object;

/** What a table carries for the type checker alone. A method, so that a table of which nothing is known passes for any. */
interface Holds<T> {
  objects?(of: T): void;
}

/**
 * A table: its reference, or its name. It knows the type of its objects:
 * `const sessions: EtsTable<readonly [id: string, user: string]> = 'sessions'`.
 */
export type EtsTable<T extends EtsObject = EtsObject> = (Ref | string) & Holds<T>;

/** A place in an object: the number of an element of a tuple, from 1, or the name of a field. */
export type Position = number | string;

export type TableType = 'set' | 'ordered_set' | 'bag' | 'duplicate_bag';
export type Protection = 'public' | 'protected' | 'private';
export type Heir = readonly ['heir', 'none'] | readonly ['heir', pid: Address, data: unknown];

/** An option of `ets.new`. Those for concurrency change nothing here. */
export type TableOption =
  | TableType
  | Protection
  | 'named_table'
  | 'compressed'
  | readonly ['keypos', Position]
  | Heir
  | readonly ['read_concurrency' | 'decentralized_counters', boolean]
  | readonly ['write_concurrency', boolean | 'auto'];

/** A pattern: '_' stands for anything, '$1' for anything that is to be found out. */
export type EtsPattern = string | object;

/** A clause of a match specification as Erlang writes it: pattern, guards, body. */
export type MatchClause = readonly [pattern: EtsPattern, guards: readonly unknown[], body: readonly unknown[]];

/** A match specification: clauses as Erlang writes them, or those of `ets.fun2ms`. */
export type MatchSpec = readonly (MatchClause | On)[];

/** A change of a counter: by how much; in which place; above or below which limit it becomes what. */
export type CounterChange =
  | readonly [position: Position, increment: number | bigint]
  | readonly [position: Position, increment: number | bigint, threshold: number | bigint, setTo: number | bigint];
