/**
 * The OS processes of the demo's nodes. What they report, and the end of one that was not killed on purpose, is told by
 * `onReport`.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { NodeId, Report } from './steps.js';

const program = fileURLToPath(new URL('node.js', import.meta.url));

export class OsProcesses {
  readonly #args: readonly string[];
  readonly #onReport: (report: Report) => void;
  readonly #running = new Map<NodeId, ChildProcess>();

  constructor(args: readonly string[], onReport: (report: Report) => void) {
    this.#args = args;
    this.#onReport = onReport;
  }

  start(id: NodeId): void {
    const child = fork(program, [id, ...this.#args], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const tell = (report: Report): void => {
      if (this.#running.get(id) === child) this.#onReport(report);
    };
    this.#running.set(id, child);
    child.on('message', (message) => tell(message as Report));
    child.on('error', (error) => tell(['ended', id, String(error)]));
    child.on('exit', (code, signal) => tell(['ended', id, signal ?? `exit status ${code}`]));
  }

  kill(id: NodeId): void {
    const child = this.#running.get(id);
    this.#running.delete(id);
    child?.kill('SIGKILL');
  }

  killAll(): void {
    for (const id of [...this.#running.keys()]) this.kill(id);
  }
}
