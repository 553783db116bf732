/**
 * Alarms of a plant: they are raised and cleared by name; handlers listen. The board keeps those that are raised; a pager calls
 * somebody for those that are severe enough, and gives up by itself when it has called too often. alarms.erl is this module in
 * Erlang.
 */
import { self } from 'regent-otp';
import { genEvent } from 'regent-otp/behaviours';
import { AlarmBoard } from './alarmBoard.js';
import { AlarmPager } from './alarmPager.js';

export const alarms = {
  async startLink() {
    const started = await genEvent.startLink(['local', 'alarms']);
    await genEvent.addHandler('alarms', AlarmBoard, []);
    return started;
  },

  raise(name: string, severity: number) {
    return genEvent.notify('alarms', ['raised', name, severity]);
  },

  clear(name: string) {
    return genEvent.notify('alarms', ['cleared', name]);
  },

  /** The alarms that are raised, the oldest first: [name, severity]. */
  active() {
    return genEvent.call('alarms', AlarmBoard, 'active');
  },

  /** Has the caller paged, as ['page', name], for alarms of at least this severity. Its pager ends with it. */
  addPager(id: string, severity: number, most: number) {
    return genEvent.addSupHandler('alarms', [AlarmPager, id], [self(), severity, most]);
  },

  /** Replaces a board by a new one that has forgotten these alarms. */
  silence(names: readonly string[]) {
    return genEvent.swapHandler('alarms', [AlarmBoard, 'swap'], [AlarmBoard, ['without', names]]);
  },
};
