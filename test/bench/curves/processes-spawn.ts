import { on, receive, self, send, spawn } from 'regent-otp';
import { now } from '../harness/now.js';

/** Spawns `count` processes that live at the same time, over and over. */
export async function run(n: number, count: number) {
  let elapsed = 0;
  for (let i = 0; i < n / count; i++) {
    const start = now();
    const pids = Array.from({ length: count }, () => spawn(idle));
    await allHaveRun();
    elapsed += now() - start;
    for (const pid of pids) send(pid, 'stop');
    await allHaveRun();
  }
  return elapsed;
}

async function idle() {
  await receive(on('stop', () => undefined));
}

/** One scheduler takes turns: who could run before this new process has run when it does. */
function allHaveRun() {
  const owner = self();
  spawn(() => send(owner, 'ran'));
  return receive(on('ran', () => undefined));
}
