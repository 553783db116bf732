/**
 * World: what a simulation runs in. Its nodes take their time from one virtual clock, and the order of their work, their
 * numbers and what goes wrong from one seed.
 */
import { badarg, startNode } from '../../lib/index.js';
import type { Address, Node, NodeOptions } from '../../lib/index.js';
import { Chance } from './chance.js';
import { FaultPlan, type FaultOptions, type Faults } from './faults.js';
import { SeededScheduler } from './seededScheduler.js';
import { startMemoryCluster, type MemoryCluster, type MemoryClusterOptions } from './startMemoryCluster.js';
import { VirtualClock } from './virtualClock.js';

type WorldNodeOptions = Omit<NodeOptions, 'clock' | 'random' | 'scheduler' | 'creation'>;

export interface WorldClusterOptions extends Omit<MemoryClusterOptions, 'node'> {
  /** Of each node. */
  readonly node?: Omit<WorldNodeOptions, 'name'>;
}

/** A cluster, or nodes with what lies between them. */
export type FaultyCluster = Pick<MemoryCluster, 'nodes' | 'network'> & Partial<Pick<MemoryCluster, 'restart'>>;

export class World {
  /** What everything follows from. */
  readonly seed: number;
  /** The time of all nodes. It moves by itself when nobody has anything left to do. */
  readonly clock = new VirtualClock(0);
  /** Numbers for the test's own choices. */
  readonly chance: Chance;
  readonly #scheduling: Chance;
  readonly #numbers: Chance;
  readonly #faults: Chance;
  readonly #nodes: Node[] = [];
  readonly #stops: (() => unknown)[] = [];
  readonly #events: string[] = [];

  constructor(seed: number) {
    this.seed = seed;
    const source = new Chance(seed);
    this.chance = source.fork();
    this.#scheduling = source.fork();
    this.#numbers = source.fork();
    this.#faults = source.fork();
  }

  /** Starts a node of this world, which is stopped when the simulation is over. */
  startNode(options: WorldNodeOptions = {}): Node {
    const node = startNode({ ...options, ...this.#nodeOptions() });
    this.#nodes.push(node);
    this.#stops.push(() => node.stop());
    return node;
  }

  /** Starts a cluster of nodes of this world, which is stopped when the simulation is over. */
  async startCluster<const Id extends string>(
    ids: readonly Id[],
    options: WorldClusterOptions = {},
  ): Promise<MemoryCluster<Id>> {
    const node = { ...options.node, ...this.#nodeOptions() };
    const onNode = (started: Node): void => {
      this.#nodes.push(started);
      options.onNode?.(started);
    };
    const cluster = await startMemoryCluster(ids, { ...options, node, onNode });
    this.#stops.push(() => cluster.stop());
    return cluster;
  }

  /** Has things go wrong in a cluster, or kills processes of a node, from now until `stop()` or the end. */
  startFaults(where: FaultyCluster, options: FaultOptions = {}): Faults {
    checkFaults(where, options);
    const { clock } = this;
    const place = {
      ids: Object.keys(where.nodes),
      network: where.network,
      clock,
      chance: this.#faults,
      crash: (pid: Address) => this.crash(pid),
      restart: (id: string) => where.restart!(id),
      note: (event: string) => void this.#events.push(event),
    };
    const faults = new FaultPlan(place, options);
    this.#stops.push(() => faults.stop());
    return faults;
  }

  /**
   * Sends an exit signal to a process of this world, as `exit/2` does.
   *
   * @param reason default: 'kill', which nobody can trap
   */
  crash(pid: Address, reason: unknown = 'kill'): void {
    const node = this.#nodes.find(({ incarnation }) => incarnation === pid.home);
    node?.route({ kind: 'exit', from: pid, to: pid, reason, linked: false });
  }

  /** The faults so far, for the message of a failure. */
  get events(): readonly string[] {
    return this.#events;
  }

  /** Stops all that was started, the last first. */
  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  #nodeOptions(): Pick<NodeOptions, 'clock' | 'random' | 'scheduler'> {
    const { clock } = this;
    return {
      clock,
      random: this.#numbers.next,
      scheduler: (_clock, inRootContext) => new SeededScheduler(clock, inRootContext, this.#scheduling),
    };
  }
}

function checkFaults({ nodes, restart }: FaultyCluster, { kinds = [], restarts }: FaultOptions): void {
  const ids = Object.keys(nodes);
  if (restarts !== undefined && (restart === undefined || !restarts.every((id) => ids.includes(id)))) {
    throw badarg('startFaults', 'restarts', restarts, `ids of nodes of a cluster: ${ids.join(', ')}`);
  }
  if (kinds.includes('restart') && restarts === undefined) {
    throw badarg('startFaults', 'restarts', restarts, "ids of nodes, for the kind 'restart'");
  }
}
