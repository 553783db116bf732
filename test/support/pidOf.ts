// The address in the result of a start that must have worked.
import type { Address } from 'regent-otp';
import type { StartResult } from 'regent-otp/behaviours';

export function pidOf<Pid = Address>(started: StartResult<Pid>): Pid {
  if (started === 'ignore' || started[0] === 'error') throw new Error(`not started: ${String(started)}`);
  return started[1];
}
