/**
 * entryOf: what the `enterLoop` functions of behaviours find out about the process that goes on as one, OTP's
 * `gen:get_proc_name` and `gen:get_parent`.
 */
import { badarg, bodyOf, exit, self, whereis, type Address } from '../../lib/index.js';
import { global } from '../global/module.js';
import { ProcLibBody } from '../procLib/body.js';
import type { Lineage } from '../procLib/lineage.js';
import { isServerName, whereName } from '../via.js';
import type { GenStart } from './driver.js';
import { checkOptions, type StartOptions } from './startOptions.js';

/** The process as it was started, and how it goes on. */
export interface Entry {
  readonly before: ProcLibBody;
  readonly start: GenStart;
}

/**
 * @param name under which the process is registered, or its address
 * @throws ExitError if it is not, or if proc_lib has not started the process
 */
export function entryOf(name: unknown, options: StartOptions): Entry {
  checkName(name);
  const before = bodyOf();
  if (!(before instanceof ProcLibBody)) return exit('process_was_not_started_by_proc_lib');
  const { lineage } = before;
  const start = {
    name: isServerName(name) ? name : undefined,
    args: undefined,
    parent: parentIn(lineage),
    lineage,
    options: checkOptions('enterLoop', options),
    report: undefined,
  };
  return { before, start };
}

function checkName(name: unknown): void {
  if (name === self()) return;
  if (!isServerName(name))
    throw badarg('enterLoop', 'name', name, "['local', name], ['global', name] or ['via', registry, key]");
  if (whereName(name) === self()) return;
  switch (name[0]) {
    case 'local':
      return exit('process_not_registered');
    case 'global':
      return exit('process_not_registered_globally');
    case 'via':
      return exit(['process_not_registered_via', name[1]]);
    default:
      name satisfies never;
  }
}

/** The process whose exit ends the one that goes on: whoever started it. */
function parentIn({ parent }: Lineage): Address {
  if (typeof parent !== 'string') return parent;
  return whereis(parent) ?? global.whereisName(parent) ?? exit('could_not_find_registered_name');
}
