/**
 * Call: a request to another process and the wait for its reply, OTP's `gen:call/4`.
 *
 * A call is one object: the Ref that tags the request, the alias that takes the reply, and the monitor of the server. It
 * is over when the first of reply, end of the server, and timeout comes; what comes later finds it over and is dropped. Its
 * timeout and its failure are objects of their own, because most calls have their reply before either is needed. In effect it is a selective receive for its Ref, but a reply that is for it goes straight to it.
 */
import { ExitError } from '../terms/errors.js';
import { Address } from '../terms/address.js';
import type { NameOnNode } from '../terms/signal.js';
import type { Runnable } from '../scheduler/scheduler.js';
import type { TimerEntry, TimerList } from '../scheduler/timers.js';
import { processAt } from './current.js';
import type { Belongings, Owned } from './owned.js';
import type { PendingCall } from './aliasTarget.js';
import type { Process } from './process.js';
import { settleNothing, type Settle } from './promise.js';
import { trace } from './tracing.js';
import { Watch } from './watch.js';

/** How a failed call is told: gives the exit reason of the caller for the reason why it failed. */
export type CallFailure = (reason: unknown) => unknown;

/** Stands for a name that nobody has. */
const nowhere: NameOnNode = ['undefined', 'undefined'];

export class Call extends Watch implements Owned, PendingCall {
  readonly #owner: Process;
  readonly object: Address | NameOnNode;
  readonly #failure: CallFailure;
  #resolve: Settle = settleNothing;
  #reject: Settle = settleNothing;
  #timeout: CallTimeout | undefined = undefined;
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;

  constructor(owner: Process, object: Address | NameOnNode | undefined, failure: CallFailure) {
    super(owner.host.incarnation, owner.host.incarnation.newAliasId());
    this.#owner = owner;
    this.object = object ?? nowhere;
    this.#failure = failure;
    this.aliasOf = this;
    owner.owned.add(this);
    owner.callsPending++;
  }

  get watcher(): Address {
    return this.#owner.address;
  }

  /** The reply, or the failure. To be made once, before the request is sent. */
  promise(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Whether it waits for a reply on behalf of this process. */
  isCallOf(process: object): boolean {
    return this.aliasOf !== undefined && this.#owner === process;
  }

  /** Sends the request, watched. */
  send(label: string | Address, request: unknown): void {
    const { host, address } = this.#owner;
    if (this.object === nowhere) return this.#fail('noproc');
    if (this.object === address) return this.#fail('calling_self');
    const target = this.object instanceof Address ? processAt(this.object, host) : undefined;
    if (host.tracer !== undefined) this.#traceSend([label, [address, this], request]);
    if (target === undefined) return this.#sendAway(label, request);
    target.watches.add(this);
    target.deliver([label, [address, this], request]);
  }

  /** Starts the timeout, unless the call is over. */
  startTimeout(ms: number): void {
    if (this.aliasOf === undefined) return;
    this.#timeout = new CallTimeout(this);
    this.#owner.host.timers.start(this.#timeout, ms);
  }

  #traceSend(message: unknown): void {
    const isGone = this.object instanceof Address && !this.#isElsewhere() && this.object.process === undefined;
    trace(this.#owner, isGone ? 'send_to_non_existing_process' : 'send', message, this.object);
  }

  // A request that cannot travel fails with the error that says why, and leaves nothing behind.
  #sendAway(label: unknown, request: unknown): void {
    const { host, address: from } = this.#owner;
    try {
      host.route({ kind: 'call', from, to: this.object, ref: this, label, request });
    } catch (error) {
      this.#end();
      new Rejection(this.#owner, this.#reject, error).run();
    }
  }

  /** The reply has come, as `[ref, reply]`. */
  receiveByAlias(message: unknown): void {
    if (this.aliasOf === undefined) return;
    // Only what has the form of a reply is one.
    if (!Array.isArray(message) || message[0] !== this) return this.#owner.deliver(message);
    this.#end();
    if (!this.#owner.isAlive) return;
    if (this.#owner.host.tracer !== undefined) trace(this.#owner, 'receive', message);
    this.#resolve(message[1]);
  }

  /** The server has ended before it replied. */
  fire(reason: unknown): void {
    this.#fail(reason);
  }

  expire(): void {
    this.#fail('timeout');
  }

  /** The caller has ended. The server may keep the tag for long: it must not keep what waited in the caller. */
  release(): void {
    if (this.aliasOf !== undefined) this.#end();
    this.#resolve = this.#reject = settleNothing;
  }

  #fail(reason: unknown): void {
    if (this.aliasOf === undefined) return;
    this.#end();
    const rejection = new Rejection(this.#owner, this.#reject, new ExitError(this.#failure(reason)));
    // Failing without having waited counts as work, or a loop of failing calls would keep the event loop out.
    const { scheduler } = this.#owner.host;
    if (scheduler.spend()) rejection.run();
    else scheduler.ready(rejection);
  }

  #end(): void {
    const { host, owned } = this.#owner;
    this.aliasOf = undefined;
    this.#owner.callsPending--;
    owned.delete(this);
    if (this.#timeout !== undefined) host.timers.stop(this.#timeout);
    if (this.list !== undefined) this.list.remove(this);
    else if (this.#isElsewhere()) host.route({ kind: 'demonitor', from: this.watcher, to: this.object, ref: this });
  }

  #isElsewhere(): boolean {
    const node = this.object instanceof Address ? this.object.node : this.object[1];
    return this.object !== nowhere && node !== this.#owner.host.name;
  }
}

class CallTimeout implements TimerEntry {
  readonly #call: Call;
  timerList: TimerList | undefined = undefined;
  timerPrevious: TimerEntry | undefined = undefined;
  timerNext: TimerEntry | undefined = undefined;
  deadline = 0;

  constructor(call: Call) {
    this.#call = call;
  }

  expire(): void {
    this.#call.expire();
  }
}

/** The failure of a call. In the context of the owner: it is its own, not that of whoever ended the server. */
class Rejection implements Runnable {
  readonly #owner: Process;
  readonly #reject: Settle;
  readonly #error: unknown;
  isReady = false;
  nextReady: Runnable | undefined = undefined;

  constructor(owner: Process, reject: Settle, error: unknown) {
    this.#owner = owner;
    this.#reject = reject;
    this.#error = error;
  }

  run(): void {
    if (this.#owner.isAlive) this.#owner.enter(this.#reject, this.#error);
  }
}
