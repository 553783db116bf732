/**
 * OsNode: a node that is an OS process, as its launcher sees it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Endpoint } from 'regent-otp';
import type { CommandName, Commands, Request, Said, Start } from './commands.js';
import type { Entry, Run } from './entry.js';

export interface Launch {
  /** The path of the program, node.js. */
  readonly program: string;
  readonly start: Start;
  /** A command that runs the one that follows it: `['ip', 'netns', 'exec', 'left']`. */
  readonly wrapper?: readonly string[];
  /** Where its output goes; default: to where the launcher's goes. */
  readonly output?: number | 'inherit';
  readonly onEntry: (run: Run, entry: Entry) => void;
}

type Result<K extends CommandName> = Awaited<ReturnType<Commands[K]>>;

/** Entries that are for the ledger alone. */
const bookkeeping: readonly Entry[0][] = ['sent', 'told', 'life'];

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class OsNode {
  readonly run: Run;
  readonly endpoint: Endpoint;
  /** Resolves with how the OS process ended. */
  readonly ended: Promise<string>;
  /** What has happened on the node, as it told it. */
  readonly log: Entry[] = [];
  readonly #child: ChildProcess;
  readonly #onEntry: Launch['onEntry'];
  readonly #requests = new Map<number, Waiting>();
  readonly #watchers = new Set<() => void>();
  #lastRequest = 0;
  #end: string | undefined = undefined;

  private constructor(child: ChildProcess, ended: Promise<string>, run: Run, endpoint: Endpoint, launch: Launch) {
    this.#child = child;
    this.ended = ended;
    this.run = run;
    this.endpoint = endpoint;
    this.#onEntry = launch.onEntry;
    child.on('message', (said) => this.#heard(said as Said));
    void ended.then((how) => this.#lost(how));
  }

  /** Resolves when the node listens. */
  static start(launch: Launch): Promise<OsNode> {
    const { program, start, wrapper = [], output = 'inherit' } = launch;
    const command = [...wrapper, process.execPath, '--expose-gc', program, JSON.stringify(start)];
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = spawn(command[0]!, command.slice(1), { env, stdio: ['ignore', output, output, 'ipc'] });
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `exit status ${code}`));
      child.once('error', (error) => resolve(String(error)));
    });
    return new Promise((resolve, reject) => {
      const onMessage = (said: Said): void => {
        if (!('started' in said)) return (early.push(said), undefined);
        child.off('message', onMessage);
        const { creation, endpoint } = said.started;
        const node = new OsNode(child, ended, { id: start.id, creation }, endpoint, launch);
        for (const one of early) node.#heard(one);
        resolve(node);
      };
      // What it tells before it has started.
      const early: Said[] = [];
      child.on('message', onMessage);
      void ended.then((how) => reject(new Error(`node ${start.id} has not started: ${how}`)));
    });
  }

  get id(): string {
    return this.run.id;
  }

  /** @throws Error if the node could not do it, or has ended */
  ask<K extends CommandName>(command: K, ...args: Parameters<Commands[K]>): Promise<Result<K>> {
    const id = ++this.#lastRequest;
    return new Promise((resolve, reject) => {
      this.#requests.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#child.send({ id, command, args } satisfies Request, (error) => {
        if (error !== null) this.#settle(id)?.reject(error);
      });
    });
  }

  /**
   * Waits until an entry has been told; looks at those before it too, from the index `since`.
   *
   * @throws Error if the node ends without
   */
  async told(is: (entry: Entry) => boolean, since = 0): Promise<Entry> {
    for (;;) {
      const found = this.log.slice(since).find(is);
      if (found !== undefined) return found;
      if (this.#end !== undefined) throw this.#endError();
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(name);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  #heard(said: Said): void {
    if ('answer' in said) {
      const waiting = this.#settle(said.answer);
      if (said.error === undefined) waiting?.resolve(said.result);
      else waiting?.reject(new Error(`node ${this.id}: ${said.error}`));
    } else if ('entry' in said) {
      this.#onEntry(this.run, said.entry);
      if (!bookkeeping.includes(said.entry[0])) this.log.push(said.entry);
      this.#wake();
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#requests.get(id);
    this.#requests.delete(id);
    return waiting;
  }

  #lost(how: string): void {
    this.#end = how;
    for (const id of [...this.#requests.keys()]) this.#settle(id)!.reject(this.#endError());
    this.#wake();
  }

  #endError(): Error {
    return new Error(`node ${this.id} has ended: ${this.#end}`);
  }

  #wake(): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const watcher of watchers) watcher();
  }
}
