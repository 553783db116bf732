/**
 * NodeMonitors: who wants a message when a node comes or goes; see monitorNode.ts and monitorNodes.ts.
 */
import { requireProcess } from '../process/current.js';
import type { Host } from '../process/host.js';
import type { Belongings, Owned } from '../process/owned.js';
import type { Process } from '../process/process.js';

/** A node has come or gone. */
export interface NodeChange {
  readonly kind: 'nodeup' | 'nodedown';
  readonly node: string;
  readonly isHidden: boolean;
  /** The number of the connection. */
  readonly connection: number;
  /** Why it has gone. */
  readonly reason: string | undefined;
}

/** A wish to hear of all nodes. */
export interface Subscription {
  /** Equal for wishes with the same options. */
  readonly key: string;
  /** Whether it is about nodes of this type. */
  concerns(isHidden: boolean): boolean;
  message(change: NodeChange): unknown;
}

/** The wishes of one process, dropped when it ends. */
class Subscriber implements Owned {
  readonly process: Process;
  readonly #all: Map<Process, Subscriber>;
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;
  /** Those for all nodes. */
  subscriptions: readonly Subscription[] = [];
  /** How often `monitorNode(node, true)` was called, by node. */
  readonly nodes = new Map<string, number>();

  constructor(process: Process, all: Map<Process, Subscriber>) {
    this.process = process;
    this.#all = all;
    process.owned.add(this);
    all.set(process, this);
  }

  release(): void {
    this.#all.delete(this.process);
  }
}

export class NodeMonitors {
  readonly #host: Host;
  readonly #subscribers = new Map<Process, Subscriber>();
  #lastConnection = 0;
  /** The numbers of the connections that stand, by node. */
  readonly #connections = new Map<string, number>();

  constructor(host: Host) {
    this.#host = host;
  }

  of(process: Process): Subscriber {
    return this.#subscribers.get(process) ?? new Subscriber(process, this.#subscribers);
  }

  /** A connection stands: tells those who monitor all nodes. */
  nodeup(node: string, isHidden = false): void {
    const connection = ++this.#lastConnection;
    this.#connections.set(node, connection);
    this.#tell({ kind: 'nodeup', node, isHidden, connection, reason: undefined });
  }

  /** A connection is lost: tells those who monitor this node, once for each wish, and those who monitor all. */
  nodedown(node: string, reason: string, isHidden = false): void {
    const connection = this.#connections.get(node)!;
    this.#connections.delete(node);
    this.unreachable(node);
    this.#tell({ kind: 'nodedown', node, isHidden, connection, reason });
  }

  /** A node cannot be reached: tells those who monitor this one. */
  unreachable(node: string): void {
    for (const { process, nodes } of this.#subscribers.values()) {
      const wishes = nodes.get(node) ?? 0;
      nodes.delete(node);
      for (let count = 0; count < wishes; count++) process.deliver(['nodedown', node]);
    }
  }

  #tell(change: NodeChange): void {
    for (const { process, subscriptions } of this.#subscribers.values()) {
      for (const one of subscriptions) if (one.concerns(change.isHidden)) process.deliver(one.message(change));
    }
  }

  /** Whether the node is this one or connected with it. */
  isThere(node: string): boolean {
    return node === this.#host.name || this.#host.connectedNodes('connected').includes(node);
  }
}

/** The calling process, and the monitors of its node. */
export function monitorsHere(where: string): { readonly me: Process; readonly monitors: NodeMonitors } {
  const me = requireProcess(where);
  return { me, monitors: (me.host as Host & { readonly nodeMonitors: NodeMonitors }).nodeMonitors };
}
