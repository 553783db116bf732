/** Opens a door with the right code, and tries wrong ones; door_scenario.erl is this module in Erlang. */
import { on, receive, self, send, spawn, type Address } from 'regent-otp';
import { genStatem, timer } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import type { Show } from '../transcript.js';
import { Door } from './door.js';

export async function run(show: Show) {
  const [, door] = (await Door.startLink(1234, [60000, 60000])) as ['ok', Address];
  show(await Door.state(door));
  show(await Door.code(door, 1111));
  const me = self();
  const guest = spawn(async () => send(me, [self(), await Door.enter(door)]));
  show(await Door.code(door, 1234));
  await receive(on([guest, P._], ([, answer]) => show(answer)));
  show([await Door.state(door), await Door.code(door, 1), await Door.enter(door)]);
  show(await genStatem.stop(door));
  const [, other] = (await Door.startLink(42, [60000, 60000])) as ['ok', Address];
  show(await tried(other, [1, 2, 3, 42]));
  show(await Door.state(other));
  const [, fast] = (await Door.startLink(7, [5, 5])) as ['ok', Address];
  show(await Door.code(fast, 7));
  await waitFor('locked', fast);
  show(await tried(fast, [1, 2, 3]));
  await waitFor('locked', fast);
  show(Door.setCode(fast, 9));
  show(await tried(fast, [9, 7]));
  await waitFor('locked', fast);
  show(await Door.code(fast, 9));
}

async function tried(door: Address, codes: readonly number[]) {
  const answers = [];
  for (const code of codes) answers.push(await Door.code(door, code));
  return answers;
}

async function waitFor(state: string, door: Address) {
  while ((await Door.state(door)) !== state) await timer.sleep(1);
}
