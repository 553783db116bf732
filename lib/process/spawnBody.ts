/** spawnBody: starts a process with bonds to the one that starts it. */
import type { Address } from '../terms/address.js';
import type { Ref } from '../terms/ref.js';
import type { Body } from './body.js';
import { linkProcess } from './links.js';
import { monitorProcess } from './monitors.js';
import { checkOptions } from './options.js';
import type { Process } from './process.js';
import { isSpawnOption, type MonitorSpawnOption, type SpawnOption } from './spawnOptions.js';
import { startProcess } from './startProcess.js';

/** Gives the address, with a monitor `[pid, ref]`. */
export function spawnBody(
  parent: Process,
  body: Body,
  options: readonly SpawnOption[],
): Address | readonly [Address, Ref] {
  checkOptions('spawn', options, isSpawnOption, "'link', 'monitor' and ['monitor', options]");
  const { address } = startProcess(parent.host, body, parent);
  // Of several monitors the last counts, as in Erlang.
  let monitor: MonitorSpawnOption | undefined;
  for (const option of options) {
    if (option === 'link') linkProcess(parent, address);
    else if (option === 'monitor' || option[0] === 'monitor') monitor = option;
  }
  if (monitor === undefined) return address;
  return [address, monitorProcess(parent, address, monitor === 'monitor' ? [] : monitor[1])];
}
