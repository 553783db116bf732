/** The options of a node. */
import type { Clock } from '../scheduler/clock.js';
import type { SchedulerFactory } from '../scheduler/scheduler.js';
import { badarg } from '../terms/errors.js';
import { prepareMessage, type MessageMode } from '../terms/messages.js';

/** Functions by their names. */
export type ExportedFunctions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Options of `startNode`. */
export interface NodeOptions {
  /** The node's name, in a cluster its id there. Default: 'nonode@nohost'. */
  readonly name?: string;
  /** A number that no earlier start of a node of this name had, 1 to 2^32 - 1. Default: a random one. */
  readonly creation?: number;
  /** What happens to messages between `send` and the mailbox. Default: 'frozen', with NODE_ENV=production 'shared'. */
  readonly messages?: MessageMode;
  /** Where the time comes from. Default: the machine. */
  readonly clock?: Clock;
  /** What chances are taken from: numbers from 0 up to 1. Default: Math.random. */
  readonly random?: () => number;
  /** Makes what decides who runs next, for tests, instead of `longSchedule`. Default: whoever became ready first. */
  readonly scheduler?: SchedulerFactory;
  /** Whether errors in timers, sockets and forgotten promises of a process end that process. Default: true. */
  readonly catchStrayErrors?: boolean;
  /**
   * Tells by the event 'long_schedule' of each process that holds the event loop for more than this many ms. Costs each
   * promise some time. Ports the option of `erlang:system_monitor/2`. Default: nobody looks.
   */
  readonly longSchedule?: number;
  /** What other nodes may run here, by the names of modules; see `node.export`. Default: nothing. */
  readonly exports?: Readonly<Record<string, ExportedFunctions>>;
}

/** Raises badarg for an option that is none. */
export function checkNodeOptions({ name, messages, creation, longSchedule }: NodeOptions): void {
  if (typeof name !== 'string' || !/^[\w.@-]{1,255}$/.test(name)) {
    throw badarg('startNode', 'name', name, 'a text of letters, digits, and _ - . @');
  }
  if (!Object.hasOwn(prepareMessage, messages as PropertyKey)) {
    throw badarg('startNode', 'messages', messages, "'frozen', 'shared' or 'cloned'");
  }
  const isCreation = Number.isInteger(creation) && Number(creation) >= 1 && Number(creation) < 2 ** 32;
  if (creation !== undefined && !isCreation) {
    throw badarg('startNode', 'creation', creation, 'an integer from 1 to 4294967295');
  }
  if (longSchedule !== undefined && !(longSchedule > 0 && longSchedule < Infinity)) {
    throw badarg('startNode', 'longSchedule', longSchedule, 'a positive number of milliseconds');
  }
}
