/**
 * The module timer. Each timer is a small process that waits and then does its work; its address is the reference by which
 * it is cancelled.
 */
import {
  Address,
  after,
  down,
  exit,
  monitor,
  monotonicTime,
  on,
  receive,
  self,
  send,
  spawn,
  whereis,
} from '../../lib/index.js';

/** What the functions of `timer` give: a reference for `timer.cancel`, or why not. */
export type TimerResult = readonly ['ok', TimerRef] | readonly ['error', 'badarg'];

/** A timer, as `timer.cancel` takes it. */
export type TimerRef = readonly ['once' | 'interval', Address];

/** A module whose functions a timer can call, or a function alone. */
type Callable = ((...args: never) => unknown) | Readonly<Record<string, unknown>>;

/** Ports the module timer. Times are in ms. */
export const timer = {
  /**
   * Sends a message to a process or a name later: `sendAfter(ms, to, message)`, or to oneself: `sendAfter(ms, message)`.
   * Ports `timer:send_after/2,3`.
   */
  sendAfter(
    ms: number,
    ...rest: readonly [message: unknown] | readonly [to: Address | string, message: unknown]
  ): TimerResult {
    const [to, message] = rest.length === 1 ? [self(), rest[0]] : rest;
    return isTarget(to) ? once(ms, () => sendTo(to, message)) : badarg;
  },

  /** Sends a message again and again, until it is cancelled or its receiver ends. Ports `timer:send_interval/2,3`. */
  sendInterval(
    ms: number,
    ...rest: readonly [message: unknown] | readonly [to: Address | string, message: unknown]
  ): TimerResult {
    const [to, message] = rest.length === 1 ? [self(), rest[0]] : rest;
    return isTarget(to) ? every(ms, to, () => sendTo(to, message)) : badarg;
  },

  /**
   * Calls a function later, in a process of its own: `applyAfter(ms, module, 'function', args)`, or
   * `applyAfter(ms, function, args)`. Ports `timer:apply_after/3,4`.
   */
  applyAfter(ms: number, ...call: CallArguments): TimerResult {
    const action = actionOf(call);
    return action === undefined ? badarg : once(ms, action);
  },

  /** Calls a function again and again, each time in a process of its own. Ports `timer:apply_interval/3,4`. */
  applyInterval(ms: number, ...call: CallArguments): TimerResult {
    const action = actionOf(call);
    return action === undefined ? badarg : every(ms, self(), () => spawn(action));
  },

  /** Sends an exit signal later, to oneself if no process is given. Ports `timer:exit_after/2,3`. */
  exitAfter(ms: number, ...rest: readonly [reason: unknown] | readonly [pid: Address, reason: unknown]): TimerResult {
    const [pid, reason] = rest.length === 1 ? [self(), rest[0]] : rest;
    return pid instanceof Address ? once(ms, () => exit(pid, reason)) : badarg;
  },

  /** Kills a process later, oneself if none is given. Ports `timer:kill_after/1,2`. */
  killAfter(ms: number, pid: Address = self()): TimerResult {
    return timer.exitAfter(ms, pid, 'kill');
  },

  /** Takes a timer back; one that has done its work is none any more, and that is no error. Ports `timer:cancel/1`. */
  cancel(ref: TimerRef): readonly ['ok', 'cancel'] | readonly ['error', 'badarg'] {
    const pid: unknown = Array.isArray(ref) ? ref[1] : undefined;
    if (!(pid instanceof Address)) return badarg;
    exit(pid, 'kill');
    return ['ok', 'cancel'];
  },

  /** Lets the calling process wait. Ports `timer:sleep/1`. */
  sleep(ms: number | 'infinity'): Promise<'ok'> {
    return receive(after(ms, () => 'ok'));
  },

  /** Ports `timer:seconds/1`. */
  seconds: (seconds: number): number => seconds * 1000,
  /** Ports `timer:minutes/1`. */
  minutes: (minutes: number): number => minutes * 60_000,
  /** Ports `timer:hours/1`. */
  hours: (hours: number): number => hours * 3_600_000,
  /** Ports `timer:hms/3`. */
  hms: (hours: number, minutes: number, seconds: number): number => ((hours * 60 + minutes) * 60 + seconds) * 1000,

  /** How long a function took: `[microseconds, result]`. Ports `timer:tc/1,2`. */
  async tc<T, const A extends readonly unknown[] = readonly []>(
    fun: (...args: A) => T | PromiseLike<T>,
    args: A = [] as unknown as A,
  ): Promise<readonly [microseconds: number, result: T]> {
    const start = performance.now();
    const result = await fun(...args);
    return [Math.round((performance.now() - start) * 1000), result];
  },
};

type CallArguments =
  | readonly [fun: (...args: never) => unknown, args: readonly unknown[]]
  | readonly [module: Callable, name: string, args: readonly unknown[]];

const badarg = ['error', 'badarg'] as const;

function isTime(ms: unknown): ms is number {
  return Number.isInteger(ms) && Number(ms) >= 0;
}

function isTarget(to: unknown): to is Address | string {
  return to instanceof Address || typeof to === 'string';
}

function sendTo(to: Address | string, message: unknown): void {
  if (to instanceof Address || whereis(to) !== undefined) send(to, message);
}

function actionOf(call: CallArguments): (() => unknown) | undefined {
  const [owner, name, args] = call.length === 2 ? [{ call: call[0] }, 'call', call[1]] : call;
  const fun: unknown = typeof owner === 'object' || typeof owner === 'function' ? Reflect.get(owner, name) : undefined;
  if (typeof fun !== 'function' || !Array.isArray(args)) return undefined;
  return (): unknown => Reflect.apply(fun, owner, args);
}

function once(ms: number, action: () => unknown): TimerResult {
  if (!isTime(ms)) return badarg;
  const pid = spawn(async () => {
    await receive(after(ms, () => 'ok'));
    await action();
  });
  return ['ok', ['once', pid]];
}

/** Acts at multiples of `ms` from now, as long as `target` is there. */
function every(ms: number, target: Address | string, action: () => unknown): TimerResult {
  if (!isTime(ms)) return badarg;
  const pid = spawn(async () => {
    const ref = monitor('process', target);
    for (let next = monotonicTime() + ms; ; next += ms) {
      const isThere = await receive(
        on(down(ref), () => false),
        after(Math.max(0, next - monotonicTime()), () => true),
      );
      if (!isThere) return;
      action();
    }
  });
  return ['ok', ['interval', pid]];
}
