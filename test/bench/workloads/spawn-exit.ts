import { down, on, receive, spawnMonitor } from 'regent-otp';
import { now } from '../harness/now.js';

export async function run(n: number) {
  const start = now();
  for (let i = 0; i < n; i++) {
    const [, ref] = spawnMonitor(() => 'done');
    await receive(on(down(ref), () => undefined));
  }
  return now() - start;
}
