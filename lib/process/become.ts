/**
 * become: a process that runs a function goes on as a driver, for those who write behaviours. Ports what `enter_loop`
 * functions do.
 */
import type { Driver } from './body.js';
import { requireProcess } from './current.js';

/** Goes on as a driver: its `start` is called next. The function that called this is done; the promise never settles. */
export function become(driver: Driver): Promise<never> {
  requireProcess('become').become(driver);
  return new Promise(() => undefined);
}
