/** newCreation: a number for a run of a node. By chance of the machine as a rule: two runs must not have the same. */
import { randomInt } from 'node:crypto';

export function newCreation(random: (() => number) | undefined): number {
  return random === undefined ? randomInt(1, 2 ** 32) : 1 + Math.floor(random() * (2 ** 32 - 1));
}
