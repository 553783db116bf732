/**
 * Process: a mailbox, what runs on it, and the bonds (links, watches) by which others hear of its end.
 *
 * Signals take effect when they are sent: a message is in the mailbox, an exit signal has killed, before the sender goes
 * on. That keeps Erlang's order between any two processes. Only running is put off: a process that can go on is queued
 * at the scheduler, and is entered in its own async context, so that `self()` holds across every await.
 *
 * A process that has ended is gone at once for everyone else. What it waits for never settles, its code sees nothing.
 * The object is emptied then, because contexts and timers of user code keep it reachable.
 */
import { AsyncResource } from 'node:async_hooks';
import { Mailbox } from '../mailbox/mailbox.js';
import type { Runnable } from '../scheduler/scheduler.js';
import type { Address } from '../terms/address.js';
import { ExitError } from '../terms/errors.js';
import { exitReasonOf } from '../terms/reasons.js';
import { callRepliedTo } from './aliasTarget.js';
import { Afterwards } from './afterwards.js';
import { bodyReturned, bodyThrew } from './bodyEnd.js';
import { isDriver, type Body } from './body.js';
import { ambient } from './ambient.js';
import { DriverExit } from './driverExit.js';
import type { Host } from './host.js';
import { isPromise } from './isPromise.js';
import type { Mortal } from './morgue.js';
import { Belongings } from './owned.js';
import { preparedReason } from './preparedReason.js';
import { trace } from './tracing.js';
import type { Waiter } from './waiter.js';
import { addWaiter, clearWaiters, describeWaiters, serveWaiters, type Receiver } from './waiters.js';
import { WatchList } from './watch.js';

type Phase = 'new' | 'starting' | 'running' | 'busy';

export class Process implements Runnable, Mortal, Receiver {
  readonly host: Host;
  readonly address: Address;
  readonly parent: Address | undefined;
  links: Set<Address> | undefined = undefined;
  dictionary: Map<unknown, unknown> | undefined = undefined;
  registeredName: string | undefined = undefined;
  abortController: AbortController | undefined = undefined;
  /** Inherited by what it spawns. */
  groupLeader: Address;
  trapExit = false;
  isAlive = true;
  /** Why it ends, until all have been told. */
  exitReason: unknown = undefined;
  /** How many calls wait for replies; their replies may come as messages. */
  callsPending = 0;
  /** Neighbours in the node's list of its processes. */
  previous: Process | undefined = undefined;
  next: Process | undefined = undefined;
  /** The first of the receives that wait for messages. */
  waiter: Waiter | undefined = undefined;
  isReady = false;
  nextReady: Runnable | undefined = undefined;
  // Made when first needed: many processes wait for nothing, own nothing, or are watched by nobody.
  #mailbox: Mailbox | undefined = undefined;
  #owned: Belongings | undefined = undefined;
  #watches: WatchList | undefined = undefined;
  #body: Body | undefined;
  #phase: Phase = 'new';
  #resource: AsyncResource | undefined = undefined;
  #wakePending = false;

  constructor(host: Host, body: Body, parent: Pick<Process, 'address' | 'groupLeader'> | undefined) {
    this.host = host;
    this.#body = body;
    this.parent = parent?.address;
    this.address = host.incarnation.newAddress();
    this.groupLeader = parent?.groupLeader ?? this.address;
    this.address.process = this;
  }

