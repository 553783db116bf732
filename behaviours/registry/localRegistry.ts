/**
 * LocalRegistry: Elixir's Registry, the functions of its module.
 */
import type { P } from 'ts-pattern';
import { error, on, self, send, type Address, type On, type ResultOf } from '../../lib/index.js';
import { argumentError } from '../elixir/elixirError.js';
import type { StartResult } from '../gen/start.js';
import { genServer } from '../genServer/module.js';
import type { Eventually } from '../genServer/types.js';
import { functionClause } from '../functionClause.js';
import { dispatch, type Dispatcher, type DispatchOptions } from './dispatch.js';
import { lock } from './lock.js';
import { checkRegistryOptions, type RegistryOptions } from './options.js';
import { Registry } from './registry.js';
import { livingOwner, register, unregister, unregisterMatch, updateValue, type Registered } from './registering.js';
import { RegistryServer } from './server.js';
import type { Entry } from './table.js';
import { tableOf } from './tableOf.js';

/** A key of a registry, as `['via', registry, [name, key]]` has it; with a value, it is registered with that. */
export type RegistryKey =
  readonly [registry: string, key: unknown] | readonly [registry: string, key: unknown, value: unknown];

/** What a process has registered. */
export type Registration<Value = unknown> = readonly [pid: Address, value: Value];

/** The specification of a registry, for a supervisor. */
export interface RegistrySpec {
  readonly id: string;
  readonly start: readonly [module: object, fun: 'start_link', args: readonly [RegistryOptions]];
  readonly type: 'supervisor';
}

type Guard<p> = (value: P.infer<p>) => boolean;

class LocalRegistry extends Registry<RegistryKey> {
  /** Its name where modules are shown. */
  readonly [Symbol.toStringTag] = 'Elixir.Registry';

  /**
   * Starts a registry that is linked with the caller. Ports `Registry.start_link/1`.
   *
   * @param options `keys` ('unique' or 'duplicate'), `name`, and `partitions`, `listeners`, `meta`
   * @returns `['ok', pid]`, or `['error', ['already_started', pid]]`
   * @example
   * import { self } from 'regent-otp';
   * import { registry } from 'regent-otp/behaviours';
   *
   * await registry.startLink({ keys: 'unique', name: 'players' });
   * registry.register('players', 'ann', { score: 3 });
   * registry.lookup('players', 'ann'); // => [[self(), { score: 3 }]]
   */
  startLink(options: RegistryOptions): Promise<StartResult> {
    const checked = checkRegistryOptions(options);
    return genServer.startLink(['local', checked.name], RegistryServer, checked);
  }

  /** How a supervisor starts a registry: `[registry, options]` is a child. Ports `Registry.child_spec/1`. */
  childSpec(options: RegistryOptions): RegistrySpec {
    return { id: options.name ?? 'Elixir.Registry', start: [this, 'start_link', [options]], type: 'supervisor' };
  }

  /**
   * Gives the calling process a key, which it has until it ends. It is linked with the registry from then on. Ports
   * `Registry.register/3`.
   *
   * @returns `['ok', pid]` with the process it is linked with; of a unique key that another process, or the caller
   *   itself, has `['error', ['already_registered', pid]]`
   */
  register(name: string, key: unknown, value: unknown): Registered {
    return register(name, key, value);
  }

  /** Takes back all that the calling process has under a key. Ports `Registry.unregister/2`. */
  unregister(name: string, key: unknown): 'ok' {
    return unregister(name, key);
  }

  /** Takes back what the calling process has under a key with a value that matches. Ports `Registry.unregister_match/3,4`. */
  unregisterMatch<const p extends P.Pattern>(name: string, key: unknown, pattern: p, guard?: Guard<p>): 'ok' {
    return unregisterMatch(name, key, matcherOf(pattern, guard));
  }

  /** Who has a key, with the values, in order of registration: `[[pid, value], ...]`. Ports `Registry.lookup/2`. */
  lookup(name: string, key: unknown): readonly Registration[] {
    return tableOf(name).entriesOf(key).map(registration);
  }

