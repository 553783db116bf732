/**
 * become: a process goes on with another body, a driver for one. For those who write behaviours: it is what `enter_loop`
 * functions do.
 */
import type { Body } from './body.js';
import { requireProcess } from './current.js';

/** Goes on with a body: its `start` is called next. The function that called this is done; the promise never settles. */
export function become(body: Body): Promise<never> {
  requireProcess('become').become(body);
  return new Promise(() => undefined);
}
