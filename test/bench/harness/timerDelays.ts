// How late timers of 10 ms are while something else runs: a process starts one after the other and looks at the clock.
// bench_timer_delays.erl does the same.
import { after, on, receive, self, send, sendAfter, spawn } from 'regent-otp';
import { P } from 'ts-pattern';
import { median, percentile } from './statistics.js';

const period = 10;

/** In ms. */
export interface Delays {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** Starts measuring; the function it gives ends that and gives the result. */
export async function watchTimers(): Promise<() => Promise<Delays>> {
  const owner = self();
  const watcher = spawn(async () => {
    const delays: number[] = [];
    for (let isOver = false; !isOver;) {
      const start = performance.now();
      sendAfter(period, self(), 'tick');
      if (delays.length === 0) send(owner, 'watching');
      await receive(on('tick', () => undefined));
      delays.push(performance.now() - start - period);
      isOver = await receive(
        on('stop', () => true),
        after(0, () => false),
      );
    }
    send(owner, ['delays', { median: median(delays), p99: percentile(delays, 0.99), max: percentile(delays, 1) }]);
  });
  await receive(on('watching', () => undefined));
  return () => {
    send(watcher, 'stop');
    return receive(on(['delays', P._], ([, delays]) => delays as Delays));
  };
}
