import { cancelTimer, self, sendAfter, yieldNow } from 'regent-otp';
import { now } from '../harness/now.js';

const outstanding = 100_000;
const batch = 1000;

export async function run(n: number) {
  const background = startTimers(outstanding);
  const start = now();
  for (let i = 0; i < n / batch; i++) {
    cancelTimers(startTimers(batch));
    await yieldNow(); // in Erlang a process yields by itself
  }
  const elapsed = now() - start;
  cancelTimers(background);
  return elapsed;
}

/** From 1 to 10.9 minutes, of 100 different lengths. */
function startTimers(count: number) {
  return Array.from({ length: count }, (_, i) => sendAfter(60_000 + 6000 * (i % 100), self(), 'never'));
}

function cancelTimers(timers: ReturnType<typeof startTimers>) {
  for (const timer of timers) cancelTimer(timer);
}
