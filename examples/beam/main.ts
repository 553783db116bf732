/**
 * An Erlang system of three modules, one of which has been ported: its supervisor and the server that calls it are still Erlang, and
 * run in a real Erlang node that this program starts. Needs `erl` and `erlc`. Run it with `npm run demo:beam`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNode } from 'regent-otp';
import { joinBeam } from 'regent-otp/beam';
import { Accounts } from './accounts.js';

const name = 'js@127.0.0.1';
const cookie = randomBytes(16).toString('hex');
const folder = mkdtempSync(path.join(tmpdir(), 'regent-beam-'));
// Compiled, this file is in dist/examples/beam.
const here = path.dirname(fileURLToPath(import.meta.url));
const sources = here.replace(/dist(?=.examples.beam$)/, '.');

const node = startNode({ name });
const beam = await joinBeam(node, { name, cookie, epmd: false, atoms: Accounts.atoms });
node.export('accounts', { start: async () => (await Accounts.start())[1] });

try {
  for (const module of ['teller', 'branch_sup'])
    execFileSync('erlc', ['-o', folder, path.join(sources, `${module}.erl`)]);
  const withoutEpmd = ['-start_epmd', 'false', '-erl_epmd_port', String(beam.port), '-dist_listen', 'false'];
  const distribution = ['-name', 'branch@127.0.0.1', '-setcookie', cookie, ...withoutEpmd];
  const quiet = ['-kernel', 'logger_level', 'critical'];
  const demo = `branch_sup:demo('${name}'), halt().`;
  const erl = spawn('erl', ['-noshell', '-pa', folder, ...distribution, ...quiet, '-eval', demo], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(erl, 'exit')) as [number];
  process.exitCode = code;
} finally {
  rmSync(folder, { recursive: true, force: true });
  await node.stop();
}
