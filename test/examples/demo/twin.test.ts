// The servers of the demo and the Erlang modules that they port: both are led through the same, and print the same.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { catchTerm } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { expect, it } from 'vitest';
import { WordCount } from '../../../examples/demo/wordCount.js';
import { wordsOf } from '../../../examples/demo/words.js';
import { WordStash } from '../../../examples/demo/wordStash.js';
import { WordSup } from '../../../examples/demo/wordSup.js';
import { root } from '../../package/project.js';
import { hasErlang } from '../../support/erlang.js';
import { startTestNode } from '../../support/startTestNode.js';
import { temporaryFolder } from '../temporaryFolder.js';

const words = [...wordsOf(readFileSync(path.join(root, 'examples/demo/text.txt'), 'utf8'))];

/** What test/fixtures/count_words.erl does. */
async function countWords(): Promise<string> {
  const started = await WordSup.startLink();
  if (started[0] !== 'ok') throw new Error(String(started));
  const sup = started[1];
  const half = Math.floor(words.length / 2);
  const server = await WordSup.server(sup);
  for (const word of words.slice(0, half)) await WordCount.count(server, word);
  const failure = (await catchTerm(() => genServer.call(server, ['forget', 'everything']))) as any;
  const restarted = await WordSup.server(sup);
  for (const word of words.slice(half)) await WordCount.count(restarted, word);
  const stashed = await WordStash.total('word_stash');
  const counts = JSON.stringify(await WordCount.counts(restarted, ['the', 'xyzzy']));
  const top = await WordCount.top(restarted, 10);
  const first = `${failure[1][0][0]} ${restarted !== server} ${stashed} ${counts}`;
  const lines = [first, ...top.map((pair) => pair.join(' '))];
  return lines.map((line) => `${line}\n`).join('');
}

it('the server takes its counts back after a crash, and counts on', async () => {
  const printed = await startTestNode().run(countWords);
  expect(printed).toMatch(new RegExp(`^function_clause true ${Math.floor(words.length / 2)} \\[\\d+,0\\]\nthe \\d+\n`));
});

it.skipIf(!hasErlang)('the Erlang modules compile without a warning and count the same', async () => {
  const folder = temporaryFolder();
  const twins = ['word_count', 'word_stash', 'word_sup'].map((module) =>
    path.join(root, `examples/demo/${module}.erl`),
  );
  const sources = [...twins, path.join(root, 'test/fixtures/count_words.erl')];
  execFileSync('erlc', ['-Werror', '-o', folder, ...sources], { stdio: 'pipe' });
  const file = path.join(folder, 'words');
  writeFileSync(file, words.join('\n'));
  const run = ['-noshell', '-eval', `count_words:run("${file}").`];
  const printed = execFileSync('erl', run, { cwd: folder, encoding: 'utf8' });
  expect(await startTestNode().run(countWords)).toBe(printed);
});
