/**
 * Counts words. A crash loses no count: the server hands its counts to the stash before it ends, and the server that its
 * supervisor starts in its place takes them back. (One that is killed hands nothing over, as nothing of it runs any
 * more.) word_count.erl is this module in Erlang.
 */
import type { From } from 'regent-otp';
import { GenServer, genServer, noreply, ok, reply, type Call, type ServerRef } from 'regent-otp/behaviours';
import { match, P } from 'ts-pattern';
import { WordStash, type Counted } from './wordStash.js';

type Calls =
  | Call<readonly ['count', string], number>
  | Call<readonly ['counts', readonly string[]], readonly number[]>
  | Call<readonly ['top', number], readonly Counted[]>;

const someWords = P.array(P.string);

/** A Map that only the server has and may therefore change: a new one for each word would be copied for each word. */
type Counts = Map<string, number>;

export class WordCount extends GenServer<Counts, Calls> {
  static startLink() {
    return genServer.startLink(['local', 'word_count'], WordCount, []);
  }

  /** Counts a word once more; gives how often it has come by now. */
  static count(server: ServerRef, word: string) {
    return this.call(server, ['count', word], 60_000);
  }

  /** How often each of these words has come. */
  static counts(server: ServerRef, words: readonly string[]) {
    return this.call(server, ['counts', words]);
  }

  /** The n most frequent words with their counts, the most frequent first. */
  static top(server: ServerRef, n: number) {
    return this.call(server, ['top', n]);
  }

  async init(_args: readonly []) {
    return ok(new Map(await WordStash.fetch('word_stash')));
  }

  override handleCall(request: Calls['request'], _from: From, counts: Counts) {
    return match(request)
      .with(['count', P.string], ([, word]) => {
        const count = (counts.get(word) ?? 0) + 1;
        return reply(count, counts.set(word, count));
      })
      .with(['counts', someWords], ([, words]) =>
        reply(
          words.map((word) => counts.get(word) ?? 0),
          counts,
        ),
      )
      .with(['top', P.number], ([, n]) => reply([...counts].sort(before).slice(0, n), counts))
      .exhaustive();
  }

  override handleCast(_request: unknown, counts: Counts) {
    return noreply(counts);
  }

  override terminate(_reason: unknown, counts: Counts) {
    return WordStash.store('word_stash', [...counts]);
  }
}

function before([word1, count1]: Counted, [word2, count2]: Counted): number {
  return count2 - count1 || (word1 < word2 ? -1 : 1);
}
