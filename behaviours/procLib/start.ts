/**
 * How functions of proc_lib start processes.
 */
import {
  become,
  bodyOf,
  error,
  startDriver,
  spawnDriver,
  type Address,
  type Ref,
  type Started,
  type SpawnOption,
} from '../../lib/index.js';
import { checkTimeout } from '../checkTimeout.js';
import { ProcLibBody } from './body.js';
import { calleeOf } from './callee.js';
import { FunctionBody } from './functionBody.js';
import { HibernatingBody } from './hibernatingBody.js';
import { lineageHere } from './lineageHere.js';
import { startBondsIn, type StartSpawnOption } from './spawnOptions.js';

/** Starts a process and goes on at once. */
export function spawnCallee(
  where: string,
  given: readonly unknown[],
  bonds: readonly SpawnOption[],
): Address | readonly [Address, Ref] {
  const [callee] = calleeOf(where, given);
  return spawnDriver(new FunctionBody(lineageHere(), callee, undefined), bonds);
}

/** Starts a process and waits until it reports. */
export function startCallee(where: string, given: readonly unknown[], bonds: readonly SpawnOption[]): Started {
  const [callee, [timeout = 'infinity', options = []]] = calleeOf(where, given);
  checkTimeout(where, timeout);
  const wanted = startBondsIn(where, options as readonly StartSpawnOption[]);
  const lineage = lineageHere();
  return startDriver((report) => new FunctionBody(lineage, callee, report), { bonds: [...bonds, ...wanted], timeout });
}

/** Has the calling process, which proc_lib must have started, wait for a message and then run something. */
export function hibernate(given: readonly unknown[]): Promise<never> {
  const body = bodyOf();
  const [callee] = calleeOf('hibernate', given);
  return become(body instanceof ProcLibBody ? new HibernatingBody(body, callee) : error('badarg'));
}
