/**
 * Traffic of a node of this library with nodes of Erlang: numbers both ways, calls, links and monitors, and what became of
 * them.
 */
import {
  after,
  exitReasonOf,
  formatTerm,
  link,
  monitor,
  monitorNodes,
  on,
  processFlag,
  receive,
  register,
  self,
  send,
  unlink,
  whereis,
  type Address,
  type Node,
} from 'regent-otp';
import { genServer, timer } from 'regent-otp/behaviours';
import type { Atom } from 'regent-otp/beam';
import { P } from 'ts-pattern';

export class Traffic {
  readonly problems: string[] = [];
  readonly counts = { sent: 0, received: 0, replies: 0, exits: 0, monitors: 0, downs: 0, ups: 0, losses: 0 };
  readonly #node: Node;
  readonly #numbers: Map<string, number>;
  #isOver = false;
  readonly #running: Promise<unknown>[] = [];

  /** @param numbers the next one for each node, of all traffic so far */
  constructor(node: Node, erlangs: readonly string[], numbers: Map<string, number>) {
    this.#node = node;
    this.#numbers = numbers;
    this.#run('sink', () => this.#sink());
    for (const erlang of erlangs) {
      this.#run('talk', () => this.#talk(erlang));
      for (let client = 0; client < 4; client++) this.#run('call', () => this.#call(erlang));
      this.#run('watch', () => this.#watch(erlang));
    }
  }

  /** Ends it; resolves when every caller has its answer and every monitor its end. */
  async stop(): Promise<void> {
    this.#isOver = true;
    const sink = this.#node.whereis('sink');
    await Promise.all(this.#running.slice(1));
    if (sink !== undefined) this.#node.send(sink, 'stop');
    await this.#running[0];
  }

  #run(what: string, talk: () => Promise<void>): void {
    const running = this.#node.run(talk).catch((thrown: unknown) => {
      this.problems.push(`${what} ended: ${formatTerm(thrown)}`);
    });
    this.#running.push(running);
  }

  // Numbers from Erlang: over one connection each follows the one before.
  async #sink(): Promise<void> {
    register('sink', self());
    monitorNodes(true, { node_type: 'all' });
    const last = new Map<string, number>();
    const fresh = new Set<string>();
    for (let isOver = false; !isOver;) {
      await receive(
        on(['number', P._, P.number], ([, atom, number]) => {
          const from = (atom as Atom).name;
          const before = last.get(from) ?? 0;
          const follows = fresh.has(from) || !last.has(from) ? number > 0 : number === before + 1;
          if (!follows) this.problems.push(`${from}: number ${number} after ${before}`);
          fresh.delete(from);
          last.set(from, number);
          this.counts.received++;
        }),
        on(['nodedown', P.string, P._], ([, name]) => {
          fresh.add(name);
          this.counts.losses++;
        }),
        on(['nodeup', P.string, P._], ([, name]) => {
          fresh.add(name);
          this.counts.ups++;
        }),
        on('stop', () => {
          isOver = true;
        }),
      );
    }
  }

  async #talk(erlang: string): Promise<void> {
    let number = this.#numbers.get(erlang) ?? 1;
    while (!this.#isOver) {
      for (const end = number + 20; number < end; number++) {
        send(['numbers', erlang], ['number', number]);
        this.counts.sent++;
      }
      send(['sender', erlang], ['burst', 20, whereis('sink')]);
      await timer.sleep(5);
    }
    this.#numbers.set(erlang, number);
  }

  async #call(erlang: string): Promise<void> {
    for (let number = 1; !this.#isOver; number++) {
      try {
        const request = number % 10 === 0 ? 'late' : ['ask', number];
        const reply = await genServer.call(['echo', erlang], request, 30_000);
        if (reply !== (request === 'late' ? 'late' : number)) this.problems.push(`${erlang}: a reply of another call`);
        this.counts.replies++;
      } catch (thrown) {
        this.counts.exits++;
        const [reason] = exitReasonOf(thrown) as readonly unknown[];
        if (reason === 'timeout') this.problems.push(`${erlang}: a call had neither a reply nor an exit`);
        await timer.sleep(20);
      }
    }
  }

  // A monitor and a link for each life of the server: each tells one end.
  async #watch(erlang: string): Promise<void> {
    processFlag('trap_exit', true);
    while (!this.#isOver) {
      const ref = monitor('process', ['echo', erlang]);
      this.counts.monitors++;
      const pid = await this.#pidOf(erlang);
      if (pid !== undefined) link(pid);
      let isDown = false;
      let exits = 0;
      while (!isDown) {
        await receive(
          on(['DOWN', ref, 'process', P._, P._], () => {
            isDown = true;
          }),
          on(['EXIT', P._, P._], () => {
            exits++;
          }),
          after(200, () => {
            isDown = this.#isOver;
          }),
        );
      }
      if (this.#isOver) {
        if (pid !== undefined) unlink(pid);
        return;
      }
      this.counts.downs++;
      // The exit signal of the link may come a moment later: it comes, and once.
      if (pid !== undefined && exits === 0)
        exits += await receive(
          on(['EXIT', pid, P._], () => 1),
          after(10_000, () => 0),
        );
      if (pid !== undefined && exits !== 1) this.problems.push(`${erlang}: ${exits} exit signals of one link`);
      await timer.sleep(20);
    }
  }

  async #pidOf(erlang: string): Promise<Address | undefined> {
    return genServer.call(['echo', erlang], 'pid', 30_000).then(
      (pid) => pid as Address,
      () => undefined,
    );
  }
}
