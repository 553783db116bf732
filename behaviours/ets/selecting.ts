/** The functions of ets that take a match specification. */
import { badarg, ErlangError, termEquals, type On, type ResultOf } from '../../lib/index.js';
import type { Continuation, Some } from './continuation.js';
import { CompiledSpec } from './matchSpec.js';
import { goOn, results, slotsFor } from './matching.js';
import { isObject } from './row.js';
import type { Slot } from './store.js';
import type { Table } from './table.js';
import { given, kept, readable, writable } from './tables.js';
import type { EtsObject, EtsTable, MatchSpec } from './types.js';

/** A match specification whose results are known to the type checker: what `ets.fun2ms` gives. */
export type TypedSpec<R> = readonly On[] & { readonly results?: R };

/** What the objects that match give, under a specification. */
type Result<S> = S extends TypedSpec<infer R> ? (unknown extends R ? unknown : R) : unknown;

export const selecting = {
  /**
   * What a match specification makes of the objects that match: each by the first clause that does. Ports
   * `ets:select/1,2,3`.
   *
   * @param spec clauses `[pattern, guards, body]` as in Erlang, where a tuple that Erlang writes `{{A, B}}` is `[['A', 'B']]`;
   *   or what `ets.fun2ms` gives
   * @param limit how many results to give at once, with a continuation: `select(continuation)` gives the next ones
   * @throws badarg that says what is wrong with the specification
   * @example
   * import { ets } from 'regent-otp/behaviours';
   *
   * const table = ets.new('people', ['ordered_set']);
   * ets.insert(table, ['ann', 31], ['bob', 27], ['eve', 44]);
   * ets.select(table, [[['$1', '$2'], [['>', '$2', 30]], ['$1']]]); // => ['ann', 'eve']
   */
  select,

  /** `select` from the last object to the first. Ports `ets:select_reverse/1,2,3`. */
  selectReverse,

  /**
   * A match specification of clauses as `receive` has them: the typed twin of Erlang's, where a fun becomes one. Ports
   * `ets:fun2ms/1`.
   *
   * @example
   * import { on } from 'regent-otp';
   * import { ets } from 'regent-otp/behaviours';
   * import { P } from 'ts-pattern';
   *
   * const table = ets.new('people', ['ordered_set']);
   * ets.insert(table, ['ann', 31], ['bob', 27]);
   * const old = ets.fun2ms(on([P.string, P.number.gt(30)], ([name]) => name));
   * ets.select(table, old); // => ['ann']
   */
  fun2ms<const C extends readonly On[]>(...clauses: C): TypedSpec<ResultOf<C>> {
    return clauses;
  },

  /** For how many objects the specification gives true. Ports `ets:select_count/2`. */
  selectCount(tab: EtsTable, spec: MatchSpec): number {
    return trueOnes('ets.selectCount', readable('ets.selectCount', tab), spec).length;
  },

  /** Removes the objects for which the specification gives true, and gives their number. Ports `ets:select_delete/2`. */
  selectDelete(tab: EtsTable, spec: MatchSpec): number {
    const table = writable('ets.selectDelete', tab);
    const meant = trueOnes('ets.selectDelete', table, spec);
    const set = new Set(meant.map(([, object]) => object));
    for (const { key } of new Set(meant.map(([slot]) => slot)))
      table.store.deleteWhere(key, (object) => set.has(object));
    return meant.length;
  },

  /**
   * Puts what the specification gives in the place of the objects that match, and gives their number. Keys must stay. Ports
   * `ets:select_replace/2`.
   */
  selectReplace(tab: EtsTable, spec: MatchSpec): number {
    const where = 'ets.selectReplace';
    const table = writable(where, tab);
    const compiled = new CompiledSpec(where, spec);
    if (table.settings.type === 'bag') throw badarg(where, 'tab', tab, 'a table that is no bag');
    const changes: (() => void)[] = [];
    for (const slot of slotsFor(table, compiled.keyAt(table.settings.keypos))) {
      for (const [index, object] of slot.objects.entries()) {
        const result = compiled.run(object);
        if (result === undefined) continue;
        const fresh = keptWithKey(where, table, slot.key, result[0]);
        changes.push(() => void (slot.objects[index] = fresh));
      }
    }
    for (const change of changes) change();
    return changes.length;
  },

  /** What a specification makes of an object that is in no table: `['ok', result]`, false if none. Ports `ets:test_ms/2`. */
  testMs(object: EtsObject, spec: MatchSpec): readonly ['ok', unknown] | readonly ['error', readonly unknown[]] {
    try {
      const result = new CompiledSpec('ets.testMs', spec).run(object);
      return ['ok', result === undefined ? false : result[0]];
    } catch (thrown) {
      if (thrown instanceof ErlangError) return ['error', [['error', thrown.message]]];
      throw thrown;
    }
  },

  /** Ports `ets:match_spec_compile/1`. */
  matchSpecCompile(spec: MatchSpec): CompiledSpec {
    return new CompiledSpec('ets.matchSpecCompile', spec);
  },

  /** What a compiled specification makes of the objects of a list. Ports `ets:match_spec_run/2`. */
  matchSpecRun(list: readonly EtsObject[], compiled: CompiledSpec): readonly unknown[] {
    return list.flatMap((object) => compiled.run(object) ?? []);
  },
};

function select<S extends MatchSpec>(tab: EtsTable, spec: S): readonly Result<S>[];
function select<S extends MatchSpec>(tab: EtsTable, spec: S, limit: number): Some<Result<S>>;
function select<T>(more: Continuation<T> | '$end_of_table'): Some<T>;
function select(tab: EtsTable | Continuation<unknown>, spec?: MatchSpec, limit?: number): unknown {
  return search('ets.select', tab, spec, limit, (slots) => slots);
}

function selectReverse<S extends MatchSpec>(tab: EtsTable, spec: S): readonly Result<S>[];
function selectReverse<S extends MatchSpec>(tab: EtsTable, spec: S, limit: number): Some<Result<S>>;
function selectReverse<T>(more: Continuation<T> | '$end_of_table'): Some<T>;
function selectReverse(tab: EtsTable | Continuation<unknown>, spec?: MatchSpec, limit?: number): unknown {
  return search('ets.selectReverse', tab, spec, limit, (slots) => [...slots].reverse());
}

function search(
  where: string,
  tab: EtsTable | Continuation<unknown>,
  spec: MatchSpec | undefined,
  limit: number | undefined,
  order: (slots: readonly Slot[]) => readonly Slot[],
): readonly unknown[] | Some<unknown> {
  if (spec === undefined) return goOn(where, tab as Continuation<unknown> | '$end_of_table');
  const table = readable(where, tab as EtsTable);
  const compiled = new CompiledSpec(where, spec);
  const key = compiled.keyAt(table.settings.keypos);
  return results(where, tab as EtsTable, key, limit, (object) => given(table, compiled.run(object)), order);
}

/** The objects for which a specification gives true, each with its slot. */
function trueOnes(where: string, table: Table, spec: MatchSpec): readonly (readonly [Slot, EtsObject])[] {
  const compiled = new CompiledSpec(where, spec);
  return slotsFor(table, compiled.keyAt(table.settings.keypos)).flatMap((slot) =>
    slot.objects.filter((object) => compiled.run(object)?.[0] === true).map((object) => [slot, object] as const),
  );
}

function keptWithKey(where: string, table: Table, key: unknown, result: unknown): EtsObject {
  const isRight = isObject(result, table.settings.keypos) && termEquals(table.keyOf(result), key);
  if (!isRight) throw badarg(where, 'spec', result, 'one whose results have the keys of what they replace');
  return kept(table, result);
}
