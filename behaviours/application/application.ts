/**
 * Application: the base of every application's callback module.
 */
import type { Address } from '../../lib/index.js';

/** How an application is started: 'normal', or in place of that of another node. */
export type StartType = 'normal' | readonly ['takeover', string] | readonly ['failover', string];

/** What `start` returns. */
export type ApplicationStarted =
  readonly ['ok', Address] | readonly ['ok', Address, unknown] | readonly ['error', unknown];

/**
 * Ports the behaviour application. An application is what a node starts and stops as a whole: a resource, which names it,
 * what it needs and its callback module, and as a rule a supervision tree.
 *
 * @example
 * import { application, Application } from 'regent-otp/behaviours';
 * import { supervisor, Supervisor } from 'regent-otp/supervisors';
 *
 * class BankSupervisor extends Supervisor {
 *   init() {
 *     return ['ok', [{}, []]] as const;
 *   }
 * }
 *
 * class Bank extends Application {
 *   start() {
 *     return supervisor.startLink(BankSupervisor, []);
 *   }
 * }
 *
 * application.load(['application', 'bank', { vsn: '1.0', applications: ['kernel'], mod: [Bank, []] }]); // => 'ok'
 * await application.start('bank'); // => 'ok'
 * await application.stop('bank'); // => 'ok'
 */
export abstract class Application {
  /**
   * `start/2`: starts the top of the supervision tree: `['ok', pid]`, with a third element the state that `prepStop` and
   * `stop` get; or `['error', reason]`.
   *
   * @param type 'normal'
   * @param args those beside the module in the resource
   */
  abstract start(type: StartType, args: never): unknown;

  /** `prep_stop/1`: runs before the tree is shut down; gives the state for `stop`. */
  prepStop(state: unknown): unknown {
    return state;
  }

  /** `stop/1`: runs when the tree has ended. */
  stop(_state: unknown): unknown {
    return 'ok';
  }

  /** `start_phase/3`: 'ok' or `['error', reason]`. Runs after `start` for each phase of the resource, in their order. */
  startPhase?(phase: string, type: StartType, args: unknown): unknown;

  /** `config_change/3`: 'ok' or `['error', reason]`. Runs when `application.configChange` finds a changed environment. */
  configChange?(
    changed: readonly (readonly [string, unknown])[],
    added: readonly (readonly [string, unknown])[],
    removed: readonly string[],
  ): unknown;
}
