/** Leads a waiting room through its states; waiting_room_scenario.erl is this module in Erlang. */
import { after, exit, on, processFlag, receive, self, send, spawn, termEquals, type Address } from 'regent-otp';
import { timer } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import type { Show } from '../transcript.js';
import { WaitingRoom } from './waitingRoom.js';

export async function run(show: Show) {
  processFlag('trap_exit', true);
  show(await WaitingRoom.startLink(0, 1000));
  await receive(
    on(['EXIT', P._, 'no_seats'], () => 'ok'),
    after(100, () => 'ok'),
  );
  const [, room] = (await WaitingRoom.startLink(2, 60000)) as ['ok', Address];
  show(await WaitingRoom.status(room));
  const ann = guest(room, 1000);
  show(await answer(ann));
  const bob = guest(room, 1000);
  show(await answer(bob));
  const eve = guest(room, 10);
  show(await answer(eve));
  show(await WaitingRoom.leave(room));
  const joe = guest(room, 5000);
  await waitFor([0, 2, 1], room);
  send(ann, ['leave', self()]);
  show([await answer(ann), await answer(joe)]);
  exit(bob, 'kill');
  await waitFor([1, 1, 0], room);
  show(await WaitingRoom.status(room));
  show(await WaitingRoom.take(room, 0));
  const kim = guest(room, 5000);
  await waitFor([0, 2, 1], room);
  exit(room, 'shutdown');
  show(await answer(kim));
  await receive(on(['EXIT', room, P._], ([, , why]) => show(why)));
  const [, empty] = (await WaitingRoom.startLink(1, 20)) as ['ok', Address];
  await receive(on(['EXIT', empty, P._], ([, , reason]) => show(reason)));
}

/** A process that takes a seat and tells how that went; then it leaves when it is told. */
function guest(room: Address, patience: number) {
  const me = self();
  return spawn(async () => {
    send(me, [self(), await WaitingRoom.take(room, patience)]);
    const from = await receive(on(['leave', P.instanceOf(Object)], ([, pid]) => pid as Address));
    send(from, [self(), await WaitingRoom.leave(room)]);
    await receive();
  });
}

function answer(pid: Address) {
  return receive(on([pid, P._], ([, value]) => value));
}

async function waitFor(status: readonly number[], room: Address) {
  while (!termEquals(await WaitingRoom.status(room), status)) await timer.sleep(1);
}
