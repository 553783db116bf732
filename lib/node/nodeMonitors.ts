/**
 * Who wants a message when a node comes or goes: `monitorNode` and `monitorNodes`.
 */
import { badarg } from '../terms/errors.js';
import { requireProcess } from '../process/current.js';
import type { Host } from '../process/host.js';
import type { Belongings, Owned } from '../process/owned.js';
import type { Process } from '../process/process.js';

/** The wishes of one process, dropped when it ends. */
class Subscriber implements Owned {
  readonly process: Process;
  readonly #all: Map<Process, Subscriber>;
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;
  /** How often `monitorNodes(true)` was called. */
  allNodes = 0;
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

  constructor(host: Host) {
    this.#host = host;
  }

  of(process: Process): Subscriber {
    return this.#subscribers.get(process) ?? new Subscriber(process, this.#subscribers);
  }

  /** Sends `['nodeup', node]` to those who monitor all nodes. */
  nodeup(node: string): void {
    for (const { process, allNodes } of this.#subscribers.values()) {
      for (let count = 0; count < allNodes; count++) process.deliver(['nodeup', node]);
    }
  }

  /** Sends `['nodedown', node]` to those who monitor this node, once for each wish, and to those who monitor all. */
  nodedown(node: string): void {
    for (const { process, nodes, allNodes } of this.#subscribers.values()) {
      const wishes = allNodes + (nodes.get(node) ?? 0);
      nodes.delete(node);
      for (let count = 0; count < wishes; count++) process.deliver(['nodedown', node]);
    }
  }

  /** Whether the node is this one or connected with it. */
  isThere(node: string): boolean {
    return node === this.#host.name || this.#host.connectedNodes().includes(node);
  }
}

/**
 * Asks for the message `['nodedown', node]` when the connection with `node` is lost: at once if there is none. Several
 * wishes give several messages; `false` takes one back. Ports `erlang:monitor_node/2`.
 *
 * @returns true
 */
export function monitorNode(node: string, flag: boolean): true {
  const me = requireProcess('monitorNode');
  if (typeof node !== 'string') throw badarg('monitorNode', 'node', node, 'the name of a node');
  if (typeof flag !== 'boolean') throw badarg('monitorNode', 'flag', flag, 'true or false');
  const monitors = monitorsOf(me);
  const { nodes } = monitors.of(me);
  const wishes = nodes.get(node) ?? 0;
  if (!flag) nodes.set(node, Math.max(0, wishes - 1));
  else if (monitors.isThere(node)) nodes.set(node, wishes + 1);
  else me.deliver(['nodedown', node]);
  return true;
}

/**
 * Asks for `['nodeup', node]` and `['nodedown', node]` whenever a node comes or goes; `false` ends that. Ports
 * `net_kernel:monitor_nodes/1`.
 *
 * @returns 'ok'
 */
export function monitorNodes(flag: boolean): 'ok' {
  const me = requireProcess('monitorNodes');
  if (typeof flag !== 'boolean') throw badarg('monitorNodes', 'flag', flag, 'true or false');
  const subscriber = monitorsOf(me).of(me);
  subscriber.allNodes = flag ? subscriber.allNodes + 1 : 0;
  return 'ok';
}

function monitorsOf(process: Process): NodeMonitors {
  return (process.host as Host & { readonly nodeMonitors: NodeMonitors }).nodeMonitors;
}
