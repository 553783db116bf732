/**
 * Clock: where a node gets its time from. Tests give it a virtual one.
 */
export interface Clock {
  /** Monotonic time in ms, with fractions. */
  now(): number;
  /** Time since 1970 in ms, which may jump. */
  systemTime(): number;
  /** Calls back once after at least `ms` milliseconds (at most 2^30), without keeping the OS process alive. */
  setTimer(callback: () => void, ms: number): unknown;
  /** Takes back what `setTimer` gave. */
  clearTimer(timer: unknown): void;
}

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  systemTime: () => Date.now(),
  setTimer: (callback, ms) => setTimeout(callback, ms).unref(),
  clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
