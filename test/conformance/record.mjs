// Records the scenarios, the given ones and our own, on an Erlang of this machine: the default one, or one in a folder with
// a Debian system of its own (made by debootstrap), which is entered by chroot and needs root.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { given, own } from './ports.mjs';

export class Recorder {
  #system;
  #stage;
  #inside;
  #epmd;
  #env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', HOME: '/tmp', ERL_EPMD_ADDRESS: '127.0.0.1' };

  /** `system`: the folder with the system to enter; undefined for this one. */
  constructor(system) {
    this.#system = system;
  }

  /** The release of OTP; undefined if there is no Erlang. */
  release() {
    const { stdout, status } = this.#run('erl', [
      '-noshell',
      '-eval',
      'io:format("~s", [erlang:system_info(otp_release)]), halt().',
    ]);
    return status === 0 ? stdout.trim() : undefined;
  }

  hasElixir() {
    return this.#run('elixir', ['--version']).status === 0;
  }

  /** Compiles the sources in a new folder. */
  async open() {
    const outside = this.#system === undefined ? tmpdir() : join(this.#system, 'tmp');
    this.#stage = mkdtempSync(join(outside, 'regent-recorder-'));
    this.#inside = this.#system === undefined ? this.#stage : join('/tmp', basename(this.#stage));
    for (const from of [given, own]) if (existsSync(from)) cpSync(from, this.#stage, { recursive: true });
    mkdirSync(this.folder);
    this.#sh('./build.sh', []);
    await this.#startEpmd();
  }

  /** Where the recordings are written to: AREA.jsonl. */
  get folder() {
    return join(this.#stage, 'fresh');
  }

  /** The areas there are sources for. */
  areas() {
    return [...this.#areasOf('src', '.erl'), ...(this.hasElixir() ? this.#areasOf('src_ex', '.ex') : [])];
  }

  record(area) {
    const isElixir = existsSync(join(this.#stage, 'src_ex', `area_${area}.ex`));
    const script = isElixir ? './run1ex.sh' : /(^|_)dist$/.test(area) ? './run1dist.sh' : './run1.sh';
    this.#sh(script, [area, 'fresh']);
  }

  close() {
    this.#epmd?.kill('SIGKILL');
    rmSync(this.#stage, { recursive: true, force: true });
  }

  #areasOf(folder, extension) {
    return readdirSync(join(this.#stage, folder))
      .filter((file) => file.startsWith('area_') && file.endsWith(extension))
      .map((file) => file.slice('area_'.length, -extension.length))
      .sort();
  }

  // Erlang would start one that stays behind.
  async #startEpmd() {
    const port = String(await freePort());
    this.#env.ERL_EPMD_PORT = port;
    const [command, args] = this.#command('epmd', ['-address', '127.0.0.1', '-port', port]);
    this.#epmd = spawn(command, args, { env: this.#env, stdio: 'ignore' });
    await once(this.#epmd, 'spawn');
    for (let tries = 50; this.#run('epmd', ['-names']).status !== 0; tries--) {
      if (tries === 0) throw new Error(`epmd does not answer on port ${port}`);
    }
  }

  #sh(script, args) {
    const line = [script, ...args].join(' ');
    const { status, stdout, stderr } = this.#run('sh', ['-c', `cd ${this.#inside} && exec sh ${line}`]);
    if (status !== 0) throw new Error(`${line} ended with status ${status}:\n${stdout}${stderr}`);
  }

  #run(command, args) {
    return spawnSync(...this.#command(command, args), { env: this.#env, encoding: 'utf8', timeout: 300_000 });
  }

  #command(command, args) {
    return this.#system === undefined ? [command, args] : ['chroot', [this.#system, command, ...args]];
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
