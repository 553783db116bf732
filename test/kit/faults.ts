/**
 * Faults: what goes wrong in a simulated cluster, when and for how long follow from the seed.
 *
 * One fault at a time: the network between two nodes is slow for a while, a connection is lost, the cluster is split in
 * two and comes together again, a process is killed, or a node stops and comes back.
 */
import type { Address, Node } from '../../lib/index.js';
import type { MemoryNetwork } from '../../lib/index.js';
import type { Chance } from './chance.js';
import type { VirtualClock } from './virtualClock.js';

/**
 * 'delay': bytes wait; 'loss': a connection breaks and can be made again; 'partition': two halves; 'crash': a kill; 'restart':
 * a node stops, and another run of it starts.
 */
export type FaultKind = 'delay' | 'loss' | 'partition' | 'crash' | 'restart';

/** From the first number to the second, ms. */
export type Span = readonly [least: number, most: number];

export interface FaultOptions {
  /** Which may happen. Default: all; 'crash' only with `victims`, 'restart' only with `restarts`. */
  readonly kinds?: readonly FaultKind[];
  /** From the end of one fault to the next. Default: 50 to 1000 ms. */
  readonly pause?: Span;
  /** How long a delay or a partition lasts. Default: 10 to 2000 ms. */
  readonly duration?: Span;
  /** The processes of which one may be killed when it comes to that. */
  readonly victims?: () => readonly (Address | undefined)[];
  /** The ids of the nodes of a cluster of which one may stop and come back. */
  readonly restarts?: readonly string[];
  /** Gets a node that has come back: nothing runs on it yet. */
  readonly onRestart?: (node: Node) => unknown;
}

/** Faults that are under way. */
export interface Faults {
  /** What has happened so far, with the time. */
  readonly log: readonly string[];
  /**
   * Ends them, and mends what is broken now, at once; resolves when a node that is coming back has come.
   *
   * @throws what `onRestart` has thrown
   */
  stop(): Promise<void>;
}

/** Where faults happen. */
export interface FaultyPlace {
  readonly ids: readonly string[];
  readonly network: MemoryNetwork;
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly crash: (pid: Address) => void;
  readonly restart: (id: string) => Promise<Node>;
  readonly note: (event: string) => void;
}

type Mend = () => void;

export class FaultPlan implements Faults {
  readonly log: string[] = [];
  readonly #place: FaultyPlace;
  readonly #options: FaultOptions;
  readonly #kinds: readonly FaultKind[];
  #timer: unknown = undefined;
  #mend: Mend | undefined = undefined;
  /** A node that is coming back, or what has gone wrong with that. */
  #return: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(place: FaultyPlace, options: FaultOptions = {}) {
    this.#place = place;
    this.#options = options;
    this.#kinds = options.kinds ?? kindsWith(options, place.ids.length);
    this.#pause();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    this.#place.clock.clearTimer(this.#timer);
    this.#mend?.();
    this.#mend = undefined;
    await this.#return;
  }

  #pause(): void {
    this.#after(this.#options.pause ?? [50, 1000], () => {
      const kind = this.#place.chance.pick(this.#kinds);
      if (kind === undefined) return;
      if (kind === 'restart') return this.#restart();
      this.#mend = this.#begin(kind);
      if (this.#mend === undefined) return this.#pause();
      this.#after(this.#options.duration ?? [10, 2000], () => {
        this.#mend?.();
        this.#mend = undefined;
        this.#note(`the ${kind} is over`);
        this.#pause();
      });
    });
  }

  #after([least, most]: Span, action: () => void): void {
    const { clock, chance } = this.#place;
    this.#timer = clock.setTimer(action, chance.between(least, most));
  }

  #begin(kind: Exclude<FaultKind, 'restart'>): Mend | undefined {
    switch (kind) {
      case 'delay':
        return this.#delay();
      case 'loss':
        return this.#lose();
      case 'partition':
        return this.#split();
      case 'crash':
        return this.#crash();
    }
  }

  #delay(): Mend {
    const { network } = this.#place;
    const [one, other] = this.#way();
    this.#note(`delay between ${one} and ${other}`);
    network.hold(one, other);
    return () => network.release(one, other);
  }

  #lose(): undefined {
    const { network } = this.#place;
    const [one, other] = this.#way();
    this.#note(`loss of the connection of ${one} and ${other}`);
    network.cut(one, other);
    network.heal(one, other);
  }

  #split(): Mend {
    const { ids, network } = this.#place;
    const shuffled = this.#shuffled();
    const size = this.#place.chance.between(1, ids.length - 1);
    const [left, right] = [shuffled.slice(0, size), shuffled.slice(size)];
    const ways = left.flatMap((one) => right.map((other) => [one, other] as const));
    this.#note(`partition: ${left.join(' ')} | ${right.join(' ')}`);
    for (const [one, other] of ways) network.cut(one, other);
    return () => {
      for (const [one, other] of ways) network.heal(one, other);
    };
  }

  #crash(): undefined {
    const living = (this.#options.victims?.() ?? []).filter((pid) => pid !== undefined);
    const victim = this.#place.chance.pick(living);
    if (victim === undefined) return;
    this.#note(`crash of ${victim.toString()}`);
    this.#place.crash(victim);
  }

  #restart(): void {
    const id = this.#place.chance.pick(this.#options.restarts ?? []);
    if (id === undefined) return this.#pause();
    this.#note(`restart of ${id}`);
    const comesBack = async (): Promise<void> => {
      const node = await this.#place.restart(id);
      await this.#options.onRestart?.(node);
      if (!this.#isOver) this.#pause();
    };
    this.#return = comesBack();
    // It is told by `stop`.
    this.#return.catch(() => undefined);
  }

  #way(): readonly [string, string] {
    const [one, other] = this.#shuffled();
    return [one!, other!];
  }

  #shuffled(): string[] {
    const rest = [...this.#place.ids];
    return this.#place.ids.map(() => rest.splice(this.#place.chance.between(0, rest.length - 1), 1)[0]!);
  }

  #note(event: string): void {
    const line = `${this.#place.clock.now()} ms: ${event}`;
    this.log.push(line);
    this.#place.note(line);
  }
}

function kindsWith({ victims, restarts }: FaultOptions, nodes: number): readonly FaultKind[] {
  const kinds: FaultKind[] = nodes > 1 ? ['delay', 'loss', 'partition'] : [];
  if (victims !== undefined) kinds.push('crash');
  if (restarts !== undefined) kinds.push('restart');
  return kinds;
}
