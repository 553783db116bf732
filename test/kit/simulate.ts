/**
 * simulate: runs a test in a world that a seed determines, and says the seed when it fails.
 */
import { randomInt } from 'node:crypto';
import { badarg } from '../../lib/index.js';
import { ambient } from '../../lib/process/ambient.js';
import { drive, type DriveLimits } from './drive.js';
import { withSeed } from './withSeed.js';
import { World } from './world.js';

export interface SimulateOptions extends DriveLimits {
  /** Of the only run. Default: REGENT_SEED of the environment, else a new one for each run. */
  readonly seed?: number;
  /** How many runs, each with a seed of its own; one only if a seed is given. Default: 1. */
  readonly runs?: number;
}

/**
 * Runs a test in a simulated world: nodes whose processes are scheduled by a seed, on a virtual clock that moves when
 * nobody has anything left to do, with a network in memory on which faults happen by the same seed. The same seed makes
 * the same run. What the test waits for must come from its nodes, not from sockets, files or the machine's timers.
 *
 * @param test gets the world; called once for each run, outside of every process
 * @returns what the last run gave
 * @throws what the test threw, with the seed in its message; also when nothing is left to happen and the test has not ended
 * @example
 * import { after, receive } from 'regent-otp';
 * import { simulate } from 'regent-otp/testing';
 *
 * await simulate((world) => world.startNode().run(() => receive(after(3_600_000, () => 'an hour later')))); // => 'an hour later'
 */
export async function simulate<T>(
  test: (world: World) => T | PromiseLike<T>,
  { seed = seedOfEnvironment(), runs = 1, ...limits }: SimulateOptions = {},
): Promise<T> {
  checkInteger('runs', runs, 1);
  if (seed !== undefined) checkInteger('seed', seed, 0);
  // Loaded now: nothing may come from a file while the time of a world goes by.
  await import('./supervision.js');
  const outside = <R>(action: () => R): R => ambient.run(undefined, action);
  const count = seed === undefined ? runs : 1;
  for (let run = 1; run < count; run++) await outside(() => runOnce(test, newSeed(), limits));
  return outside(() => runOnce(test, seed ?? newSeed(), limits));
}

async function runOnce<T>(test: (world: World) => T | PromiseLike<T>, seed: number, limits: DriveLimits): Promise<T> {
  const world = new World(seed);
  try {
    return await drive(world.clock, async () => test(world), limits);
  } catch (thrown) {
    throw withSeed(thrown, world);
  } finally {
    await drive(world.clock, () => world.stop(), limits);
  }
}

function newSeed(): number {
  return randomInt(2 ** 32);
}

function seedOfEnvironment(): number | undefined {
  const text = process.env['REGENT_SEED'];
  return text === undefined || text === '' ? undefined : Number(text);
}

function checkInteger(name: 'seed' | 'runs', value: unknown, least: number): void {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) < 2 ** 32) return;
  throw badarg('simulate', name, value, `an integer from ${least} to 4294967295`);
}
