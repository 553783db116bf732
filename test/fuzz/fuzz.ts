/**
 * fuzz: attacks a node with frames, handshakes and connections that a seed determines, and holds what it does against what
 * it promised: it lives, answers, keeps those who behave connected, says why it ends a connection, lets nobody in who must
 * not be, and needs no more memory for all that.
 */
import { attackWithFrames } from './frames.js';
import { attackHandshakes } from './handshakes.js';
import { Outcomes } from './outcomes.js';
import { randomFrom } from './random.js';
import { attackPort } from './sockets.js';
import { startVictim, type Victim } from './victim.js';

export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

const lanes = 8;
const batch = 20_000;
/** Bytes of heap that the end may have more than the beginning. */
const slack = 64 * 1024 * 1024;

const gc = (globalThis as { gc?: () => void }).gc;

/** Runs so many cases; gives what went wrong. */
export async function fuzz({ cases, seed, print }: FuzzOptions): Promise<readonly string[]> {
  print(`fuzz: ${cases} cases with --seed ${seed}`);
  const outcomes = new Outcomes();
  const random = randomFrom(seed);
  const attackers = Array.from({ length: lanes }, (_, lane) => `b${lane}`);
  const victim = await startVictim(attackers);
  const crash = (error: unknown): void =>
    outcomes.problem(`crash: ${error instanceof Error ? error.stack : String(error)}`);
  process.on('uncaughtException', crash).on('unhandledRejection', crash);
  const prototype = Object.getOwnPropertyNames(Object.prototype).join();
  await oneBatch(victim, attackers, -1, Math.min(cases, 1000), random, outcomes);
  const before = await heap();
  for (let done = Math.min(cases, 1000); done < cases; done += batch) {
    await oneBatch(victim, attackers, done, Math.min(batch, cases - done), random, outcomes);
    if (cases > batch) print(`${Math.min(cases, done + batch)} cases`);
  }
  const after = await heap();
  await attackPort(Math.ceil(cases / 2000) + 16, random, outcomes);
  if (after - before > slack) outcomes.problem(`the heap has grown from ${before} to ${after} bytes`);
  if (Object.getOwnPropertyNames(Object.prototype).join() !== prototype)
    outcomes.problem('Object.prototype was changed');
  await victim.stop();
  process.off('uncaughtException', crash).off('unhandledRejection', crash);
  for (const line of outcomes.lines()) print(line);
  print(
    `memory: heap ${before} bytes at the start, ${after} at the end; ${victim.told()} connections ended with an event`,
  );
  return outcomes.problems;
}

/** Two of three cases by who was let in, the others by who was not. */
async function oneBatch(
  victim: Victim,
  attackers: readonly string[],
  first: number,
  cases: number,
  random: ReturnType<typeof randomFrom>,
  outcomes: Outcomes,
): Promise<void> {
  const told = victim.told();
  const ended = outcomes.count('the connection ended') + outcomes.count('refused');
  await Promise.all(
    attackers.map(async (id, lane) => {
      const own = Array.from({ length: cases }, (_, index) => first + 2 + index).filter(
        (number) => number % lanes === lane,
      );
      const split = Math.ceil((own.length * 2) / 3);
      const seeded = randomFrom(random(2 ** 30));
      await attackWithFrames(victim, id, split, seeded, outcomes);
      await attackHandshakes(victim, id, own.slice(split), seeded, outcomes);
    }),
  );
  const endings = outcomes.count('the connection ended') + outcomes.count('refused') - ended;
  if (victim.told() - told < endings) {
    outcomes.problem(`${endings} connections were ended, and ${victim.told() - told} events told of it`);
  }
  await victim.prove().catch((error: unknown) => outcomes.problem(`after ${first + cases} cases: ${String(error)}`));
}

async function heap(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}
