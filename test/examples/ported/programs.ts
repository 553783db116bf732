// The programs of examples/ported, and how both sides are run.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { root } from '../../package/project.js';
import { text, type Show } from '../../../examples/ported/transcript.js';

const folder = path.join(root, 'examples/ported');

/** The names of the programs: those of their folders. */
export const programs = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** The files of a program in a language, without its scenario. */
export function sourcesOf(program: string, extension: '.erl' | '.ts'): readonly string[] {
  const files = readdirSync(path.join(folder, program)).filter((file) => file.endsWith(extension));
  return files.filter((file) => !/_?scenario\./i.test(file)).map((file) => path.join(folder, program, file));
}

/** What the scenario of a port shows, line by line. */
export async function linesOfPort(program: string): Promise<string> {
  const name = program.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const file = path.join(folder, program, `${name}Scenario.js`);
  const { run } = (await import(file)) as { readonly run: (show: Show) => Promise<void> };
  const lines: string[] = [];
  await run((term) => void lines.push(text(term)));
  return lines.map((line) => `${line}\n`).join('');
}

/** What the scenario showed when it was recorded from OTP 27. */
export function recordedLines(program: string): string {
  return readFileSync(path.join(root, `test/fixtures/ported/${program}.txt`), 'utf8');
}

/** Compiles all programs into a folder, without a warning. */
export function compileErlang(into: string): void {
  const files = ['transcript.erl', ...programs.flatMap((program) => erlangFiles(program))];
  const { status, stdout, stderr } = spawnSync('erlc', ['-Werror', '-o', into, ...files], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`erlc: ${stdout}${stderr}`);
}

function erlangFiles(program: string): readonly string[] {
  const files = readdirSync(path.join(folder, program)).filter((file) => file.endsWith('.erl'));
  return files.map((file) => path.join(program, file));
}

/** What the scenario of an original shows, on the Erlang that is installed. */
export function linesOfOriginal(program: string, compiled: string, env: NodeJS.ProcessEnv): string {
  const quiet = 'logger:set_primary_config(level, none)';
  const run = [
    '-noshell',
    '-noinput',
    ...distribution,
    '-pa',
    compiled,
    '-eval',
    `${quiet}, ${program}_scenario:run(), halt().`,
  ];
  const { status, stdout, stderr } = spawnSync('erl', run, { cwd: compiled, encoding: 'utf8', env, timeout: 60_000 });
  if (status !== 0) throw new Error(`${program} ended with status ${status}: ${stdout}${stderr}`);
  return stdout;
}

const loopback = [
  '-kernel',
  'inet_dist_use_interface',
  '{127,0,0,1}',
  '-kernel',
  'prevent_overlapping_partitions',
  'false',
];
const distribution = ['-name', `ported_${process.pid}@127.0.0.1`, '-setcookie', 'ported', ...loopback];

/** Starts a port mapper of our own, as Erlang would start one that stays behind; gives the environment that names it. */
export async function startEpmd(): Promise<{ readonly env: NodeJS.ProcessEnv; stop(): void }> {
  const port = String(await freePort());
  const env = { ...process.env, HOME: '/tmp', ERL_EPMD_PORT: port, ERL_EPMD_ADDRESS: '127.0.0.1' };
  const epmd: ChildProcess = spawn('epmd', ['-address', '127.0.0.1', '-port', port], { env, stdio: 'ignore' });
  await once(epmd, 'spawn');
  for (let tries = 100; spawnSync('epmd', ['-names'], { env }).status !== 0; tries--)
    if (tries === 0) throw new Error(`epmd does not answer on port ${port}`);
  return { env, stop: () => void epmd.kill('SIGKILL') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
