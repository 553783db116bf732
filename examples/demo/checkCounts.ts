/**
 * Holds the counts of the server to a plain count, and tells the most frequent words.
 */
import type { Address } from 'regent-otp';
import { expectThat } from './expectThat.js';
import { report } from './report.js';
import { WordCount } from './wordCount.js';

/** How many words are asked about at once: a message between nodes has a limit, a text has none. */
const portion = 10_000;

export async function checkCounts(server: Address, expected: ReadonlyMap<string, number>): Promise<string> {
  const words = [...expected.keys()];
  for (let start = 0; start < words.length; start += portion) {
    const some = words.slice(start, start + portion);
    const counted = await WordCount.counts(server, some);
    for (const [i, word] of some.entries()) {
      expectThat(counted[i] === expected.get(word), `${word} ${counted[i]}, which comes ${expected.get(word)} times`);
    }
  }
  report(['words', await WordCount.top(server, 10)]);
  return `the counts of all ${words.length} different words are those of a plain count of the file`;
}
