/**
 * Has words counted by the server, a call for each, with several calls on their way at once.
 *
 * A call that exits because the server has ended is made again, at the server that the supervisor has started since.
 * Nothing is lost by that, and nothing counted twice: the server's answer to a call arrives before the news of its end, so
 * a call that exits was not counted; and calls go to an address, not to a name, so that the new server never gets what was
 * sent to the old one. What a lost connection has swallowed nobody knows: that exit is not handled here.
 */
import { ExitError, type Address } from 'regent-otp';
import { isMatching, P } from 'ts-pattern';
import { WordCount } from './wordCount.js';
import { WordSup } from './wordSup.js';

const lanes = 64;

const serverEnded = [P.union('noproc', ['function_clause', P._]), ['gen_server', 'call', P._]] as const;

export class Feeder {
  readonly #words: Iterator<string>;
  #server: Address;
  /** How many calls have been answered. */
  answered = 0;
  /** How many calls were made again. */
  repeated = 0;

  constructor(words: Iterator<string>, server: Address) {
    this.#words = words;
    this.#server = server;
  }

  /** Has this many words counted, or what is left of them. */
  async feed(limit: number): Promise<void> {
    let left = limit;
    const lane = async (): Promise<void> => {
      while (left-- > 0) {
        const next = this.#words.next();
        if (next.done === true) return;
        await this.#count(next.value);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  async #count(word: string): Promise<void> {
    for (;;) {
      try {
        await WordCount.count(this.#server, word);
        this.answered++;
        return;
      } catch (thrown) {
        if (!(thrown instanceof ExitError) || !isMatching(serverEnded, thrown.reason)) throw thrown;
        this.repeated++;
        this.#server = await WordSup.server(['word_sup', this.#server.node]);
      }
    }
  }
}
