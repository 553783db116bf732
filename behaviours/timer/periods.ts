/**
 * When timers act: once, or at multiples of a time. Each is a small process that waits and then does its work; its address is
 * the reference by which it is cancelled.
 */
import {
  Address,
  after,
  down,
  monitor,
  monotonicTime,
  on,
  receive,
  send,
  spawn,
  spawnMonitor,
  whereis,
  type Ref,
} from '../../lib/index.js';

/** What the functions of `timer` give: a reference for `timer.cancel`, or why not. */
export type TimerResult = readonly ['ok', TimerRef] | readonly ['error', 'badarg'];

/** A timer, as `timer.cancel` takes it. */
export type TimerRef = readonly ['once' | 'interval', Address];

export const badarg = ['error', 'badarg'] as const;

type Action = () => unknown;

function isTime(ms: unknown): ms is number {
  return Number.isInteger(ms) && Number(ms) >= 0;
}

export function isTarget(to: unknown): to is Address | string {
  return to instanceof Address || typeof to === 'string';
}

export function sendTo(to: Address | string, message: unknown): void {
  if (to instanceof Address || whereis(to) !== undefined) send(to, message);
}

export function once(ms: number, action: Action): TimerResult {
  if (!isTime(ms)) return badarg;
  const pid = spawn(async () => {
    await receive(after(ms, () => 'ok'));
    await action();
  });
  return ['ok', ['once', pid]];
}

/** Acts at multiples of `ms` from now, as long as `target` is there. */
export function every(ms: number, target: Address | string, action: Action): TimerResult {
  return repeatedly(ms, target, () => {
    action();
    return true;
  });
}

/** Has processes act at multiples of `ms` from now, each when the one before it has ended. What is late by then follows without a pause. */
export function everyInTurn(ms: number, target: Address | string, action: Action): TimerResult {
  return repeatedly(ms, target, (watched) => {
    const [, ref] = spawnMonitor(action);
    return receive(
      on(down(ref), () => true),
      on(down(watched), () => false),
    );
  });
}

/** @param act gives whether to go on; gets the monitor of the target */
function repeatedly(
  ms: number,
  target: Address | string,
  act: (watched: Ref) => boolean | Promise<boolean>,
): TimerResult {
  if (!isTime(ms)) return badarg;
  const pid = spawn(async () => {
    const watched = monitor('process', target);
    for (let next = monotonicTime() + ms, goesOn = true; goesOn; next += ms) {
      goesOn = await receive(
        on(down(watched), () => false),
        after(Math.max(0, next - monotonicTime()), () => true),
      );
      if (goesOn) goesOn = await act(watched);
    }
  });
  return ['ok', ['interval', pid]];
}
