// How a process ends: to be awaited inside another process.
import { down, monitor, on, receive } from 'regent-otp';
import type { Address } from 'regent-otp';

/** The exit reason of a process, once it has ended; 'noproc' if it had before. */
export function endOf(pid: Address): Promise<unknown> {
  return receive(on(down(monitor('process', pid)), ([, , , , reason]) => reason));
}
