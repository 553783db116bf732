/**
 * Timers that send messages: `sendAfter`, `startTimer`, `cancelTimer`, `readTimer`. The timer is itself the Ref that
 * names it. One for a process ends with the process; one for a name looks the name up when its time has come.
 */
import { Address } from '../terms/address.js';
import { badarg } from '../terms/errors.js';
import { Ref } from '../terms/ref.js';
import type { TimerEntry, TimerList } from '../scheduler/timers.js';
import { processAt, requireProcess } from './current.js';
import type { Host } from './host.js';
import { checkOptions, isSwitch } from './options.js';
import type { Belongings, Owned } from './owned.js';
import type { Process } from './process.js';

/** Options of timers: `['abs', true]` takes the time as a point of the node's monotonic clock (`monotonicTime()`). */
export type TimerOption = readonly ['abs', boolean];

/** Options of `cancelTimer`. */
export type CancelOption = readonly ['async', boolean] | readonly ['info', boolean];

/** Options of `readTimer`. */
export type ReadOption = readonly ['async', boolean];

class Timer extends Ref implements TimerEntry, Owned {
  readonly #host: Host;
  readonly #to: string | Process;
  readonly #message: unknown;
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;
  timerList: TimerList | undefined = undefined;
  timerPrevious: TimerEntry | undefined = undefined;
  timerNext: TimerEntry | undefined = undefined;
  deadline = 0;

  constructor(host: Host, to: string | Process, wrap: boolean, message: unknown) {
    super(host.incarnation, host.incarnation.newRefId());
    this.#host = host;
    this.#to = to;
    this.#message = wrap ? ['timeout', this, message] : message;
  }

  start(ms: number): this {
    if (typeof this.#to !== 'string') this.#to.owned.add(this);
    this.#host.timers.start(this, ms);
    return this;
  }

  expire(): void {
    const target = typeof this.#to === 'string' ? this.#named(this.#to) : this.#to;
    if (target === this.#to) target.owned.delete(this);
    target?.deliver(this.#message);
  }

  release(): void {
    this.#host.timers.stop(this);
  }

  /** The ms that are left, or false if it has fired, was stopped, or its process has ended. */
  get left(): number | false {
    if (this.timerList === undefined) return false;
    return Math.max(0, Math.ceil(this.deadline - this.#host.timers.clock.now()));
  }

  stop(): number | false {
    const { left } = this;
    if (left !== false) this.#host.timers.stop(this);
    if (typeof this.#to !== 'string') this.#to.owned.delete(this);
    return left;
  }

  #named(name: string): Process | undefined {
    const address = this.#host.whereis(name);
    return address === undefined ? undefined : processAt(address, this.#host);
  }
}

/**
 * Sends a message later. Ports `erlang:send_after/3,4`.
 *
 * @param ms 0 or more; beyond 2^31 too
 * @param to an Address of this node, or a registered name, which is looked up when the time has come
 * @returns the timer's reference, for `cancelTimer` and `readTimer`
 * @example
 * import { on, receive, self, sendAfter } from 'regent-otp';
 *
 * sendAfter(1, self(), 'tick');
 * await receive(on('tick', () => 'tock')); // => 'tock'
 */
export function sendAfter(
  ms: number,
  to: Address | string,
  message: unknown,
  options: readonly TimerOption[] = [],
): Ref {
  return startMessageTimer('sendAfter', ms, to, false, message, options);
}

/** As `sendAfter`, but sends `['timeout', ref, message]`. Ports `erlang:start_timer/3,4`. */
export function startTimer(
  ms: number,
  to: Address | string,
  message: unknown,
  options: readonly TimerOption[] = [],
): Ref {
  return startMessageTimer('startTimer', ms, to, true, message, options);
}

/**
 * Stops a timer. With `['async', true]` the result comes as a message `['cancel_timer', ref, result]`; with
 * `['info', false]` there is none. Ports `erlang:cancel_timer/1,2`.
 *
 * @returns the ms that were left, or false if it was not running; 'ok' where the options leave no result
 */
export function cancelTimer(ref: Ref, options: readonly CancelOption[] = []): number | false | 'ok' {
  const me = requireProcess('cancelTimer');
  checkOptions(
    'cancelTimer',
    options,
    (option) => isSwitch(option, 'async', 'info'),
    "['async', boolean], ['info', boolean]",
  );
  const left = timerOf('cancelTimer', ref)?.stop() ?? false;
  const isAsync = options.some(([key, value]) => key === 'async' && value);
  const wantsInfo = !options.some(([key, value]) => key === 'info' && !value);
  if (isAsync && wantsInfo) me.deliver(['cancel_timer', ref, left]);
  return isAsync || !wantsInfo ? 'ok' : left;
}

/**
 * How long a timer has still to run. With `['async', true]` the result comes as a message `['read_timer', ref, result]`.
 * Ports `erlang:read_timer/1,2`.
 *
 * @returns ms, or false if it is not running; 'ok' where the result is a message
 */
export function readTimer(ref: Ref): number | false;
export function readTimer(ref: Ref, options: readonly ReadOption[]): number | false | 'ok';
export function readTimer(ref: Ref, options: readonly ReadOption[] = []): number | false | 'ok' {
  const left = timerOf('readTimer', ref)?.left ?? false;
  checkOptions('readTimer', options, (option) => isSwitch(option, 'async'), "['async', boolean]");
  if (!options.some(([, value]) => value)) return left;
  requireProcess('readTimer').deliver(['read_timer', ref, left]);
  return 'ok';
}

function startMessageTimer(
  where: string,
  time: number,
  to: Address | string,
  wrap: boolean,
  message: unknown,
  options: readonly TimerOption[],
): Ref {
  const { host } = requireProcess(where);
  checkOptions(where, options, (option) => isSwitch(option, 'abs'), "['abs', boolean]");
  const isAbsolute = options.some(([, value]) => value);
  if (!Number.isSafeInteger(time) || (time < 0 && !isAbsolute)) {
    throw badarg(where, 'ms', time, 'an integer of 0 or more');
  }
  const ms = isAbsolute ? Math.max(0, Math.ceil(time - host.timers.clock.now())) : time;
  if (typeof to === 'string') return new Timer(host, to, wrap, host.prepare(message)).start(ms);
  if (!(to instanceof Address) || to.node !== host.name) {
    throw badarg(where, 'to', to, 'an Address of this node or a name');
  }
  const process = processAt(to, host);
  if (process === undefined) return new Ref(host.incarnation, host.incarnation.newRefId());
  return new Timer(host, process, wrap, host.prepare(message)).start(ms);
}

function timerOf(where: string, ref: Ref): Timer | undefined {
  if (!(ref instanceof Ref)) throw badarg(where, 'ref', ref, 'the reference of a timer');
  return ref instanceof Timer ? ref : undefined;
}
