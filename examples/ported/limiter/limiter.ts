/**
 * A rate limiter: each key has a bucket of tokens, which fills up again one by one. Who asks gets a token at once, waits for
 * one, or is told how long they would have to. Buckets that are full are forgotten. limiter.erl is this module in Erlang.
 */
import { cancelTimer, compareTerms, readTimer, self, sendAfter, startTimer, type From, type Ref } from 'regent-otp';
import { functionClause, genServer, GenServer, noreply, ok, reply } from 'regent-otp/behaviours';
import type { Call, ServerRef } from 'regent-otp/behaviours';
import { match, P } from 'ts-pattern';

type Timeout = number | 'infinity';
type Calls =
  | Call<readonly ['try_acquire', string], 'ok' | readonly ['wait', number]>
  | Call<readonly ['acquire', string, Timeout], 'ok' | readonly ['error', 'timeout']>
  | Call<'keys', readonly string[]>;
type Casts = readonly ['reset', string];
type Waiting = readonly [ref: Ref | undefined, from: From];
type State = readonly [burst: number, interval: number, buckets: ReadonlyMap<string, Bucket>];

interface Bucket {
  readonly tokens: number;
  readonly timer?: Ref;
  readonly waiting: readonly Waiting[];
}

export class Limiter extends GenServer<State, Calls, Casts> {
  /** Options: burst, the tokens of a full bucket, and interval, the ms in which one comes back. */
  static startLink(options: { readonly burst?: number; readonly interval?: number }) {
    return genServer.startLink(Limiter, options);
  }

  /** 'ok', or ['wait', ms]. */
  static tryAcquire(limiter: ServerRef, key: string) {
    return this.call(limiter, ['try_acquire', key]);
  }

  /** 'ok' as soon as there is a token, or ['error', 'timeout'] after so many ms. */
  static acquire(limiter: ServerRef, key: string, timeout: Timeout = 'infinity') {
    return this.call(limiter, ['acquire', key, timeout], 'infinity');
  }

  static reset(limiter: ServerRef, key: string) {
    return this.cast(limiter, ['reset', key]);
  }

  static keys(limiter: ServerRef) {
    return this.call(limiter, 'keys');
  }

  init({ burst = 1, interval = 1000 }: { readonly burst?: number; readonly interval?: number }) {
    return ok<State>([burst, interval, new Map()]);
  }

  override handleCall(request: Calls['request'], from: From, state: State) {
    const [, interval, buckets] = state;
    if (request === 'keys') return reply([...buckets.keys()].sort(compareTerms), state);
    const [what, key] = request;
    const bucket = bucketOf(key, state);
    if (bucket.tokens > 0) return reply('ok', store(key, taken(key, bucket, interval), state));
    switch (what) {
      case 'try_acquire':
        return reply(['wait', Number(readTimer(bucket.timer!)) + interval * bucket.waiting.length], state);
      case 'acquire': {
        const ref = giveUpAfter(request[2], key);
        return noreply(store(key, { ...bucket, waiting: [...bucket.waiting, [ref, from]] }, state));
      }
      default:
        return functionClause(request);
    }
  }

  override handleCast([, key]: Casts, state: State) {
    const { timer, waiting } = bucketOf(key, state);
    cancel(timer);
    for (const entry of waiting) answer(entry, 'ok');
    return noreply(without(key, state));
  }

  override handleInfo(info: unknown, state: State) {
    const [burst, interval] = state;
    return match(info)
      .with(['refill', P.string], ([, key]) => {
        const bucket = bucketOf(key, state);
        const [entry, ...others] = bucket.waiting;
        const tokens = bucket.tokens + 1;
        if (entry === undefined && tokens >= burst) return noreply(without(key, state));
        const timer = refillLater(key, interval);
        if (entry === undefined) return noreply(store(key, { ...bucket, tokens, timer }, state));
        answer(entry, 'ok');
        return noreply(store(key, { ...bucket, timer, waiting: others }, state));
      })
      .with(['timeout', P._, ['give_up', P.string]], ([, ref, [, key]]) => {
        const bucket = bucketOf(key, state);
        const late = bucket.waiting.filter(([other]) => other === ref);
        for (const [, from] of late) genServer.reply(from, ['error', 'timeout']);
        return noreply(store(key, { ...bucket, waiting: bucket.waiting.filter((one) => !late.includes(one)) }, state));
      })
      .otherwise(functionClause);
  }
}

function bucketOf(key: string, [burst, , buckets]: State): Bucket {
  return buckets.get(key) ?? { tokens: burst, waiting: [] };
}

function store(key: string, bucket: Bucket, [burst, interval, buckets]: State): State {
  return bucket.timer === undefined ? [burst, interval, buckets] : [burst, interval, new Map(buckets).set(key, bucket)];
}

function without(key: string, [burst, interval, buckets]: State): State {
  return [burst, interval, new Map([...buckets].filter(([other]) => other !== key))];
}

function taken(key: string, bucket: Bucket, interval: number): Bucket {
  return { ...bucket, tokens: bucket.tokens - 1, timer: bucket.timer ?? refillLater(key, interval) };
}

function refillLater(key: string, interval: number) {
  return sendAfter(interval, self(), ['refill', key]);
}

function giveUpAfter(timeout: Timeout, key: string) {
  return timeout === 'infinity' ? undefined : startTimer(timeout, self(), ['give_up', key]);
}

function answer([ref, from]: Waiting, value: unknown) {
  cancel(ref);
  genServer.reply(from, value);
}

function cancel(timer: Ref | undefined) {
  return timer === undefined ? 'ok' : cancelTimer(timer);
}