  /** The messages that wait. */
  get mailbox(): Mailbox {
    return (this.#mailbox ??= new Mailbox());
  }

  /** What ends with the process. */
  get owned(): Belongings {
    return (this.#owned ??= new Belongings());
  }

  /** Who wants to hear of its end. */
  get watches(): WatchList {
    return (this.#watches ??= new WatchList());
  }

  /** What runs on it. */
  get body(): Body | undefined {
    return this.#body;
  }

  /** It waits for messages rather than for something outside of the library. */
  get isWaiting(): boolean {
    if (this.waiter !== undefined || this.callsPending > 0) return true;
    return this.#phase === 'running' && this.#body !== undefined && isDriver(this.#body);
  }

  /** A message has arrived. */
  deliver(message: unknown): void {
    const call = this.callsPending > 0 ? callRepliedTo(this, message) : undefined;
    if (call !== undefined) return call.receiveByAlias(message);
    if (this.host.tracer !== undefined) trace(this, 'receive', message);
    this.mailbox.push(message);
    if (!this.isReady && (this.waiter !== undefined || this.#phase === 'running')) this.host.scheduler.ready(this);
  }

  /** An exit signal has arrived; `linked` if it came over a link. */
  receiveExit(from: Address, reason: unknown, linked: boolean): void {
    if (linked && this.links?.delete(from) !== true) return;
    if (reason === 'kill' && !linked) this.die('killed');
    else if (this.trapExit) this.deliver(['EXIT', from, reason]);
    else if (reason !== 'normal' || from === this.address) this.die(reason);
  }

  /** Something other than a message has happened to what the process waits for. */
  wake(): void {
    if (this.isAlive) this.host.scheduler.ready(this);
  }

  /** Has the driver's `wake` called, once no message waits. */
  wakeDriver(): void {
    this.#wakePending = true;
    this.wake();
  }

  /** Goes on with another body, which starts at its next turn. */
  become(body: Body): void {
    this.#body = body;
    this.#phase = 'new';
    this.wake();
  }

  /** Lets a receive wait, for messages that come later; throws if another waits that could take the same message. */
  wait(waiter: Waiter): void {
    addWaiter(this, waiter);
    waiter.timeout?.start(this.host.timers);
  }

  /** Runs an action as a part of this process. */
  enter<A, R>(action: (argument: A) => R, argument: A): R {
    if (this.#resource !== undefined) return this.#resource.runInAsyncScope(action, undefined, argument);
    // Many processes are entered only once, to start. The resource is made when there is a second time.
    // Both from the cradle, or the process would go on with values of other AsyncLocalStorages that belong to whoever
    // happened to run the queue.
    const { cradle } = this.host;
    if (this.#phase === 'new') return cradle.runInAsyncScope(() => ambient.run(this, action, argument));
    this.#resource = cradle.runInAsyncScope(() => ambient.run(this, newResource));
    return this.#resource.runInAsyncScope(action, undefined, argument);
  }

  run(): void {
    if (!this.isAlive) return;
    if (this.#resource === undefined) this.enter(act, this);
    // As `this`: an argument would be passed on in an array.
    else this.#resource.runInAsyncScope(actOfThis, this);
  }

  /** One activation, inside the context of the process. */
  act(): void {
    try {
      if (this.#phase === 'new') return this.#start();
      if (this.waiter !== undefined) {
        this.host.scheduler.spend();
        serveWaiters(this);
      }
      if (this.#phase === 'running') this.#drive();
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  /** Ends with the reason that belongs to what was thrown and not caught. */
  fail(thrown: unknown): void {
    if (!this.isAlive) return;
    const reason = exitReasonOf(thrown);
    if (!(thrown instanceof ExitError)) this.reportCrash(reason);
    this.die(reason);
  }

  reportCrash(reason: unknown): void {
    const { address: pid, registeredName: name } = this;
    this.host.crashed({ pid, name, initialCall: this.#body?.initialCall, reason });
  }

  die(reason: unknown): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.exitReason = preparedReason(this.host, reason);
    this.address.process = undefined;
    this.host.morgue.add(this);
  }

  bury(): void {
    const reason = this.exitReason;
    if (this.host.tracer !== undefined) trace(this, 'exit', reason);
    this.host.ended(this);
    this.#empty();
    if (this.links !== undefined) {
      for (const to of this.links) this.host.route({ kind: 'exit', from: this.address, to, reason, linked: true });
      this.links = undefined;
    }
    this.#watches?.fireAll(reason);
    // Listeners of the signal are code of the dead process: what they throw must find it, not its killer.
    if (this.abortController !== undefined) this.enter((controller) => controller.abort(reason), this.abortController);
    this.abortController = this.#resource = this.exitReason = undefined;
  }

  #empty(): void {
    clearWaiters(this);
    this.#owned?.releaseAll();
    this.#mailbox?.clear();
    this.#body = this.dictionary = undefined;
  }

  #start(): void {
    this.#phase = 'starting';
    this.host.scheduler.spend();
    const body = this.#body!;
    const result = body.start();
    // It may have ended, or gone on as something else.
    if (this.#body !== body) return;
    if (isDriver(body)) this.#whenDone(result as PromiseLike<unknown> | undefined);
    else if (isPromise(result)) Promise.resolve(result).then(bodyReturned, bodyThrew);
    else this.returned();
  }

  /** The function of the process has returned. */
  returned(): void {
    if (!this.isAlive || isDriver(this.#body!)) return;
    if (this.waiter !== undefined) this.reportCrash(['missing_await', describeWaiters(this)]);
    else if (this.callsPending > 0) this.reportCrash(['missing_await', 'returned while it waited for a reply']);
    this.die('normal');
  }

  /** Goes on driving once the callback is done: at once, not through the queue, after one that was asynchronous. */
  #whenDone(work: PromiseLike<unknown> | undefined): void {
    if (work === undefined) {
      this.#phase = 'running';
      this.#drive();
      return;
    }
    if (work instanceof DriverExit) return this.die(work.reason);
    this.#phase = this.#phase === 'starting' ? 'starting' : 'busy';
    // A promise of our own, because a foreign one may call back in a context that is not ours.
    (work instanceof Afterwards ? work : Promise.resolve(work)).then(
      () => {
        this.#phase = 'running';
        this.act();
      },
      (thrown: unknown) => this.fail(thrown),
    );
  }

  #drive(): void {
    const { mailbox } = this;
    const driver = this.#body;
    if (driver === undefined || !isDriver(driver)) return;
    while (this.isAlive && (mailbox.count > 0 || this.#wakePending)) {
      if (!this.host.scheduler.spend()) return this.wake();
      let work: PromiseLike<unknown> | undefined;
      if (mailbox.count > 0) {
        work = driver.handle(mailbox.shift());
      } else {
        this.#wakePending = false;
        work = driver.wake();
      }
      if (work !== undefined) {
        this.#phase = 'busy';
        return this.#whenDone(work);
      }
    }
  }
}

function newResource(): AsyncResource {
  return new AsyncResource('RegentProcess', { requireManualDestroy: true });
}

function act(process: Process): void {
  process.act();
}

function actOfThis(this: Process): void {
  this.act();
}
