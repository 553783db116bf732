/** halt: the end of the OS process. */
import { writeSync } from 'node:fs';
import { refuseZombie } from '../process/current.js';
import { badarg } from '../terms/errors.js';

/**
 * Ends the OS process at once: nobody is asked, no process ends in order, `node.stop()` is for that. Other nodes see this one
 * go down before its memory is taken back; what was sent to them just before may be lost. Ports `erlang:halt/0,1`.
 *
 * @param status the exit status, of which the system keeps the lowest 8 bits; or a text that says why, for the standard error
 *   output: then the status is 1; or 'abort', which leaves a core dump where the system allows it. Default: 0
 * @throws badarg for another status
 */
export function halt(status: number | string = 0): never {
  refuseZombie();
  if (status === 'abort') process.abort();
  if (typeof status === 'string') {
    writeSync(2, `${status}\n`);
    process.exit(1);
  }
  if (Number.isSafeInteger(status) && status >= 0) process.exit(status % 256);
  throw badarg('halt', 'status', status, "an integer from 0, 'abort', or a text that says why");
}
