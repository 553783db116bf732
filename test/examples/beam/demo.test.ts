// The demo of an Erlang system one of whose modules has been ported, as npm run demo:beam runs it.
import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { root } from '../../package/project.js';
import { built } from '../../support/built.js';
import { hasErlang } from '../../support/erlang.js';

// The first test of a run that asks for the compiled sources waits for their compilation.
it.skipIf(!hasErlang)(
  'a ported server is called, monitored and restarted by what is still Erlang',
  { timeout: 120_000 },
  async () => {
    const folder = path.join(await built(), 'examples/beam');
    for (const module of ['teller.erl', 'branch_sup.erl']) {
      copyFileSync(path.join(root, 'examples/beam', module), path.join(folder, module));
    }
    const main = path.join(folder, 'main.js');
    const { stdout } = await promisify(execFile)(process.execPath, [main]);
    expect(stdout.split('\n')).toEqual([
      'deposit: {ok,100}',
      'withdraw: {ok,70}',
      'withdraw: {error,overdrawn}',
      "the accounts run on: 'js@127.0.0.1'",
      'the teller heard that they ended: fault',
      'after the restart, deposit: {ok,1}',
      '',
    ]);
  },
);
