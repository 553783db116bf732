/** The functions of gen_event that start and stop managers. */
import type { Address, Ref } from '../../lib/index.js';
import { startGen, type Bond, type StartResult } from '../gen/start.js';
import type { StartOptions } from '../gen/startOptions.js';
import { stopGen } from '../gen/stop.js';
import { type ServerName, type ServerRef } from '../via.js';
import { ManagerDriver } from './driver.js';

/** With a name, with options, with both or neither: `start/0,1,2`. */
export interface StartManager<Pid> {
  (options?: StartOptions): Promise<StartResult<Pid>>;
  (name: ServerName, options?: StartOptions): Promise<StartResult<Pid>>;
}

type Given = readonly unknown[];

export const starting = {
  /**
   * Starts an event manager, without handlers, that is linked with the caller. When the caller ends, the manager does.
   * Ports `gen_event:start_link/0,1,2`.
   *
   * @param name `['local', name]`, `['global', name]` or `['via', registry, key]`; may be left out
   * @param options `timeout` in ms, `hibernate_after` in ms, `debug`, `spawn_opt`: `[['timeout', 1000]]` or
   *   `{ timeout: 1000 }`; may be left out
   * @returns `['ok', pid]` or `['error', ['already_started', pid]]`
   * @example
   * import { genEvent } from 'regent-otp/behaviours';
   *
   * const [, pid] = await genEvent.startLink(['local', 'events']);
   * await genEvent.start(['local', 'events']); // => ['error', ['already_started', pid]]
   * await genEvent.whichHandlers('events'); // => []
   */
  startLink: ((...given: Given) => start('link', given)) as StartManager<Address>,

  /** As `startLink`, without the link. Ports `gen_event:start/0,1,2`. */
  start: ((...given: Given) => start('none', given)) as StartManager<Address>,

  /**
   * As `start`; the caller monitors the manager: `['ok', [pid, ref]]`. Ports `gen_event:start_monitor/0,1,2`.
   *
   * @example
   * import { down, on, receive, type Address, type Ref } from 'regent-otp';
   * import { genEvent } from 'regent-otp/behaviours';
   *
   * const [, [pid, ref]] = (await genEvent.startMonitor()) as ['ok', [Address, Ref]];
   * await genEvent.stop(pid, 'enough', 1000); // => 'ok'
   * await receive(on(down(ref), ([, , , , reason]) => reason)); // => 'enough'
   */
  startMonitor: ((...given: Given) => start('monitor', given)) as StartManager<readonly [Address, Ref]>,

  /**
   * Has a manager terminate with a reason and waits until it has: the `terminate` of each handler gets 'stop', the newest
   * first. Ports `gen_event:stop/1,3`.
   *
   * @param timeout ms, or 'infinity'
   * @returns 'ok'; exits with 'noproc', 'timeout', or the reason with which it ended instead
   */
  stop(manager: ServerRef, reason: unknown = 'normal', timeout: number | 'infinity' = 'infinity'): Promise<'ok'> {
    return stopGen(manager, reason, timeout);
  },
};

function start(bond: Bond, given: Given): Promise<StartResult<never>> {
  return startGen(bond, () => {
    const isNamed = given.length === 2 || isNameLike(given[0]);
    const [name, options] = isNamed ? given : [undefined, given[0]];
    return { isNamed, name, args: undefined, options, makeDriver: (begin) => new ManagerDriver(begin) };
  });
}

// Options as a list are pairs: the first element of one is no string.
function isNameLike(term: unknown): boolean {
  return typeof term === 'string' || (Array.isArray(term) && typeof term[0] === 'string');
}
