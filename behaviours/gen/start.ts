/**
 * startGen: how functions of behaviours start them, OTP's `gen:start`.
 */
import { badarg, demonitor, self, startDriver, type Address, type Driver, type Ref } from '../../lib/index.js';
import { lineageHere } from '../procLib/lineageHere.js';
import { isServerName, whereName, type ServerName } from '../via.js';
import type { GenStart } from './driver.js';
import { checkOptions, type StartOptions } from './startOptions.js';

/** What starting a server gives. */
export type StartResult<Pid = Address> = readonly ['ok', Pid] | readonly ['error', unknown] | 'ignore';

/** The bond that the name of a start function says: `start_link`, `start_monitor`, `start`. */
export type Bond = 'link' | 'monitor' | 'none';

/** What to start, as the arguments of a start function say it. */
export interface GenStartRequest {
  readonly isNamed: boolean;
  readonly name: unknown;
  /** What `init` gets. */
  readonly args: unknown;
  readonly options: unknown;
  readonly makeDriver: (start: GenStart) => Driver;
}

/**
 * Starts a behaviour and waits until its `init` is done. Without a promise of its own, for restarts are to be fast.
 *
 * @param read reads the arguments of the start function; what is wrong with them is a rejection
 */
export function startGen(bond: Bond, read: () => GenStartRequest): Promise<StartResult<never>> {
  try {
    return start(bond, read()) as Promise<StartResult<never>>;
  } catch (thrown) {
    return Promise.reject(thrown);
  }
}

function start(bond: Bond, request: GenStartRequest): Promise<unknown> {
  const { args, makeDriver } = request;
  const name = nameIn(request);
  const options = checkOptions('start', request.options as StartOptions | undefined);
  const holder = name === undefined ? undefined : whereName(name);
  if (holder !== undefined) return Promise.resolve(['error', ['already_started', holder]]);
  const parent = bond === 'none' ? undefined : self();
  const lineage = lineageHere();
  const { result, ref } = startDriver((report) => makeDriver({ name, args, parent, lineage, options, report }), {
    bonds: bond === 'none' ? options.bonds : [bond, ...options.bonds],
    timeout: options.timeout,
  });
  return bond === 'monitor' ? result.then((started) => withMonitor(started, ref!)) : result;
}

function nameIn({ isNamed, name }: GenStartRequest): ServerName | undefined {
  if (!isNamed) return undefined;
  if (isServerName(name)) return name;
  throw badarg('start', 'name', name, "['local', name], ['global', name] or ['via', registry, key]");
}

// A monitor of a process that could not start is of no use: its DOWN message has come already.
function withMonitor(result: unknown, ref: Ref): unknown {
  if (Array.isArray(result) && result[0] === 'ok') return ['ok', [result[1], ref]];
  demonitor(ref, ['flush']);
  return result;
}