  /**
   * Those of `lookup` whose value matches. Ports `Registry.match/3,4`.
   *
   * @param pattern a pattern as in `on`; Elixir's `:_` is `P._`
   * @param guard sees the whole value
   * @example
   * import { registry } from 'regent-otp/behaviours';
   * import { P } from 'ts-pattern';
   *
   * await registry.startLink({ keys: 'duplicate', name: 'topics' });
   * registry.register('topics', 'news', ['en', 10]);
   * registry.register('topics', 'news', ['de', 20]);
   * const found = registry.match('topics', 'news', [P.string, P.number], ([, n]) => n > 10);
   * found.map(([, value]) => value); // => [['de', 20]]
   */
  match<const p extends P.Pattern>(
    name: string,
    key: unknown,
    pattern: p,
    guard?: Guard<p>,
  ): readonly Registration<P.infer<p>>[] {
    return this.#matching(name, key, pattern, guard).map(registration) as readonly Registration<P.infer<p>>[];
  }

  /** How many `match` would find. Ports `Registry.count_match/3,4`. */
  countMatch<const p extends P.Pattern>(name: string, key: unknown, pattern: p, guard?: Guard<p>): number {
    return this.#matching(name, key, pattern, guard).length;
  }

  #matching<p>(name: string, key: unknown, pattern: p, guard: Guard<p> | undefined): readonly Entry[] {
    const matches = matcherOf(pattern, guard);
    return tableOf(name)
      .entriesOf(key)
      .filter(({ value }) => matches(value));
  }

  /**
   * What clauses make of all entries `[key, pid, value]`, each by the first that matches. The clauses are those of
   * `receive`, and stand for Elixir's `{pattern, guards, body}`. Ports `Registry.select/2`.
   *
   * @example
   * import { on } from 'regent-otp';
   * import { registry } from 'regent-otp/behaviours';
   * import { P } from 'ts-pattern';
   *
   * await registry.startLink({ keys: 'unique', name: 'scores' });
   * registry.register('scores', 'ann', 1);
   * registry.register('scores', 'bob', 2);
   * const best = on([P.string, P._, P.number], ([, , score]) => score > 1, ([name]) => name);
   * registry.select('scores', best); // => ['bob']
   */
  select<const C extends readonly On[]>(name: string, ...clauses: C): readonly ResultOf<C>[] {
    const results: unknown[] = [];
    for (const { key, pid, value } of tableOf(name).all()) {
      const entry = [key, pid, value];
      const clause = clauses.find((candidate) => candidate.matches(entry));
      if (clause !== undefined) results.push((clause.handler as (entry: unknown) => unknown)(entry));
    }
    return results as ResultOf<C>[];
  }

  /** Of how many entries the clauses make true. Ports `Registry.count_select/2`. */
  countSelect(name: string, ...clauses: readonly On[]): number {
    return this.select(name, ...clauses).filter((result) => result === true).length;
  }

  /** The keys of a process, each as often as it has registered it. Ports `Registry.keys/2`. */
  keys(name: string, pid: Address): readonly unknown[] {
    return tableOf(name)
      .entriesOfOwner(pid)
      .map(({ key }) => key);
  }

  /** The values that a process has under a key. Ports `Registry.values/3`. */
  values(name: string, key: unknown, pid: Address): readonly unknown[] {
    const entries = tableOf(name).entriesOf(key);
    return entries.filter((entry) => entry.pid === pid).map(({ value }) => value);
  }

  /** How many entries there are. Ports `Registry.count/1`. */
  count(name: string): number {
    return tableOf(name).count;
  }

  /**
   * Calls a function with the entries `[[pid, value], ...]` under a key, in the calling process; not if there are none.
   * With several partitions and duplicate keys once for each of those that has entries. Ports `Registry.dispatch/3,4`.
   *
   * @param fun a function, or `[module, function, args]`, which gets the entries before its arguments
   * @returns 'ok'; with `{ parallel: true }`, which has each partition's call made by a task, a promise of it
   * @example
   * import { on, receive, send } from 'regent-otp';
   * import { registry } from 'regent-otp/behaviours';
   *
   * await registry.startLink({ keys: 'duplicate', name: 'listeners' });
   * registry.register('listeners', 'news', null);
   * registry.dispatch('listeners', 'news', (entries) => {
   *   for (const [pid] of entries) send(pid, 'extra!');
   * });
   * await receive(on('extra!', () => 'read')); // => 'read'
   */
  dispatch(name: string, key: unknown, fun: Dispatcher, options?: { readonly parallel?: false }): 'ok';
  dispatch(name: string, key: unknown, fun: Dispatcher, options: DispatchOptions): 'ok' | Promise<'ok'>;
  dispatch(name: string, key: unknown, fun: Dispatcher, options: DispatchOptions = {}): 'ok' | Promise<'ok'> {
    return dispatch(tableOf(name), key, fun, options);
  }

  /**
   * Runs a function while no other process runs one under the same lock of the registry. Ports `Registry.lock/3`.
   *
   * @param key any term
   * @returns what the function returned; exits if it has to wait for more than 5000 ms
   * @example
   * import { registry } from 'regent-otp/behaviours';
   *
   * await registry.startLink({ keys: 'unique', name: 'players' });
   * await registry.lock('players', 'ann', async () => 'alone'); // => 'alone'
   */
  lock<T>(name: string, key: unknown, fun: () => Eventually<T>): Promise<T> {
    return lock(tableOf(name), key, fun);
  }

  /**
   * Changes the value that the calling process has under a key of a unique registry. Ports `Registry.update_value/3`.
   *
   * @returns `[next, old]`, or 'error' if it has not got the key
   */
  updateValue(
    name: string,
    key: unknown,
    fun: (value: never) => unknown,
  ): readonly [next: unknown, old: unknown] | 'error' {
    return updateValue(name, key, fun);
  }

  /** What is known of the registry itself under a key: `['ok', value]` or 'error'. Ports `Registry.meta/2`. */
  meta(name: string, key: unknown): readonly ['ok', unknown] | 'error' {
    const { meta } = tableOf(name);
    return meta.has(key) ? ['ok', meta.get(key)] : 'error';
  }

  /** Ports `Registry.put_meta/3`. */
  putMeta(name: string, key: unknown, value: unknown): 'ok' {
    tableOf(name).meta.set(key, value);
    return 'ok';
  }

  /** Ports `Registry.delete_meta/2`. */
  deleteMeta(name: string, key: unknown): 'ok' {
    tableOf(name).meta.delete(key);
    return 'ok';
  }

  override registerName([name, key, value]: RegistryKey, pid: Address): 'yes' | 'no' {
    if (pid !== self()) return functionClause(pid);
    return register(name, key, value)[0] === 'ok' ? 'yes' : 'no';
  }

  override unregisterName([name, key]: RegistryKey): 'ok' {
    return unregister(name, key);
  }

  override whereisName([name, key]: RegistryKey): Address | undefined {
    const table = tableOf(name);
    if (table.keys === 'duplicate') throw argumentError(':via is not supported for duplicate registries');
    return livingOwner(table, key);
  }

  /** Sends to the process that has a key; raises 'badarg' if none has. Ports `Registry.send/2`. */
  override send(key: RegistryKey, message: unknown): unknown {
    return send(this.whereisName(key) ?? error('badarg'), message);
  }
}

