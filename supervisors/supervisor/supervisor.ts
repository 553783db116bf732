/**
 * Supervisor: the behaviour supervisor, a class to extend.
 */
import type { Eventually } from '../../behaviours/index.js';
import type { ChildSpec, ChildTuple } from '../childSpec.js';
import type { FlagsTuple, SupervisorFlags } from '../rules/checkFlags.js';

/** What the `init` of a supervisor returns: `['ok', [flags, childSpecs]]` or 'ignore'. */
export type SupervisorInit =
  readonly ['ok', readonly [SupervisorFlags | FlagsTuple, readonly (ChildSpec | ChildTuple)[]]] | 'ignore';

/**
 * A supervisor: a process that starts children, and restarts them when they end. `-behaviour(supervisor)` is
 * `extends Supervisor`. It starts the children of its specification in order, and stops them in reverse order before it
 * ends itself; start it with `supervisor.startLink`.
 *
 * When a child ends that is to be restarted (see `ChildSpec`), the strategy says who else is: nobody (one_for_one), all
 * children (one_for_all), or those started after it (rest_for_one). With more restarts in `period` seconds than
 * `intensity` the supervisor gives up: it stops all children and ends with the reason 'shutdown', which is for its own
 * supervisor to deal with.
 *
 * simple_one_for_one is for any number of children of one kind: `init` gives one specification, and `startChild` appends
 * its arguments to those of `start`.
 *
 * @example
 * import { genServer, GenServer, ok } from 'regent-otp/behaviours';
 * import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
 *
 * class Bank extends GenServer<string> {
 *   static startLink(owner: string) {
 *     return genServer.startLink(['local', 'bank'], Bank, [owner]);
 *   }
 *   init([owner]: readonly [string]) {
 *     return ok(owner);
 *   }
 * }
 *
 * class BankSup extends Supervisor {
 *   static startLink() {
 *     return supervisor.startLink(['local', 'bank_sup'], BankSup, []);
 *   }
 *   init(): SupervisorInit {
 *     const flags = { strategy: 'one_for_one', intensity: 3, period: 10 } as const;
 *     return ['ok', [flags, [{ id: 'bank', start: [Bank, 'startLink', ['owner']] }]]];
 *   }
 * }
 *
 * await BankSup.startLink();
 * (await supervisor.whichChildren('bank_sup')).map(([id]) => id); // => ['bank']
 */
export abstract class Supervisor {
  /**
   * `init/1`: `['ok', [flags, childSpecs]]` or 'ignore'. Anything else makes the start give
   * `['error', ['bad_return', [module, 'init', value]]]`. It is called again when the code changes, so it should do
   * nothing but return them.
   */
  abstract init(args: never): Eventually<SupervisorInit>;
}
