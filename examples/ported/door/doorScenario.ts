/** Opens a door with the right code, and tries wrong ones; door_scenario.erl is this module in Erlang. */
import { on, receive, self, send, spawn, type Address } from 'regent-otp';
import { genStatem, timer } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import type { Show } from '../transcript.js';
import { Door } from './door.js';

export async function run(show: Show) {
  const [, door] = (await Door.startLink(1234, [20, 30])) as ['ok', Address];
  show(await Door.state(door));
  show(await Door.code(door, 1111));
  const me = self();
  const guest = spawn(async () => send(me, [self(), await Door.enter(door)]));
  show(await Door.code(door, 1234));
  await receive(on([guest, P._], ([, answer]) => show(answer)));
  show(await Door.state(door));
  show(await Door.code(door, 1));
  show(Door.setCode(door, 42));
  await waitFor('locked', door);
  const answers = [];
  for (const code of [1, 2, 3, 42]) answers.push(await Door.code(door, code));
  show(answers);
  Door.setCode(door, 7);
  await waitFor('locked', door);
  show(await Door.code(door, 42));
  show(await Door.code(door, 42));
  await waitFor('locked', door);
  show(await Door.code(door, 7));
  show(await genStatem.stop(door));
}

async function waitFor(state: string, door: Address) {
  while ((await Door.state(door)) !== state) await timer.sleep(1);
}