/**
 * Ports Elixir's Registry: processes of one node by keys of any kind, with values. An entry is gone as soon as its process
 * has ended. Servers have their names in it as `['via', registry, [name, key]]`.
 *
 * Keys compare as terms. To be started under a supervisor: `[registry, { keys: 'unique', name: 'players' }]`.
 *
 * @example
 * import { genServer, GenServer, ok, registry, reply } from 'regent-otp/behaviours';
 *
 * class Game extends GenServer<string> {
 *   init(title: string) {
 *     return ok(title);
 *   }
 *   override handleCall(_request: 'title', _from: unknown, title: string) {
 *     return reply(title, title);
 *   }
 * }
 *
 * await registry.startLink({ keys: 'unique', name: 'games' });
 * const name = ['via', registry, ['games', 7]] as const;
 * await genServer.startLink(name, Game, 'chess');
 * await Game.call(name, 'title'); // => 'chess'
 */
export const registry = new LocalRegistry();

function registration({ pid, value }: Entry): Registration {
  return [pid, value];
}

function matcherOf<p>(pattern: p, guard: Guard<p> | undefined): (value: unknown) => boolean {
  const clause = on(pattern as P.Pattern, (guard ?? (() => true)) as (value: unknown) => boolean, () => true);
  return (value) => clause.matches(value);
}
