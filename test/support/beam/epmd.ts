/** Epmd: Erlang's port mapper, one for each test file, on a port of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './freePort.js';
import type { Erlang } from './erlangs.js';

export class Epmd {
  readonly port: number;
  readonly #erlang: Erlang;
  #process: ChildProcess | undefined = undefined;

  private constructor(erlang: Erlang, port: number) {
    this.#erlang = erlang;
    this.port = port;
  }

  /** What Erlang nodes must find in their environment. */
  get environment(): NodeJS.ProcessEnv {
    return { ERL_EPMD_PORT: String(this.port), ERL_EPMD_ADDRESS: '127.0.0.1' };
  }

  static async start(erlang: Erlang): Promise<Epmd> {
    const epmd = new Epmd(erlang, await freePort());
    await epmd.restart();
    return epmd;
  }

  /** Starts it (again), and waits until it answers. */
  async restart(): Promise<void> {
    await this.stop();
    const [program, args] = this.#erlang.command('epmd', ['-address', '127.0.0.1', '-port', String(this.port)]);
    this.#process = spawn(program, args, { stdio: 'ignore' });
    await once(this.#process, 'spawn');
    while (!(await this.#answers())) await new Promise(setImmediate);
  }

  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1');
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
  }
}
