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

/** What to start: a name or none, what `init` gets, options. */
export interface GenStartRequest {
  readonly name: ServerName | undefined;
  readonly args: unknown;
  readonly options: StartOptions | undefined;
}

/** Starts a behaviour and waits until its `init` is done. */
export async function startGen(
  bond: Bond,
  { name, args, options: given }: GenStartRequest,
  makeDriver: (start: GenStart) => Driver,
): Promise<StartResult<never>> {
  if (name !== undefined && !isServerName(name)) {
    throw badarg('start', 'name', name, "['local', name], ['global', name] or ['via', registry, key]");
  }
  const options = checkOptions('start', given);
  const holder = name === undefined ? undefined : whereName(name);
  if (holder !== undefined) return ['error', ['already_started', holder]];
  const parent = bond === 'none' ? undefined : self();
  const lineage = lineageHere();
  const { result, ref } = await startDriver((report) => makeDriver({ name, args, parent, lineage, options, report }), {
    bonds: bond === 'none' ? options.bonds : [bond, ...options.bonds],
    timeout: options.timeout,
  });
  return (bond === 'monitor' ? withMonitor(result, ref!) : result) as StartResult<never>;
}

// A monitor of a process that could not start is of no use: its DOWN message has come already.
function withMonitor(result: unknown, ref: Ref): unknown {
  if (Array.isArray(result) && result[0] === 'ok') return ['ok', [result[1], ref]];
  demonitor(ref, ['flush']);
  return result;
}
