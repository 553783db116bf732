/**
 * The process that runs now, and what is said where there is none.
 */
import { ZombieError } from '../terms/errors.js';
import type { Address } from '../terms/address.js';
import { ambient } from './ambient.js';
import type { Host } from './host.js';
import type { Process } from './process.js';

/** The process in whose context this runs, dead or alive. */
export function currentProcess(): Process | undefined {
  return ambient.getStore() as Process | undefined;
}

/** The living process in whose context this runs; throws outside of one and in one that has ended. */
export function requireProcess(what: string): Process {
  const process = ambient.getStore() as Process | undefined;
  if (process === undefined) throw outsideError(what);
  if (!process.isAlive) throw new ZombieError(process.address);
  return process;
}

/** Whether this is code of a process that has ended. */
export function isZombie(): boolean {
  return currentProcess()?.isAlive === false;
}

/** Throws in the context of a process that has ended: its code must have no effect. */
export function refuseZombie(): void {
  const process = currentProcess();
  if (process !== undefined && !process.isAlive) throw new ZombieError(process.address);
}

export function outsideError(what: string): Error {
  return new Error(
    `${what} needs a process to run in: put this code into a spawned process, or into node.run(async () => ...)`,
  );
}

/** The process behind an address if it lives on this node. */
export function processAt(address: Address, host: Host): Process | undefined {
  const process = address.process as Process | undefined;
  return process !== undefined && process.host === host ? process : undefined;
}
