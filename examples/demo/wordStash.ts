/**
 * Keeps what the word_count server knows while there is none. word_stash.erl is this module in Erlang.
 */
import type { From } from 'regent-otp';
import { GenServer, genServer, noreply, ok, reply, type Call, type ServerRef } from 'regent-otp/behaviours';
import { match, P } from 'ts-pattern';

/** A word, and how often it has come. */
export type Counted = readonly [word: string, count: number];

type Calls =
  Call<readonly ['store', readonly Counted[]], 'ok'> | Call<'fetch', readonly Counted[]> | Call<'total', number>;

export class WordStash extends GenServer<readonly Counted[], Calls> {
  static startLink() {
    return genServer.startLink(['local', 'word_stash'], WordStash, []);
  }

  static store(stash: ServerRef, counts: readonly Counted[]) {
    return this.call(stash, ['store', counts]);
  }

  static fetch(stash: ServerRef) {
    return this.call(stash, 'fetch');
  }

  /** How many words have been counted in all. */
  static total(stash: ServerRef) {
    return this.call(stash, 'total');
  }

  init(_args: readonly []) {
    return ok<readonly Counted[]>([]);
  }

  override handleCall(request: Calls['request'], _from: From, counts: readonly Counted[]) {
    return match(request)
      .with(['store', P._], ([, stored]) => reply('ok', stored))
      .with('fetch', () => reply(counts, counts))
      .with('total', () =>
        reply(
          counts.reduce((total, [, count]) => total + count, 0),
          counts,
        ),
      )
      .exhaustive();
  }

  override handleCast(_request: unknown, counts: readonly Counted[]) {
    return noreply(counts);
  }
}
