/**
 * Call: a request to another process and the wait for its reply, OTP's `gen:call/4`.
 *
 * A call is one object: the Ref that tags the request, the alias that takes the reply, the monitor of the server, and
 * its timeout. It is over when the first of reply, end of the server, and timeout comes; what comes later finds it
 * over and is dropped. In effect it is a selective receive for its Ref, but a reply that is for it goes straight to it.
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
import { capture, captured, type Settle } from './promise.js';
import { Watch } from './watch.js';

/** How a failed call is told: gives the exit reason of the caller for the reason why it failed. */
export type CallFailure = (reason: unknown) => unknown;

/** Stands for a name that nobody has. */
const nowhere: NameOnNode = ['undefined', 'undefined'];

export class Call extends Watch implements TimerEntry, Owned, PendingCall, Runnable {
  readonly #owner: Process;
  readonly object: Address | NameOnNode;
  readonly #failure: CallFailure;
  promise: Promise<unknown> | undefined;
  #resolve: Settle;
  #reject: Settle;
  #failed: unknown = undefined;
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;
  timerList: TimerList | undefined = undefined;
  timerPrevious: TimerEntry | undefined = undefined;
  timerNext: TimerEntry | undefined = undefined;
  deadline = 0;
  isReady = false;
  nextReady: Runnable | undefined = undefined;

  constructor(owner: Process, object: Address | NameOnNode | undefined, failure: CallFailure) {
    super(owner.host.incarnation, owner.host.incarnation.newRefId());
    this.#owner = owner;
    this.object = object ?? nowhere;
    this.#failure = failure;
    this.promise = new Promise(capture);
    this.#resolve = captured.resolve;
    this.#reject = captured.reject;
    this.aliasOf = this;
    owner.owned.add(this);
    owner.callsPending++;
  }

  get watcher(): Address {
    return this.#owner.address;
  }

  /** Whether it waits for a reply on behalf of this process. */
  isCallOf(process: object): boolean {
    return this.aliasOf !== undefined && this.#owner === process;
  }

  /** Sends the request, watched and timed. */
  send(label: string | Address, request: unknown, timeout: number | 'infinity'): void {
    const { host, address } = this.#owner;
    if (this.object === nowhere) return this.#fail('noproc');
    if (this.object === address) return this.#fail('calling_self');
    const target = this.object instanceof Address ? processAt(this.object, host) : undefined;
    const message = [label, [address, this], request];
    if (timeout !== 'infinity') host.timers.start(this, timeout);
    if (target !== undefined) {
      target.watches.add(this);
      target.deliver(message);
    } else {
      host.route({ kind: 'monitor', from: address, to: this.object, ref: this });
      if (this.aliasOf !== undefined) this.#sendAway(message);
    }
  }

  // A request that cannot travel fails with the error that says why, and leaves nothing behind.
  #sendAway(message: unknown): void {
    try {
      this.#owner.host.route({ kind: 'message', to: this.object, message });
    } catch (error) {
      this.#end();
      this.#failed = error;
      this.run();
    }
  }

  /** The reply has come, as `[ref, reply]`. */
  receiveByAlias(message: unknown): void {
    if (this.aliasOf === undefined) return;
    // Only what has the form of a reply is one.
    if (!Array.isArray(message) || message[0] !== this) return this.#owner.deliver(message);
    this.#end();
    if (this.#owner.isAlive) this.#resolve(message[1]);
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
    this.promise = undefined;
    this.#resolve = this.#reject = () => undefined;
  }

  /** Rejects, in the context of the owner: the rejection is its own, not that of whoever ended the server. */
  run(): void {
    if (this.#owner.isAlive) this.#owner.enter(this.#reject, this.#failed);
  }

  #fail(reason: unknown): void {
    if (this.aliasOf === undefined) return;
    this.#end();
    this.#failed = new ExitError(this.#failure(reason));
    // Failing without having waited counts as work, or a loop of failing calls would keep the event loop out.
    if (this.#owner.host.scheduler.spend()) this.run();
    else this.#owner.host.scheduler.ready(this);
  }

  #end(): void {
    const { host, owned } = this.#owner;
    this.aliasOf = undefined;
    this.#owner.callsPending--;
    owned.delete(this);
    host.timers.stop(this);
    if (this.list !== undefined) this.list.remove(this);
    else if (this.#isElsewhere()) host.route({ kind: 'demonitor', from: this.watcher, to: this.object, ref: this });
  }

  #isElsewhere(): boolean {
    const node = this.object instanceof Address ? this.object.node : this.object[1];
    return this.object !== nowhere && node !== this.#owner.host.name;
  }
}
