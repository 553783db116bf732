/**
 * OsCluster: a cluster of nodes that are OS processes. All that they tell goes into a ledger.
 */
import type { Start } from './commands.js';
import type { Counts, Run } from './entry.js';
import { Ledger } from './ledger.js';
import type { Network } from './network.js';
import { OsNode, type Launch } from './osNode.js';
import { SpecFolder } from './specFolder.js';
import type { TrafficOptions } from './traffic.js';

export interface OsClusterOptions<N extends Network> {
  readonly ids: readonly string[];
  readonly network: N;
  /** The path of the nodes' program. */
  readonly program: string;
  readonly timing?: Partial<Timing>;
}

/** What one node is started with that others are not. */
export type LaunchOptions = Pick<Launch, 'output'> & { readonly start?: Partial<Start> };

/** ms. */
export type Timing = Pick<Start, 'heartbeatInterval' | 'heartbeatTimeout' | 'handshakeTimeout'>;

const defaultTiming: Timing = { heartbeatInterval: 400, heartbeatTimeout: 2400, handshakeTimeout: 5000 };

export class OsCluster<N extends Network = Network> {
  readonly ids: readonly string[];
  readonly network: N;
  readonly ledger = new Ledger();
  readonly #nodes = new Map<string, OsNode>();
  readonly #all = new Set<OsNode>();
  readonly #options: OsClusterOptions<N>;
  readonly #specs: SpecFolder;
  readonly #onExit = (): void => {
    for (const node of this.#all) node.signal('SIGKILL');
    this.#cleanUp();
  };

  private constructor(options: OsClusterOptions<N>, specs: SpecFolder) {
    this.ids = options.ids;
    this.network = options.network;
    this.#options = options;
    this.#specs = specs;
    process.once('exit', this.#onExit);
  }

  /** Resolves when all nodes run and are connected with each other. */
  static async start<N extends Network>(options: OsClusterOptions<N>): Promise<OsCluster<N>> {
    const { ids } = options;
    const cluster = new OsCluster(options, await SpecFolder.create(ids));
    try {
      await Promise.all(ids.map((id) => cluster.startNode(id)));
      await cluster.connected();
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  /** The nodes that run, in the order of the ids. */
  get nodes(): readonly OsNode[] {
    return this.ids.flatMap((id) => this.#nodes.get(id) ?? []);
  }

  node(id: string): OsNode {
    return this.#nodes.get(id)!;
  }

  others(id: string): readonly string[] {
    return this.ids.filter((other) => other !== id);
  }

  /** Starts a node; it takes the place of an earlier run in the network. */
  async startNode(id: string, launch: LaunchOptions = {}): Promise<OsNode> {
    const node = await this.startAside(id, launch);
    this.#nodes.set(id, node);
    this.network.listens(id, node.endpoint);
    return node;
  }

  /** Starts a node that can dial others, and that nobody dials. */
  async startAside(id: string, { start, ...launch }: LaunchOptions = {}): Promise<OsNode> {
    const { program, network, timing } = this.#options;
    const spec = this.#specs.write(id, network.specOf(id));
    const node = await OsNode.start({
      program,
      start: { ...defaultTiming, ...timing, ...start, id, spec },
      wrapper: network.wrapperOf(id),
      onEntry: (run, entry) => this.ledger.enter(run, entry),
      ...launch,
    });
    this.#all.add(node);
    void node.ended.then(() => this.#all.delete(node));
    return node;
  }

  async kill(node: OsNode): Promise<void> {
    this.ledger.killed(node.run);
    await node.kill();
    if (this.#nodes.get(node.id) !== node) return;
    this.#nodes.delete(node.id);
    this.network.listens(node.id, undefined);
  }

  /** Has a node leave and end by itself. */
  async leave(node: OsNode): Promise<void> {
    this.ledger.killed(node.run);
    this.#nodes.delete(node.id);
    this.network.listens(node.id, undefined);
    await node.ask('leave');
    await node.ended;
  }

  /** Resolves when all nodes have been connected with all others. */
  async connected(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.ask('connected', this.others(node.id))));
  }

  async startTraffic(options: TrafficOptions, nodes: readonly OsNode[] = this.nodes): Promise<void> {
    await Promise.all(nodes.map((node) => node.ask('start', this.others(node.id), options)));
  }

  /** Resolves when nothing is under way any more; all nodes must be able to reach each other. */
  async stopTraffic(): Promise<readonly Counts[]> {
    await Promise.all(this.nodes.map((node) => node.ask('stop')));
    return this.report();
  }

  report(): Promise<readonly Counts[]> {
    return Promise.all(this.nodes.map((node) => node.ask('report')));
  }

  /** What is wrong after the traffic has stopped; nothing if all promises were kept. */
  problems(): readonly string[] {
    const runs: readonly Run[] = this.nodes.map(({ run }) => run);
    return [...this.ledger.problems(), ...this.ledger.missing(runs)];
  }

  /** Ends all OS processes; nothing is left behind. */
  async close(): Promise<void> {
    process.off('exit', this.#onExit);
    await Promise.all([...this.#all].map((node) => node.kill()));
    this.#cleanUp();
  }

  #cleanUp(): void {
    this.network.close();
    this.#specs.remove();
  }
}
