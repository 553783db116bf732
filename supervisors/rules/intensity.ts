/**
 * Restart intensity: how many restarts there were within a supervisor's period. Pure.
 *
 * OTP counts in whole seconds of monotonic time, and so does this; a second with a thousand restarts is one entry.
 */

/** The seconds in which there were restarts, newest first, and how many. */
export type Restarts = readonly (readonly [second: number, count: number])[];

/**
 * Notes a restart and forgets those that are older than the period.
 *
 * @param now the second of this restart
 * @param period in seconds
 */
export function addRestart(restarts: Restarts, now: number, period: number): Restarts {
  const recent = restarts.filter(([second]) => second >= now - period);
  const [newest] = recent;
  if (newest === undefined || newest[0] !== now) return [[now, 1], ...recent];
  return [[now, newest[1] + 1], ...recent.slice(1)];
}

/** How many restarts are noted. */
export function countRestarts(restarts: Restarts): number {
  return restarts.reduce((sum, [, count]) => sum + count, 0);
}
