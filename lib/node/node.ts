/**
 * Node: the runtime that processes live in, an object like any other. Several can run in one OS process.
 *
 * From start to stop it keeps the OS process alive by one handle of its own; its timers do not.
 */
import { AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'eventemitter3';
import { functionBody } from '../process/functionBody.js';
import { startProcess } from '../process/startProcess.js';
import { ambient } from '../process/ambient.js';
import { mailboxBody } from '../process/body.js';
import { refuseZombie } from '../process/current.js';
import type { CrashEvent, Host, NodeType } from '../process/host.js';
import { addHost, removeHost } from '../process/hosts.js';
import { Exports } from '../process/exports.js';
import { Morgue } from '../process/morgue.js';
import { Process } from '../process/process.js';
import { RemoteWatches } from '../process/remoteWatch.js';
import { sendFrom, type Destination } from '../process/send.js';
import { acceptSignal, bounce } from '../process/signals.js';
import { systemClock, type Clock } from '../scheduler/clock.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import { Timers } from '../scheduler/timers.js';
import type { Address } from '../terms/address.js';
import { Incarnation } from '../terms/incarnation.js';
import { prepareMessage, type MessageMode } from '../terms/messages.js';
import { nodeOf, type Signal } from '../terms/signal.js';
import type { NodeEvents } from './events.js';
import { MailboxHandle } from './mailboxHandle.js';
import { NameTable } from './nameTable.js';
import { newCreation } from './newCreation.js';
import { newScheduler } from './newScheduler.js';
import { NodeMonitors } from './nodeMonitors.js';
import { checkNodeOptions, type NodeOptions } from './nodeOptions.js';
import type { Peer } from './peer.js';
import { PeerTable } from './peerTable.js';
import { ProcessList } from './processList.js';
import { runAs } from './run.js';
import { catchStrayErrors, releaseStrayErrors } from './strayErrors.js';
import { traceFunction, type Trace, type TraceSink } from './trace.js';

export class Node implements Host {
  readonly name: string;
  readonly incarnation: Incarnation;
  readonly clock: Clock;
  /** Numbers from 0 up to 1, by chance. */
  readonly random: () => number;
  readonly messages: MessageMode;
  readonly prepare: (message: unknown) => unknown;
  readonly scheduler: Scheduler;
  readonly timers: Timers;
  readonly exports: Exports;
  readonly morgue = new Morgue();
  readonly remoteWatches = new RemoteWatches((signal) => this.route(signal));
  readonly nodeMonitors = new NodeMonitors(this);
  readonly processes = new ProcessList();
  /** The ways to other nodes, by their names. The cluster keeps them. */
  readonly peers = new PeerTable();
  /** The cluster that the node is in, if any. */
  cluster: object | undefined = undefined;
  readonly catchesStrayErrors: boolean;
  tracer: TraceSink | undefined = undefined;
  readonly trace: Trace = traceFunction(this);
  readonly #names = new NameTable<Process>();
  readonly #events = new EventEmitter<NodeEvents>();
  readonly #root = outsideOfAll();
  readonly cradle = outsideOfAll();
  readonly #keepAlive: NodeJS.Timeout;
  readonly #stopHooks = new Set<() => void | Promise<void>>();
  #stopping: Promise<void> | undefined = undefined;
  #hasStopped = false;

  constructor(options: NodeOptions = {}) {
    this.name = options.name ?? 'nonode@nohost';
    this.messages = options.messages ?? (process.env['NODE_ENV'] === 'production' ? 'shared' : 'frozen');
    checkNodeOptions({ ...options, name: this.name, messages: this.messages });
    this.exports = new Exports(this.name);
    for (const [module, functions] of Object.entries(options.exports ?? {})) this.exports.add(module, functions);
    this.incarnation = Incarnation.of(this.name, options.creation ?? newCreation(options.random)).begin();
    this.prepare = prepareMessage[this.messages];
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.scheduler = newScheduler(this, options);
    this.timers = new Timers(this.clock, (action) => this.inRootContext(action));
    this.catchesStrayErrors = options.catchStrayErrors ?? true;
    this.#keepAlive = this.inRootContext(() => setInterval(() => undefined, 2 ** 30));
    addHost(this);
    if (this.catchesStrayErrors) catchStrayErrors(this);
  }

  /** Tells this run of the node from earlier ones. */
  get creation(): number {
    return this.incarnation.creation;
  }

  /**
   * Starts a process from outside of any. Ports `erlang:spawn/1`.
   *
   * @param fun an async function, or a plain one
   */
  spawn(fun: () => unknown): Address {
    refuseZombie();
    return startProcess(this, functionBody('node.spawn', fun), undefined).address;
  }

  /**
   * Runs a function as a process and gives its result. Rejects with what the function threw, or with an ExitError if
   * the process ended otherwise.
   */
  run<T>(fun: () => T | PromiseLike<T>): Promise<T> {
    return runAs(this, fun);
  }

  runAside<T>(fun: () => T | PromiseLike<T>): Promise<T> {
    return runAs(this, fun);
  }

  /** Sends a message from outside of any process. Ports `erlang:send/2`. */
  send<const M>(to: Destination, message: M): M {
    refuseZombie();
    sendFrom(this, to, message);
    return message;
  }

  /**
   * Lets other nodes run functions of a module here, by `spawn`, `rpc` and `erpc`. Nobody may run what is not exported: it
   * fails with 'undef'. Adds to what is exported of the module already; `unexport` takes back.
   *
   * @param module the name that others know it by
   * @param functions a class or an object
   * @param names which of its functions; an object literal of functions needs none: all of it then
   * @throws badarg for a name that is no function of the module
   * @example
   * import { currentNode, node, receive, on, self, send, spawn } from 'regent-otp';
   *
   * currentNode().export('greeter', { greet: (to: ReturnType<typeof self>) => send(to, 'hello') });
   * await spawn(node(), 'greeter', 'greet', [self()]);
   * await receive(on('hello', () => 'greeted')); // => 'greeted'
   */
  export(module: string, functions: object, names?: readonly string[]): void {
    this.exports.add(module, functions, names);
  }

  /** Takes back what `export` has allowed: functions of a module, all of it if none are named. */
  unexport(module: string, names?: readonly string[]): void {
    this.exports.remove(module, names);
  }

  /** Makes a mailbox that belongs to no process: `{ address, mailbox }`. */
  newMailbox(): { readonly address: Address; readonly mailbox: MailboxHandle } {
    refuseZombie();
    const process = new Process(this, mailboxBody, undefined);
    this.started(process);
    process.run();
    return { address: process.address, mailbox: new MailboxHandle(process) };
  }

  on<E extends keyof NodeEvents>(event: E, listener: (...args: NodeEvents[E]) => void): this {
    this.#events.on(event, listener);
    return this;
  }

  off<E extends keyof NodeEvents>(event: E, listener: (...args: NodeEvents[E]) => void): this {
    this.#events.off(event, listener);
    return this;
  }

  once<E extends keyof NodeEvents>(event: E, listener: (...args: NodeEvents[E]) => void): this {
    this.#events.once(event, listener);
    return this;
  }

  /** Whether anyone listens to an event: a report that nobody hears need not be put together. */
  hears(event: keyof NodeEvents): boolean {
    return this.#events.listenerCount(event) > 0;
  }

  /** Tells the listeners of an event, outside of every process. For the library, and for those who write behaviours. */
  emit<E extends keyof NodeEvents>(event: E, ...args: NodeEvents[E]): void {
    if (!this.hears(event)) return;
    this.inRootContext(() => {
      try {
        this.#events.emit(event, ...(args as never));
      } catch (thrown) {
        // A listener's error is its own: what was under way here must be done to its end.
        process.nextTick(() => {
          throw thrown;
        });
      }
    });
  }

  /**
   * Leaves the cluster, ends all processes with 'killed', and lets the OS process end.
   *
   * @returns when all connections are closed; rejects, after all is done, with what a stop hook threw
   */
  stop(): Promise<void> {
    // Also when a process asks for it, which ends by that.
    return (this.#stopping ??= this.inRootContext(() => this.#stop()));
  }

  /** Whether `stop` has been called. */
  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /**
   * Has something done before the node's processes are ended, when it stops; what was asked for last is done first. What it
   * returns takes that back.
   */
  onStop(hook: () => void | Promise<void>): () => void {
    this.#stopHooks.add(hook);
    return () => this.#stopHooks.delete(hook);
  }

  async #stop(): Promise<void> {
    const failures: unknown[] = [];
    // The last first: what was begun later may need what was there before.
    for (const hook of [...this.#stopHooks].reverse()) {
      try {
        await hook();
      } catch (thrown) {
        failures.push(thrown);
      }
    }
    // A copy, because the end of one process may be the end of the next.
    for (const process of [...this.processes]) process.die('killed');
    this.#hasStopped = true;
    this.timers.clear();
    // What the processes leave behind, as aborted requests, fails at the next turn of the event loop.
    await this.inRootContext(() => new Promise((resolve) => setImmediate(resolve)));
    if (this.catchesStrayErrors) releaseStrayErrors(this);
    removeHost(this);
    clearInterval(this.#keepAlive);
    if (failures.length > 0) throw failures[0];
  }

  // What processes need of their node.

  route(signal: Signal): void {
    const node = nodeOf(signal.to);
    if (node === this.name) return acceptSignal(this, signal);
    const peer = this.peers.get(node);
    if (peer === undefined) bounce(this, signal, 'noconnection');
    else peer.send(signal);
  }

  whereis(name: string): Address | undefined {
    return this.#names.get(name)?.address;
  }

  /** Gives a living process without a name one; false if it is taken. */
  register(name: string, process: Process): boolean {
    if (!this.#names.take(name, process)) return false;
    process.registeredName = name;
    return true;
  }

  /** Takes a name back; false if nobody has it. */
  unregister(name: string): boolean {
    const process = this.#names.free(name);
    if (process === undefined) return false;
    process.registeredName = undefined;
    return true;
  }

  registered(): readonly string[] {
    return this.#names.taken();
  }

  connectedNodes(type: NodeType = 'visible'): readonly string[] {
    const isWanted = (peer: Peer): boolean => type === 'connected' || (peer.isHidden ?? false) === (type === 'hidden');
    return [...this.peers.values()].filter((peer) => peer.isConnected && isWanted(peer)).map((peer) => peer.node);
  }

  started(process: Process): void {
    if (this.#hasStopped) throw new Error(`the node ${this.name} has stopped`);
    this.processes.add(process);
  }

  ended(process: Process): void {
    this.processes.remove(process);
    if (process.registeredName !== undefined) this.#names.free(process.registeredName);
  }

  crashed(event: CrashEvent): void {
    this.emit('crash', event);
  }

  inRootContext<T>(action: () => T): T {
    return this.#root.runInAsyncScope(action);
  }
}

function outsideOfAll(): AsyncResource {
  return ambient.run(undefined, () => new AsyncResource('RegentNode', { requireManualDestroy: true }));
}
