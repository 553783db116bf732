/** halt: the end of the OS process. */
import { writeSync } from 'node:fs';
import { refuseZombie } from '../process/current.js';
import { badarg } from '../terms/errors.js';

/**
 * Ends the OS process at once: nobody is asked, no process ends in order, `node.stop()` is for that. Other nodes see this one
 * go down before its memory is taken back; what was sent to them just before may be lost, while Erlang's halt waits until it
 * has left. In a worker thread it ends that thread. Ports `erlang:halt/0,1`.
 *
 * @param status the exit status, of which the system keeps the lowest 8 bits; or a text that says why, for the standard error
 *   output: then the status is 1; or 'abort', which leaves a core dump where the system allows it: then the others learn of
 *   it only when the system closes the sockets, and a worker thread cannot. Default: 0
 * @throws badarg for another status
 */
export function halt(status: number | string = 0): never {
  refuseZombie();
  if (status === 'abort') process.abort();
  if (typeof status === 'string') sayAndEnd(status);
  if (Number.isSafeInteger(status) && status >= 0) end(status % 256);
  throw badarg('halt', 'status', status, "an integer from 0, 'abort', or a text that says why");
}

function sayAndEnd(reason: string): never {
  try {
    writeSync(2, `${reason}\n`);
  } catch {
    // Nobody reads it, or the disk is full: it ends all the same.
  }
  end(1);
}

// A listener of 'exit' that throws would end the process that halts, and leave an OS process in which nothing is scheduled
// any more. Asked again, Node.js asks no listener.
function end(status: number): never {
  try {
    process.exit(status);
  } finally {
    process.exit(status);
  }
}
