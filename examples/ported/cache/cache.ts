/**
 * A cache: whoever asks reads its table directly; only what changes it goes through its process. What has expired is not found
 * any more, and swept up from time to time. When it is full, what was used least lately goes. Counts hits and misses. cache.erl
 * is this module in Erlang.
 */
import { compareTerms, monotonicTime, processFlag, self, sendAfter, type From } from 'regent-otp';
import { ets, functionClause, genServer, GenServer, noreply, ok, reply, type Call } from 'regent-otp/behaviours';

type Lifetime = number | 'infinity';
type Put = readonly ['put', unknown, unknown, Lifetime];
type Calls = Call<Put, 'ok'> | Call<readonly ['delete', unknown], boolean> | Call<'sweep', number>;
type Options = Partial<Record<'max_size' | 'sweep_every', number>>;

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
  readonly expires: Lifetime;
  readonly used: number;
}

interface State {
  readonly name: string;
  readonly most: number;
  readonly sweepEvery: number;
}

export class Cache extends GenServer<State, Calls> {
  /** Options: max_size, and sweep_every in ms. */
  static startLink(name: string, options: Options) {
    return genServer.startLink(['local', name], Cache, [name, options]);
  }

  /** It is there for so many ms. */
  static put(cache: string, key: unknown, value: unknown, lifetime: Lifetime = 'infinity') {
    return this.call(cache, ['put', key, value, lifetime]);
  }

  /** ['ok', value] or 'not_found'. */
  static get(cache: string, key: unknown) {
    const [entry] = ets.lookup<Entry>(cache, key);
    if (entry === undefined || compareTerms(entry.expires, monotonicTime()) <= 0) {
      count(cache, 'misses');
      return 'not_found';
    }
    ets.updateElement(cache, key, ['used', tick(cache)]);
    count(cache, 'hits');
    return ['ok', entry.value] as const;
  }

  /** What is there, or what the function gives, which is kept then. */
  static async fetch(cache: string, key: unknown, fun: () => unknown) {
    const found = this.get(cache, key);
    if (found !== 'not_found') return found[1];
    const value = await fun();
    await this.put(cache, key, value);
    return value;
  }

  static delete(cache: string, key: unknown) {
    return this.call(cache, ['delete', key]);
  }

  static size(cache: string) {
    return ets.info(cache, 'size');
  }

  static stats(cache: string) {
    const [[, hits, misses] = []] = ets.lookup<readonly unknown[]>(counters(cache), 'counts');
    return { hits, misses };
  }

  /** Throws out what has expired; gives how much that was. */
  static sweep(cache: string) {
    return this.call(cache, 'sweep');
  }

  /** The keys of those whose value is at least this large. */
  static keys(cache: string, least: number) {
    return [...ets.select(cache, [[{ key: '$1', value: '$2' }, [['>=', '$2', least]], ['$1']]])].sort(compareTerms);
  }

  init([name, options]: readonly [string, Options]) {
    processFlag('trap_exit', true);
    ets.new(name, ['named_table', 'public', ['keypos', 'key'], ['read_concurrency', true]]);
    ets.new(counters(name), ['named_table', 'public', ['write_concurrency', true]]);
    ets.insert(counters(name), ['counts', 0, 0, 0]);
    const { max_size: most = Infinity, sweep_every: sweepEvery = 60000 } = options;
    return ok(sweepLater({ name, most, sweepEvery }));
  }

  override handleCall(request: Calls['request'], _: From, state: State) {
    const { name, most } = state;
    if (request === 'sweep') return reply(deleteExpired(name), state);
    switch (request[0]) {
      case 'put': {
        const [, key, value, lifetime] = request;
        ets.insert<Entry>(name, { key, value, expires: expiry(lifetime), used: tick(name) });
        if (ets.info(name, 'size')! > most) evict(name);
        return reply('ok', state);
      }
      case 'delete':
        return reply(ets.take(name, request[1]).length > 0, state);
      default:
        return functionClause(request);
    }
  }

  override handleCast(_: unknown, state: State) {
    return noreply(state);
  }

  override handleInfo(info: unknown, state: State) {
    if (info !== 'sweep') return functionClause(info);
    deleteExpired(state.name);
    return noreply(sweepLater(state));
  }

  override terminate(_: unknown, { name }: State) {
    ets.delete(counters(name));
  }
}

function sweepLater(state: State) {
  sendAfter(state.sweepEvery, self(), 'sweep');
  return state;
}

function deleteExpired(name: string) {
  return ets.selectDelete(name, [[{ expires: '$1' }, [['=<', '$1', monotonicTime()]], [true]]]);
}

/** Throws out the entry that was used least lately. */
function evict(name: string) {
  const older = (entry: Entry, oldest: Entry | 'none') =>
    oldest === 'none' || entry.used < oldest.used ? entry : oldest;
  const { key } = ets.foldl(older, 'none', name) as Entry;
  ets.delete(name, key);
}

/** Atoms are greater than all numbers. */
function expiry(lifetime: Lifetime) {
  return lifetime === 'infinity' ? lifetime : monotonicTime() + lifetime;
}

function count(cache: string, what: 'hits' | 'misses') {
  return ets.updateCounter(counters(cache), 'counts', [what === 'hits' ? 2 : 3, 1]);
}

function tick(cache: string) {
  return ets.updateCounter(counters(cache), 'counts', [4, 1]);
}

function counters(cache: string) {
  return `${cache}_counters`;
}
