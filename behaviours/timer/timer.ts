/**
 * The module timer. Each timer is a small process that waits and then does its work; its address is the reference by which
 * it is cancelled.
 */
import { Address, after, exit, receive, self, spawn } from '../../lib/index.js';
import { actionOf, type CallArguments } from './callArguments.js';
import { badarg, every, everyInTurn, isTarget, once, sendTo, type TimerRef, type TimerResult } from './periods.js';
import { tc } from './tc.js';

export type { TimerRef, TimerResult };

/** Ports the module timer. Times are in ms. */
export const timer = {
  /**
   * Sends a message to a process or a name later: `sendAfter(ms, to, message)`, or to oneself: `sendAfter(ms, message)`.
   * Ports `timer:send_after/2,3`.
   *
   * @returns `['ok', ref]`, or `['error', 'badarg']`
   * @example
   * import { on, receive } from 'regent-otp';
   * import { timer } from 'regent-otp/behaviours';
   *
   * timer.sendAfter(10, 'ding')[0]; // => 'ok'
   * timer.sendAfter(-1, 'ding'); // => ['error', 'badarg']
   * await receive(on('ding', () => 'heard')); // => 'heard'
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
   * `applyAfter(ms, function, args)`, whose arguments may be left out. Ports `timer:apply_after/2,3,4`.
   */
  applyAfter(ms: number, ...call: CallArguments): TimerResult {
    const action = actionOf(call);
    return action === undefined ? badarg : once(ms, action);
  },

  /**
   * Calls a function again and again, each time in a process of its own, until it is cancelled or the caller has ended.
   * Ports `timer:apply_interval/2,3,4`.
   *
   * @example
   * import { on, receive, self, send } from 'regent-otp';
   * import { timer, type TimerRef } from 'regent-otp/behaviours';
   *
   * const me = self();
   * const [, ref] = timer.applyInterval(5, () => send(me, 'tick')) as ['ok', TimerRef];
   * await receive(on('tick', () => 1)); // => 1
   * await receive(on('tick', () => 2)); // => 2
   * timer.cancel(ref); // => ['ok', 'cancel']
   */
  applyInterval(ms: number, ...call: CallArguments): TimerResult {
    const action = actionOf(call);
    return action === undefined ? badarg : every(ms, self(), () => spawn(action));
  },

  /**
   * As `applyInterval`, but none is called before the one before it has ended; those that are late for that follow without
   * a pause. Ports `timer:apply_repeatedly/2,3,4`.
   */
  applyRepeatedly(ms: number, ...call: CallArguments): TimerResult {
    const action = actionOf(call);
    return action === undefined ? badarg : everyInTurn(ms, self(), action);
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

  tc,

  /** Erlang has its timers served by a process, which this starts. Here it has nothing to do. Ports `timer:start/0`. */
  start: (): 'ok' => 'ok',
};
