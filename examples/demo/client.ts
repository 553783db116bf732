/**
 * What runs on node b: it has the words counted on a and watches the guest on c, and tells what it sees.
 */
import { currentNode, self, send } from 'regent-otp';
import { checkCounts } from './checkCounts.js';
import { countWords } from './countWords.js';
import { awaitNodeup } from './notices.js';
import { step } from './report.js';
import { watchGuest } from './watchGuest.js';
import { plainCount } from './words.js';

export async function client(text: string): Promise<void> {
  const me = self();
  const node = currentNode();
  node.on('nodeup', (name, { creation }) => send(me, ['nodeup', name, creation]));
  node.on('nodedown', (name, { reason }) => send(me, ['nodedown', name, reason]));
  await step('cluster', async () => {
    await awaitNodeup('a');
    await awaitNodeup('c');
    return 'three OS processes are the nodes a, b and c; b is connected with a and c over mutual TLS';
  });
  const { total, counts } = plainCount(text);
  const server = await countWords(text, total);
  await watchGuest();
  await step('check', () => checkCounts(server, counts));
}
