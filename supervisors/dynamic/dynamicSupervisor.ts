/**
 * DynamicSupervisor: Elixir's behaviour, a class to extend.
 */
import type { Eventually } from '../../behaviours/index.js';
import type { ChildSpec } from '../childSpec.js';
import type { DynamicFlags } from './flags.js';

/** What the `init` of a DynamicSupervisor returns: `dynamicSupervisor.init(options)` or 'ignore'. */
export type DynamicInit = readonly ['ok', DynamicFlags] | 'ignore';

/**
 * A supervisor whose children are all started later, by `dynamicSupervisor.startChild`: any number of them, without an
 * order, stopped at the same time. `use DynamicSupervisor` is `extends DynamicSupervisor`; without a module of your own
 * `dynamicSupervisor.startLink(options)` does.
 *
 * @example
 * import { genServer, GenServer, ok } from 'regent-otp/behaviours';
 * import { DynamicSupervisor, dynamicSupervisor } from 'regent-otp/supervisors';
 *
 * class Session extends GenServer<string> {
 *   static startLink(user: string) {
 *     return genServer.startLink(Session, [user]);
 *   }
 *   init([user]: readonly [string]) {
 *     return ok(user);
 *   }
 * }
 *
 * class Sessions extends DynamicSupervisor {
 *   static startLink(limit: number) {
 *     return dynamicSupervisor.startLink(Sessions, limit, { name: 'sessions' });
 *   }
 *   init(limit: number) {
 *     return dynamicSupervisor.init({ max_children: limit });
 *   }
 * }
 *
 * await Sessions.startLink(1);
 * const spec = { id: 'session', start: [Session, 'startLink', ['ann']], restart: 'temporary' } as const;
 * (await dynamicSupervisor.startChild('sessions', spec))[0]; // => 'ok'
 * await dynamicSupervisor.startChild('sessions', spec); // => ['error', 'max_children']
 */
export abstract class DynamicSupervisor {
  /** `init/1`: `dynamicSupervisor.init(options)` or 'ignore'. */
  abstract init(arg: never): Eventually<DynamicInit>;

  /** How this supervisor is started under another one, by its own `startLink(arg)`. Ports `child_spec/1`. */
  static childSpec(arg: unknown): ChildSpec {
    return { id: this.name, start: [this, 'start_link', [arg]], type: 'supervisor' };
  }
}
