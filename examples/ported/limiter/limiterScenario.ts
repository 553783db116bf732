/** Uses up tokens, waits for more, and gives up; limiter_scenario.erl is this module in Erlang. */
import { on, receive, self, send, spawn, type Address } from 'regent-otp';
import { timer } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import type { Show } from '../transcript.js';
import { Limiter } from './limiter.js';

export async function run(show: Show) {
  const [, slow] = (await Limiter.startLink({ burst: 2, interval: 60000 })) as ['ok', Address];
  show([await Limiter.tryAcquire(slow, 'ann'), await Limiter.tryAcquire(slow, 'ann')]);
  show(await waitsFor(slow, 'ann', 0));
  show(await Limiter.tryAcquire(slow, 'bob'));
  show(await Limiter.keys(slow));
  show(await Limiter.acquire(slow, 'ann', 1));
  const first = waiting(slow, 'ann');
  show(await waitsFor(slow, 'ann', 60000));
  const second = waiting(slow, 'ann');
  show(await waitsFor(slow, 'ann', 120000));
  show(Limiter.reset(slow, 'ann'));
  show([await answer(first), await answer(second)]);
  show([await Limiter.tryAcquire(slow, 'ann'), await Limiter.tryAcquire(slow, 'ann')]);
  const [, fast] = (await Limiter.startLink({ interval: 5 })) as ['ok', Address];
  const answers = [];
  for (const key of ['ann', 'ann', 'bob', 'ann']) answers.push(await Limiter.acquire(fast, key));
  show(answers);
  show(await untilFull(fast));
}

/** A process that waits for a token. */
function waiting(limiter: Address, key: string) {
  const me = self();
  return spawn(async () => send(me, [self(), await Limiter.acquire(limiter, key)]));
}

/** Waits until somebody who comes now would have to wait for so long. */
async function waitsFor(limiter: Address, key: string, least: number) {
  for (;;) {
    const [, ms] = (await Limiter.tryAcquire(limiter, key)) as readonly ['wait', number];
    if (ms > least) return ms <= least + 60000;
  }
}

async function untilFull(limiter: Address) {
  while ((await Limiter.keys(limiter)).length > 0) await timer.sleep(1);
  return 'full';
}

function answer(pid: Address) {
  return receive(on([pid, P._], ([, value]) => value));
}
