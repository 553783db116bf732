// The same tree made of real supervisors and workers.
import { Address, exit, on, processFlag, receive, self, send, spawnLink } from 'regent-otp';
import { supervisor, type ChildSpec } from 'regent-otp/supervisors';
import { P } from 'ts-pattern';
import { endOf, Given } from '../journal.js';
import type { Restart, SupSpec, TreeSpec } from './treeSpec.js';

const stopped = ['EXIT', P._, P._] as const;
const told = ['exit', P._] as const;

export class RealTree {
  readonly events: (readonly string[])[] = [];
  readonly #attempts = new Map<string, number>();
  #top: Address | undefined;

  /** Starts it; the caller traps exits from now on. */
  async start(spec: SupSpec): Promise<void> {
    processFlag('trap_exit', true);
    const result = await supervisor.startLink(Given, this.#init(spec, 'top'));
    this.#top = result[0] === 'ok' ? (result[1] as Address) : undefined;
  }

  async stop(): Promise<void> {
    const top = this.#top;
    if (top !== undefined) await endOf(top, () => exit(top, 'kill'));
  }

  /** The state of every child below a supervisor, in start order; undefined if the tree is gone. */
  async snapshot(path = 'top', sup = this.#top): Promise<readonly unknown[] | undefined> {
    const children = sup === undefined ? undefined : await this.#childrenOf(sup);
    if (children === undefined) return undefined;
    const states: unknown[] = [];
    for (const [id, pid, type] of children.toReversed()) {
      const own = `${path}/${String(id)}`;
      const isUp = pid instanceof Address;
      states.push([own, isUp ? 'up' : 'down']);
      if (isUp && type === 'supervisor') states.push(...((await this.snapshot(own, pid)) ?? []));
    }
    return states;
  }

  /** Has a worker end, and waits until all supervisors have dealt with it. */
  async end(path: string, reason: string): Promise<void> {
    const chain = await this.#chain(path);
    const worker = chain.pop()!;
    await endOf(worker, () => (reason === 'kill' ? exit(worker, 'kill') : send(worker, ['exit', reason])));
    // From the bottom to the top: whoever ends on the way has told the one above before it is found to be gone.
    for (const sup of chain.toReversed()) await this.#settled(sup);
  }

  async request(kind: 'terminate' | 'restart' | 'delete', path: string, id: string): Promise<string> {
    const sup = (await this.#chain(path)).at(-1)!;
    if (kind === 'terminate') return supervisor.terminateChild(sup, id).then(String);
    const result = await (kind === 'restart' ? supervisor.restartChild(sup, id) : supervisor.deleteChild(sup, id));
    if (result === 'ok' || result[0] === 'ok') return 'ok';
    return typeof result[1] === 'string' ? result[1] : 'x';
  }

  async add(path: string, id: string, restart: Restart): Promise<void> {
    const spec: TreeSpec = { kind: 'worker', id, restart, significant: false, starts: [] };
    await supervisor.startChild((await this.#chain(path)).at(-1)!, this.#child(spec, path));
  }

  /** The processes on the way to a path, the top first. */
  async #chain(path: string): Promise<Address[]> {
    const chain = [this.#top!];
    for (const id of path.split('/').slice(1)) {
      const child = (await supervisor.whichChildren(chain.at(-1)!)).find(([other]) => other === id);
      chain.push(child![1] as Address);
    }
    return chain;
  }

  /** Waits until a supervisor has nothing to restart any more, or has ended. */
  async #settled(sup: Address): Promise<void> {
    for (;;) {
      const children = await this.#childrenOf(sup);
      if (children === undefined || !children.some(([, pid]) => pid === 'restarting')) return;
    }
  }

  async #childrenOf(sup: Address) {
    return supervisor.whichChildren(sup).catch(() => undefined);
  }

  #init(spec: SupSpec, path: string): unknown {
    const { strategy, intensity, autoShutdown: auto_shutdown, children } = spec;
    const flags = { strategy, intensity, period: 5, auto_shutdown };
    return ['ok', [flags, children.map((child) => this.#child(child, path))]];
  }

  #child(spec: TreeSpec, parent: string): ChildSpec {
    const { id, restart, significant } = spec;
    const path = `${parent}/${id}`;
    if (spec.kind === 'worker') return { id, restart, significant, start: [this, 'startWorker', [path, spec.starts]] };
    const start = [supervisor, 'startLink', [Given, this.#init(spec, path)]] as const;
    return { id, restart, significant, type: 'supervisor', start };
  }

  startWorker(path: string, starts: readonly boolean[]): unknown {
    const attempt = this.#attempts.get(path) ?? 0;
    this.#attempts.set(path, attempt + 1);
    this.events.push(['start', path]);
    return (starts[attempt] ?? true) ? this.#spawnWorker(path) : ['error', 'x'];
  }

  async #spawnWorker(path: string): Promise<unknown> {
    const parent = self();
    const pid = spawnLink(async () => {
      processFlag('trap_exit', true);
      send(parent, ['up', self()]);
      await receive(
        on(told, ([, reason]) => exit(reason)),
        on(stopped, ([, , reason]) => {
          this.events.push(['stop', path, String(reason)]);
          return exit(reason);
        }),
      );
    });
    await receive(on(['up', pid], () => undefined));
    return ['ok', pid];
  }
}
