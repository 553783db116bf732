/**
 * One node of the demo, an OS process: `node node.js ID SPEC TEXT`. It ends when its launcher does.
 */
import { readFileSync } from 'node:fs';
import { exit, joinCluster, startNode, unlink } from 'regent-otp';
import { client } from './client.js';
import { guest } from './guest.js';
import { report } from './report.js';
import type { NodeId } from './steps.js';
import { WordSup } from './wordSup.js';

const [id, spec, text] = process.argv.slice(2) as [NodeId, string, string];

async function main(): Promise<void> {
  const node = startNode({ name: id });
  // What others look for is there before they can connect, and the client hears of the first connections too.
  if (id === 'a') await node.run(startServers);
  if (id === 'c') node.spawn(guest);
  const work = id === 'b' ? node.run(() => client(readFileSync(text, 'utf8'))) : undefined;
  await Promise.all([joinCluster(node, { spec }), work]);
}

async function startServers(): Promise<void> {
  const started = await WordSup.startLink();
  if (started === 'ignore' || started[0] === 'error') return exit(started);
  // The supervisor must not end with this process, as those do in Erlang's shell whose command fails.
  unlink(started[1]);
}

// Ctrl-C goes to all processes of a terminal; ending its nodes is up to the launcher.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());

main().catch((error: unknown) => report(['ended', id, String(error)], () => process.exit(1)));
