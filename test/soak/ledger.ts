/**
 * Ledger: holds what all nodes of a cluster tell of their traffic against each other. Numbers of one stream (from one run
 * of a node to another node, whatever run of it) must have come once each and in order; where some are missing, the sender
 * must have been told of a loss after the last of them and before the next number.
 */
import type { Entry, Life, Run } from './entry.js';

interface Stream {
  readonly from: Run;
  readonly to: string;
  /** By the run that received it and its first number: what has come over each connection. */
  readonly lives: Map<string, Life>;
  /** The numbers after which the sender was told of a loss. */
  readonly told: Set<number>;
  /** The last number that the sender is known to have sent. */
  known: number;
}

export class Ledger {
  readonly #streams = new Map<string, Stream>();
  readonly #violations: string[] = [];
  /** Runs that have ended without a report: what they told last may be missing. */
  readonly #killed = new Set<number>();
  readonly counts = { nodeups: 0, nodedowns: 0 };

  enter(run: Run, entry: Entry): void {
    switch (entry[0]) {
      case 'life':
        return this.#entersLife(run, entry[1]);
      case 'sent':
      case 'told': {
        const stream = this.#stream(run, entry[1]);
        stream.known = Math.max(stream.known, entry[2]);
        if (entry[0] === 'told') stream.told.add(entry[2]);
        return;
      }
      case 'violation':
      case 'crash':
        this.#violations.push(`node ${run.id} ${run.creation}: ${entry[0]}: ${entry[1]}`);
        return;
      case 'connection':
        if (entry[1] === 'violation') this.#violations.push(`node ${run.id} ${run.creation}: ${entry.join(' ')}`);
        return;
      case 'nodeup':
        this.counts.nodeups++;
        return;
      case 'nodedown':
        this.counts.nodedowns++;
        return;
      default:
        entry satisfies never;
    }
  }

  /** A run was killed: it tells nothing more. */
  killed({ creation }: Run): void {
    this.#killed.add(creation);
  }

  /** How many numbers are known to have been sent. */
  get sent(): number {
    return [...this.#streams.values()].reduce((sum, { known }) => sum + known, 0);
  }

  /** How many numbers have not come. Those that killed nodes have taken in and not told of are among them. */
  get lost(): number {
    let lost = 0;
    for (const { lives, known } of this.#streams.values()) {
      const came = [...lives.values()].reduce((sum, { first, last }) => sum + last - first + 1, 0);
      lost += Math.max(0, known - came);
    }
    return lost;
  }

  /** What is wrong; nothing if all promises were kept. */
  problems(): readonly string[] {
    const ofStreams = [...this.#streams.values()].flatMap((stream) => this.#problemsOf(stream));
    return [...this.#violations, ...ofStreams];
  }

  #stream(from: Run, to: string): Stream {
    const key = `${from.id} ${from.creation} ${to}`;
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      this.#streams.set(key, (stream = { from, to, lives: new Map(), told: new Set(), known: 0 }));
    }
    return stream;
  }

  // One that still stands is entered again with what has come meanwhile.
  #entersLife(receiver: Run, life: Life): void {
    this.#stream(life.from, receiver.id).lives.set(`${receiver.creation} ${life.first}`, life);
  }

  #problemsOf({ from, to, lives, told, known }: Stream): string[] {
    const problems: string[] = [];
    const stream = `${from.id} ${from.creation} to ${to}`;
    const inOrder = [...lives.values()].sort((one, other) => one.first - other.first);
    let last = 0;
    for (const life of inOrder) {
      const before = life.first - 1;
      if (life.first <= last) problems.push(`${stream}: ${life.first} to ${last} came twice`);
      const mayBeUntold = this.#killed.has(from.creation) && before > known;
      if (before > last && !told.has(before) && !mayBeUntold) {
        problems.push(
          `${stream}: ${last + 1} to ${before} are lost, and nobody was told before ${life.first} was sent`,
        );
      }
      last = Math.max(last, life.last);
    }
    return problems;
  }

  /** The streams whose last number has not come: of the runs given, all of them must have. */
  missing(runs: readonly Run[]): readonly string[] {
    const isRunning = (creation: number): boolean => runs.some((run) => run.creation === creation);
    return [...this.#streams.values()].flatMap(({ from, to, lives, known }) => {
      const last = Math.max(0, ...[...lives.values()].map((life) => life.last));
      if (!isRunning(from.creation) || last === known) return [];
      return [`${from.id} ${from.creation} to ${to}: ${last} came last, ${known} was sent last`];
    });
  }
}
