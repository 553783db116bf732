// Fan-in with a receive that is awaited for each item.
import { on, receive } from 'regent-otp';
import { P } from 'ts-pattern';
import { collect } from './fan-in.js';

export function run(n: number) {
  return collect(n, items);
}

async function items(n: number) {
  for (; n > 0; n--) await receive(on(['item', P._], () => undefined));
}
