/** Submits frames, whole, in pieces and broken ones, and waits for what comes of them; jobs_scenario.erl is this module in Erlang. */
import type { Address } from 'regent-otp';
import type { Show } from '../transcript.js';
import { Jobs } from './jobs.js';

export async function run(show: Show) {
  const [, jobs] = (await Jobs.startLink({ deadline: 2000 })) as ['ok', Address];
  const sum = Jobs.encode(['sum', 1, '1, 2,3,,4']);
  show([...sum]);
  show(await Jobs.submit(jobs, sum));
  show(await Jobs.result(jobs, 1));
  const [piece, tail] = [sum.subarray(0, 7), sum.subarray(7)];
  const [, , rest] = (await Jobs.submit(jobs, piece)) as readonly ['ok', readonly number[], Buffer];
  const words = Jobs.encode(['words', 2, 'The dog, the cat and THE cat. A bird']);
  show(await Jobs.submit(jobs, Buffer.concat([rest, tail, words])));
  const results = [];
  for (const id of [2, 3, 9]) results.push(await Jobs.result(jobs, id));
  show(results);
  const frames = Buffer.concat([
    Jobs.encode(['sum', 7, '5,six']),
    Jobs.encode(['flaky', 0, '3']),
    Jobs.encode(['flaky', 0, '4']),
    Jobs.encode(['flaky', 6, 'many']),
    Jobs.encode(['hang', 0, '']),
  ]);
  const [, ids] = (await Jobs.submit(jobs, frames)) as readonly ['ok', readonly number[], Buffer];
  const all = [];
  for (const id of ids) all.push([id, await Jobs.result(jobs, id)]);
  show(all);
  show(await Jobs.stats(jobs));
  show(await Jobs.submit(jobs, Buffer.from('nonsense')));
  show(await Jobs.submit(jobs, Buffer.of(0x4a, (2 << 5) | 9, 0, 0, 0)));
  show(await Jobs.submit(jobs, Buffer.of(0x4a, (2 << 5) | 1, 0, 1, 55, 0)));
  show(await Jobs.stats(jobs));
}
