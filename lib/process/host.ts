/**
 * Host: what a process needs of its node. The node implements it; nothing left of the node knows more of it.
 */
import type { AsyncResource } from 'node:async_hooks';
import type { Address } from '../terms/address.js';
import type { Incarnation } from '../terms/incarnation.js';
import type { Signal } from '../terms/signal.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import type { Timers } from '../scheduler/timers.js';
import type { Exports } from './exports.js';
import type { Morgue } from './morgue.js';
import type { RemoteWatches } from './remoteWatch.js';
import type { TraceSink } from './tracing.js';

/** What ended a process: an error that nobody caught, or a mistake in how it waited. */
export interface CrashEvent {
  readonly pid: Address;
  /** The name the process had registered, if any. */
  readonly name: string | undefined;
  /** What the process was started with. */
  readonly initialCall: unknown;
  /** Erlang's exit reason. */
  readonly reason: unknown;
  /** The last words of a behaviour: last message, state ... */
  readonly report?: unknown;
  /** What else a crash report of proc_lib tells: ancestors, links, messages ... */
  readonly [detail: string]: unknown;
}

/** Which of the nodes that this one is connected with. */
export type NodeType = 'visible' | 'hidden' | 'connected';

export interface Host {
  readonly name: string;
  readonly incarnation: Incarnation;
  readonly scheduler: Scheduler;
  readonly timers: Timers;
  /** Freezes, clones or leaves alone what a process of this node sends. */
  readonly prepare: (message: unknown) => unknown;
  /** Hands a signal to the process it is for: here, or through the peer that leads to its node. */
  route(signal: Signal): void;
  /** The living process with this registered name. */
  whereis(name: string): Address | undefined;
  /** The names of the nodes of a type that this one is connected with. */
  connectedNodes(type?: NodeType): readonly string[];
  /** A process has started: the node keeps it until it has ended. */
  started(process: object): void;
  /** A process has ended: the node forgets it and its name. */
  ended(process: object): void;
  /** Tells the listeners of the node, in the root context. */
  crashed(event: CrashEvent): void;
  /** Ends processes one after the other, however long the chain of links. */
  readonly morgue: Morgue;
  /** What others may run here. */
  readonly exports: Exports;
  /** The monitors of other nodes on processes of this one. */
  readonly remoteWatches: RemoteWatches;
  /** Runs a function as a process and gives its result: what `node.run` does. */
  runAside<T>(action: () => T | PromiseLike<T>): Promise<T>;
  /**
   * The context of no process in which processes are first entered. Not the root context: before Node 24 the store that
   * is set in a resource shows to all that runs in it meanwhile.
   */
  readonly cradle: AsyncResource;
  /** Hears what processes do, while somebody traces. */
  readonly tracer: TraceSink | undefined;
  /** Runs an action outside of every process. */
  inRootContext<T>(action: () => T): T;
}
