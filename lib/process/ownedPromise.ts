/**
 * A promise that belongs to the process that makes it: it is settled in the context of that process, and never once that
 * has ended. One that plain code makes is settled outside of every process.
 */
import { currentProcess } from './current.js';
import type { Host } from './host.js';

type Settle<A> = (argument: A) => void;

export function ownedPromise<T>(host: Host, start: (resolve: Settle<T>, reject: Settle<unknown>) => void): Promise<T> {
  const owner = currentProcess();
  const inOwner =
    <A>(settle: Settle<A>): Settle<A> =>
    (argument) => {
      if (owner === undefined) host.inRootContext(() => settle(argument));
      else if (owner.isAlive) owner.enter(settle, argument);
    };
  return new Promise((resolve, reject) => start(inOwner<T>(resolve), inOwner<unknown>(reject)));
}
