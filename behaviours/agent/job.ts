/** What agents run: a function of their state, or a module, the name of a function, and arguments after the state. */
import { applying, call, initialCallOf, type Mfa } from '../elixir/mfa.js';
import { functionClause } from '../functionClause.js';

export type Job = ((...args: never) => unknown) | Mfa;

/** Takes the job from the arguments of a function, and gives the rest of them. */
export function jobOf(given: readonly unknown[]): readonly [Job, rest: readonly unknown[]] {
  const [first, name, args] = given;
  if (typeof name === 'string' && Array.isArray(args)) return [[first, name, args], given.slice(3)];
  return typeof first === 'function' ? [first as Job, given.slice(1)] : functionClause(given);
}

export function run(job: Job, state: readonly unknown[]): unknown {
  return call(typeof job === 'function' ? applying(job, state) : [job[0], job[1], [...state, ...job[2]]]);
}

export function shownJob(job: Job): readonly [unknown, string, number] {
  return initialCallOf(typeof job === 'function' ? applying(job, []) : job);
}
