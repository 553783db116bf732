/** Raises and clears alarms; pagers come and go. alarms_scenario.erl is this module in Erlang. */
import { on, receive, send, termEquals } from 'regent-otp';
import { genEvent } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import type { Show } from '../transcript.js';
import { AlarmPager } from './alarmPager.js';
import { alarms } from './alarms.js';

export async function run(show: Show) {
  await alarms.startLink();
  show(alarms.raise('smoke', 3));
  alarms.raise('door_open', 1);
  alarms.raise('smoke', 5);
  show(await alarms.active());
  show(await alarms.addPager('day', 2, 3));
  show(await alarms.addPager('day', 9, 9));
  show(await alarms.addPager('night', 4, 0));
  show(await genEvent.call('alarms', [AlarmPager, 'day'], ['set_severity', 4]));
  const handlers = await genEvent.whichHandlers('alarms');
  show([handlers.length, handlers.some((handler) => termEquals(handler, [AlarmPager, 'day']))]);
  alarms.raise('flood', 3);
  alarms.raise('fire', 4);
  show(await page());
  alarms.clear('smoke');
  show(await alarms.active());
  show(await alarms.silence(['fire']));
  show(await alarms.active());
  send('alarms', ['more', 0]);
  alarms.raise('fire', 4);
  alarms.raise('quake', 9);
  show([await page(), await page()]);
  show(await receive(on(['gen_event_EXIT', [AlarmPager, P._], P._], ([, [, id], reason]) => [id, reason])));
  show(await alarms.addPager('night', 1, 5));
  genEvent.notify('alarms', ['broken', 'battery']);
  show(await receive(on(['gen_event_EXIT', [AlarmPager, 'night'], ['EXIT', [P._, P._]]], ([, , [, [why]]]) => why)));
  show(await genEvent.call('alarms', [AlarmPager, 'night'], 'anything'));
  show((await genEvent.whichHandlers('alarms')).length);
  show(await genEvent.stop('alarms'));
}

function page() {
  return receive(on(['page', P._], ([, name]) => name));
}
