/**
 * trace: who wants to know what processes of a node do. Ports what of `erlang:trace/3` makes sense here.
 *
 * Listeners are called where it happens, at once, outside of every process. What they do themselves is not traced, so that
 * a listener may send, spawn and register without end to it.
 */
import { Address } from '../terms/address.js';
import { badarg } from '../terms/errors.js';
import { processAt } from '../process/current.js';
import type { Host } from '../process/host.js';
import type { TraceDetails, TraceSink } from '../process/tracing.js';
import { hookedIn, traceReceived, traceSent } from './traceHooks.js';

export type { TraceSink };

/** What can be traced. */
export interface TraceFlags {
  /** Messages that are sent: `send`, `send_to_non_existing_process`. */
  readonly send?: boolean;
  /** Messages that come into mailboxes, and replies that come to calls: `receive`. */
  readonly receive?: boolean;
  /** `spawn`, told of who spawns, and `spawned`, told of who is. */
  readonly spawns?: boolean;
  /** `exit`. */
  readonly exits?: boolean;
  /** `register` and `unregister`. */
  readonly names?: boolean;
  /** `link`, `unlink`, `getting_linked`, `getting_unlinked`. */
  readonly links?: boolean;
  /** What a traced process spawns is traced as well. */
  readonly inherit?: boolean;
  /** Calls the methods `[traceSent]` and `[traceReceived]` of objects in messages. */
  readonly hooks?: boolean;
}

/** What a listener gets: `['trace', pid, 'send', message, to]`, `['trace', pid, 'receive', message]` ... */
export type TraceEvent = {
  [K in keyof TraceDetails]: readonly ['trace', pid: Address, kind: K, ...details: TraceDetails[K]];
}[keyof TraceDetails];

export type TraceListener = (event: TraceEvent) => void;

/** Tells a listener what processes of a node do, until the function that is returned is called. `erlang:trace/3`. */
export type Trace = (what: Address | 'all', flags: TraceFlags, listener?: TraceListener) => () => void;

/** What is needed of a node. */
interface TracedNode extends Host {
  tracer: TraceSink | undefined;
  onStop(hook: () => void): () => void;
}

interface Subscription {
  readonly flags: TraceFlags;
  readonly listener: TraceListener | undefined;
  /** Undefined: all. */
  readonly pids: Set<Address> | undefined;
}

const flagOf: { readonly [K in keyof TraceDetails]: keyof TraceFlags } = {
  send: 'send',
  send_to_non_existing_process: 'send',
  receive: 'receive',
  spawn: 'spawns',
  spawned: 'spawns',
  exit: 'exits',
  register: 'names',
  unregister: 'names',
  link: 'links',
  unlink: 'links',
  getting_linked: 'links',
  getting_unlinked: 'links',
};

const flagNames: Readonly<Record<keyof TraceFlags, true>> = {
  send: true,
  receive: true,
  spawns: true,
  exits: true,
  names: true,
  links: true,
  inherit: true,
  hooks: true,
};

class Tracer implements TraceSink {
  readonly #node: TracedNode;
  readonly #subscriptions = new Set<Subscription>();
  #isTelling = false;

  constructor(node: TracedNode) {
    this.#node = node;
  }

  add(subscription: Subscription): void {
    this.#subscriptions.add(subscription);
    this.#node.tracer = this;
  }

  remove(subscription: Subscription): void {
    if (this.#subscriptions.delete(subscription) && this.#subscriptions.size === 0) this.clear();
  }

  clear(): void {
    this.#subscriptions.clear();
    this.#node.tracer = undefined;
  }

  tell<K extends keyof TraceDetails>(pid: Address, kind: K, details: TraceDetails[K]): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (const subscription of [...this.#subscriptions]) {
        if (subscription.pids?.has(pid) !== false) this.#tellOne(subscription, pid, kind, details);
      }
    } finally {
      this.#isTelling = false;
    }
  }

  #tellOne<K extends keyof TraceDetails>(to: Subscription, pid: Address, kind: K, details: TraceDetails[K]): void {
    const { flags, listener, pids } = to;
    if (kind === 'spawn' && flags.inherit === true) pids?.add(details[0] as Address);
    if (flags.hooks === true) this.#safely(() => callHooks(pid, kind, details));
    const event = ['trace', pid, kind, ...details] as unknown as TraceEvent;
    if (listener !== undefined && flags[flagOf[kind]] === true) this.#safely(() => listener(event));
    if (kind === 'exit' && pids?.delete(pid) === true && pids.size === 0) this.remove(to);
  }

  // What goes wrong in diagnosis must not harm what is diagnosed.
  #safely(action: () => void): void {
    this.#node.inRootContext(() => {
      try {
        action();
      } catch (thrown) {
        process.nextTick(() => {
          throw thrown;
        });
      }
    });
  }
}

function callHooks(pid: Address, kind: keyof TraceDetails, [message, to]: readonly unknown[]): void {
  if (kind === 'send') for (const object of hookedIn(message, traceSent)) object[traceSent]!({ from: pid, to });
  if (kind === 'receive') for (const object of hookedIn(message, traceReceived)) object[traceReceived]!({ by: pid });
}

/** Makes the function `trace` of a node. */
export function traceFunction(node: TracedNode): Trace {
  const tracer = new Tracer(node);
  let forgetStop: (() => void) | undefined;
  return (what, flags, listener) => {
    check(node, what, flags, listener);
    forgetStop ??= node.onStop(() => tracer.clear());
    const subscription = { flags, listener, pids: what === 'all' ? undefined : new Set([what]) };
    tracer.add(subscription);
    return () => tracer.remove(subscription);
  };
}

function check(node: TracedNode, what: unknown, flags: TraceFlags, listener: unknown): void {
  if (what !== 'all' && !(what instanceof Address && processAt(what, node) !== undefined)) {
    throw badarg('trace', 'what', what, "'all', or the Address of a living process of this node");
  }
  const known = Object.keys(flagNames).join(', ');
  for (const name of Object.keys(flags)) {
    if (!Object.hasOwn(flagNames, name)) throw badarg('trace', 'flags', name, `some of ${known}`);
  }
  if (typeof listener !== 'function' && flags.hooks !== true) throw badarg('trace', 'listener', listener, 'a function');
}
