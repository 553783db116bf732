import { Afterwards, DriverExit } from '../../lib/index.js';

/** What a driver has done (undefined), or goes on doing: to be waited for once, and not to be chained; or its DriverExit. */
export type Work = PromiseLike<unknown> | undefined;

/** Goes on when some work is done, unless it ends the process. */
export function afterWork(work: PromiseLike<unknown>, next: () => Work): Work {
  if (work instanceof DriverExit) return work;
  return new Afterwards(work, next, (thrown) => {
    throw thrown;
  });
}
