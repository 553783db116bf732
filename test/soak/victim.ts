/**
 * A process that counts up to a number for whoever tells it to, and ends.
 */
import { after, down, exit, monitor, on, receive, send, yieldNow, type Address } from 'regent-otp';
import { P } from 'ts-pattern';

/** With this reason it ends when it has counted. */
export const done = 'done';

/** @param owner who had it started: it ends when that has ended or cannot be reached any more */
export async function victim(owner: Address): Promise<void> {
  const count = await receive(
    on(['go', P.number], ([, steps]) => steps),
    on(down(monitor('process', owner)), () => exit('orphan')),
  );
  for (let step = 1; step <= count; step++) {
    send(owner, ['step', step]);
    if (step % 3 === 0) await yieldNow();
    if (step % 7 === 0) await receive(after(1, () => undefined));
  }
  exit(done);
}
