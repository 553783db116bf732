/** Fills a cache beyond its size, and lets entries expire; cache_scenario.erl is this module in Erlang. */
import type { Address } from 'regent-otp';
import { ets, genServer, timer } from 'regent-otp/behaviours';
import type { Show } from '../transcript.js';
import { Cache } from './cache.js';

export async function run(show: Show) {
  const [, pid] = (await Cache.startLink('prices', { max_size: 3, sweep_every: 5 })) as ['ok', Address];
  const put = [];
  for (const [key, value] of Object.entries({ apple: 2, pear: 5, plum: 1 }))
    put.push(await Cache.put('prices', key, value));
  show(put);
  show(['apple', 'pear', 'kiwi'].map((key) => Cache.get('prices', key)));
  show(await Cache.put('prices', 'kiwi', 9));
  show(['apple', 'pear', 'plum', 'kiwi'].map((key) => Cache.get('prices', key)));
  show(Cache.keys('prices', 5));
  show(Cache.stats('prices'));
  show(await Cache.fetch('prices', ['fig', 1], () => 4));
  show(await Cache.fetch('prices', ['fig', 1], () => 5));
  show([await Cache.delete('prices', ['fig', 1]), await Cache.delete('prices', ['fig', 1])]);
  show(Cache.size('prices'));
  show(await Cache.put('prices', 'melon', 7, 0));
  show(Cache.get('prices', 'melon'));
  await untilSize(2, 'prices');
  show(await Cache.put('prices', 'melon', 7, 60000));
  show([await Cache.sweep('prices'), Cache.size('prices')]);
  show(await genServer.stop(pid));
  show([ets.whereis('prices'), ets.info('prices_counters')]);
}

/** Waits for a sweep. */
async function untilSize(size: number, cache: string) {
  while (Cache.size(cache) !== size) await timer.sleep(1);
}
