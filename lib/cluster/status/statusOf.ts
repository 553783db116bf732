/**
 * statusOf: what an operator may want to see of a node, as plain data. Invariant: nothing that a program put into a message,
 * a state or a dictionary is in it; names, which programs choose too, are.
 */
import type { Node } from '../../node/node.js';
import type { Process } from '../../process/process.js';
import type { NodeStatus } from '../member.js';

/** A process in a status. */
export interface ProcessStatus {
  /** `<node.creation.id>`. */
  readonly pid: string;
  readonly name: string | null;
  /** `module.function/arity`, or the name of what it runs. */
  readonly initialCall: string | null;
  readonly state: 'waiting' | 'running';
  /** How many messages wait in its mailbox. */
  readonly messageQueueLen: number;
  readonly links: number;
  readonly trapExit: boolean;
}

/** The status of a node. */
export interface Status {
  readonly node: string;
  readonly creation: number;
  /** ISO 8601. */
  readonly time: string;
  /** How long the OS process has run, seconds. */
  readonly uptime: number;
  readonly versions: { readonly node: string };
  /** Bytes; what `process.memoryUsage()` tells. */
  readonly memory: Readonly<Record<string, number>>;
  /** Of the node's cluster, without itself; null for a node that is in none. */
  readonly connections: readonly NodeStatus[] | null;
  /** Registered names and who has them. */
  readonly names: Readonly<Record<string, string>>;
  readonly processCount: number;
  /** All messages that wait. */
  readonly messageQueueTotal: number;
  /** Those with the longest mailboxes, the longest first. */
  readonly processes: readonly ProcessStatus[];
}

/**
 * @param limit how many processes to list
 * @param connections of the node's cluster, if it is in one
 */
export function statusOf(node: Node, limit: number, connections: Status['connections']): Status {
  const processes = [...node.processes];
  const byLength = [...processes].sort((one, other) => other.mailbox.count - one.mailbox.count);
  return {
    node: node.name,
    creation: node.creation,
    time: new Date(node.clock.systemTime()).toISOString(),
    uptime: Math.round(process.uptime()),
    versions: { node: process.versions.node },
    memory: { ...process.memoryUsage() },
    connections,
    names: Object.fromEntries(node.registered().map((name) => [name, String(node.whereis(name))])),
    processCount: processes.length,
    messageQueueTotal: processes.reduce((sum, { mailbox }) => sum + mailbox.count, 0),
    processes: byLength.slice(0, limit).map(statusOfProcess),
  };
}

function statusOfProcess(process: Process): ProcessStatus {
  return {
    pid: String(process.address),
    name: process.registeredName ?? null,
    initialCall: callText(process.body?.initialCall),
    state: process.isWaiting ? 'waiting' : 'running',
    messageQueueLen: process.mailbox.count,
    links: process.links?.size ?? 0,
    trapExit: process.trapExit,
  };
}

// Of what a process was started with only the names are told, never arguments.
function callText(call: unknown): string | null {
  if (typeof call === 'string') return call;
  if (!Array.isArray(call)) return null;
  const [module, fun, arity] = call as readonly unknown[];
  if (typeof module !== 'string' || typeof fun !== 'string') return null;
  return `${module}.${fun}/${typeof arity === 'number' ? arity : Array.isArray(arity) ? arity.length : '?'}`;
}
