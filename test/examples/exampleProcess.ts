// An example as an OS process of its own: what it prints can be waited for, what it reads can be written.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { built } from '../support/built.js';

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class ExampleProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  #stdout = '';
  #stderr = '';
  /** Resolves when it has ended, and everyone it started that shares its output. */
  readonly ended: Promise<Ended>;

  private constructor(
    program: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    cwd?: string,
  ) {
    const env = { ...process.env, NODE_OPTIONS: '', ...environment };
    this.#child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    // It may end without having read what was written.
    this.#child.stdin.on('error', () => undefined);
    this.ended = once(this.#child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
    onTestFinished(() => {
      this.#child.kill('SIGKILL');
    });
  }

  /** @param example `chat` or `demo` */
  static async start(
    example: string,
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ExampleProcess> {
    return ExampleProcess.startFile(path.join(await built(), 'examples', example, 'main.js'), args, environment);
  }

  /**
   * @param file a program in JavaScript
   * @param cwd the folder that it starts in
   */
  static startFile(
    file: string,
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
    cwd?: string,
  ): ExampleProcess {
    return new ExampleProcess(file, args, environment, cwd);
  }

  write(text: string): void {
    this.#child.stdin.write(text);
  }

  /** Ends its input. */
  end(text = ''): void {
    this.#child.stdin.end(text);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The OS processes that it has started, the oldest first. Linux alone tells. */
  get children(): number[] {
    const { pid } = this.#child;
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  }

  /** What it has printed. */
  get lines(): readonly string[] {
    return this.#stdout.split('\n');
  }

  /** Waits until its output holds a match, and gives it; fails if it ends without. */
  printed(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#holds(pattern, this.#child.stdout, () => this.#stdout);
  }

  /** As `printed`, of standard error. */
  complained(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#holds(pattern, this.#child.stderr, () => this.#stderr);
  }

  async #holds(pattern: RegExp, stream: Readable, text: () => string): Promise<RegExpExecArray> {
    let hasEnded = false;
    void this.ended.then(() => (hasEnded = true));
    for (;;) {
      const match = pattern.exec(text());
      if (match !== null) return match;
      if (hasEnded) throw new Error(`ended without ${String(pattern)}:\n${this.#stdout}\n${this.#stderr}`);
      await Promise.race([once(stream, 'data'), this.ended]);
    }
  }
}
