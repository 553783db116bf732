/**
 * Has the words of a text counted by the server on node a, and crashes the server half-way.
 */
import { catchTerm, type Address } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { isMatching, P } from 'ts-pattern';
import { expectThat } from './expectThat.js';
import { Feeder } from './feeder.js';
import { step } from './report.js';
import { wordsOf } from './words.js';
import { WordStash } from './wordStash.js';
import { WordSup } from './wordSup.js';

const wordSup = ['word_sup', 'a'] as const;
const wordStash = ['word_stash', 'a'] as const;
const functionClause = [
  'EXIT',
  [
    ['function_clause', P._],
    ['gen_server', 'call', P._],
  ],
] as const;

/**
 * @param total how many words there are
 * @returns the server that has counted the last of them
 */
export async function countWords(text: string, total: number): Promise<Address> {
  let server!: Address;
  await step('supervisor', async () => {
    server = await WordSup.server(wordSup);
    return `a: a supervisor runs a stash and the word_count server ${server}`;
  });
  const feeder = new Feeder(wordsOf(text), server);
  await step('half', async () => {
    await feeder.feed(Math.floor(total / 2));
    return `b: ${feeder.answered} of ${total} words are counted, each by a call to the server`;
  });

  // The second half begins before the crash: calls that are on their way then fail too.
  const rest = feeder.feed(Infinity);
  rest.catch(() => 'awaited in its own step');
  let beforeCrash = 0;
  await step('crash', async () => {
    const failure = await catchTerm(() => genServer.call(server, ['forget', 'everything']));
    // The server's answers have come before the news of its end: this is all that it had counted.
    beforeCrash = feeder.answered;
    expectThat(isMatching(functionClause, failure), failure);
    return `b: a bad request has crashed the server: the call exits with function_clause`;
  });
  await step('restart', async () => {
    const restarted = await WordSup.server(wordSup);
    expectThat(restarted !== server, `the same server, ${server}`);
    const stashed = await WordStash.total(wordStash);
    expectThat(stashed === beforeCrash, `${stashed} words in the stash after ${beforeCrash} answers`);
    server = restarted;
    return `a: its supervisor has started ${server}, which took ${stashed} counted words from the stash`;
  });
  await step('rest', async () => {
    await rest;
    expectThat(feeder.answered === total, `${feeder.answered} answers for ${total} words`);
    return `b: went on, ${feeder.repeated} calls made again; ${total} of ${total} words are counted`;
  });
  return server;
}
