/** Takes workers out of a pool, with and without enough of them; pool_scenario.erl is this module in Erlang. */
import { catchTerm, down, exit, monitor, on, receive, self, send, spawn, termEquals, type Address } from 'regent-otp';
import { timer } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import type { Show } from '../transcript.js';
import { WorkerPool } from './pool.js';
import { PoolWorker } from './poolWorker.js';

export async function run(show: Show) {
  const [, pool] = (await WorkerPool.startLink(10, 2, 1)) as ['ok', Address];
  show(await WorkerPool.status(pool));
  show(await WorkerPool.transaction(pool, (worker) => PoolWorker.multiply(worker, 7)));
  show(
    await catchTerm(() =>
      WorkerPool.transaction(pool, () => {
        throw 'out';
      }),
    ),
  );
  await waitFor([2, 0, 0, 0], pool);
  const take = () => WorkerPool.checkout(pool, false) as Promise<Address>;
  const [a, b, c] = [await take(), await take(), await take()];
  show(new Set([a, b, c]).size);
  show(await WorkerPool.status(pool));
  show(await take());
  show(await WorkerPool.checkout(pool, true, 10));
  await waitFor([0, 1, 3, 0], pool);
  const ann = client(pool);
  await waitFor([0, 1, 3, 1], pool);
  WorkerPool.checkin(pool, a);
  await receive(on([ann, P._], ([, got]) => show(got === a)));
  exit(ann, 'kill');
  await waitFor([0, 0, 2, 0], pool);
  exit(b, 'kill');
  await waitFor([1, 0, 1, 0], pool);
  const d = await take();
  const e = await take();
  const bob = client(pool);
  await waitFor([0, 1, 3, 1], pool);
  exit(e, 'kill');
  const fresh = await receive(on([bob, P._], ([, got]) => got as Address));
  show([a, b, c, d, e].includes(fresh));
  show(await WorkerPool.status(pool));
  const eve = client(pool);
  await waitFor([0, 1, 3, 1], pool);
  exit(eve, 'kill');
  await waitFor([0, 1, 3, 0], pool);
  WorkerPool.checkin(pool, c);
  WorkerPool.checkin(pool, d);
  WorkerPool.checkin(pool, d);
  await waitFor([1, 0, 1, 0], pool);
  show(await PoolWorker.multiply(fresh, 5));
  const ref = monitor('process', fresh);
  show(await WorkerPool.stop(pool));
  await receive(on(down(ref), ([, , , , reason]) => show(reason)));
}

/** A process that takes a worker and keeps it. */
function client(pool: Address) {
  const me = self();
  return spawn(async () => {
    send(me, [self(), await WorkerPool.checkout(pool, true)]);
    await receive();
  });
}

async function waitFor(status: readonly number[], pool: Address) {
  while (!termEquals(await WorkerPool.status(pool), status)) await timer.sleep(1);
}
