/**
 * Elixir's Supervisor: a class to extend, and the functions of its module.
 */
import type { StartResult, Statics } from '../../../behaviours/index.js';
import type { ChildSpec } from '../../childSpec.js';
import { Supervisor as SupervisorBehaviour } from '../../supervisor/supervisor.js';
import type { ChildLike } from '../childSpecOf.js';
import { elixirSupervisor, type Child, type SupervisorName, type SupervisorOptions } from '../supervisor.js';
import { asModule, specOf, type ArgOf, type Startable } from './using.js';

abstract class Base extends SupervisorBehaviour {
  /** Of Supervisor itself `child_spec/2`; of a class that extends it `child_spec/1`. */
  static childSpec(first: unknown, overrides: Partial<ChildSpec> = {}): ChildSpec {
    if (this === Base) return elixirSupervisor.childSpec(first as ChildLike, overrides);
    return specOf(this, first, { type: 'supervisor' });
  }
}

/** `start_link/2` and `start_link/3`. */
export interface StartSupervisor {
  <
    C extends readonly Child[],
    O extends readonly [options: SupervisorOptions & SupervisorName],
    R = Promise<StartResult>,
  >(
    children: C,
    ...options: O
  ): NoInfer<R>;
  <M extends Startable, A extends ArgOf<M>, O extends readonly [options?: SupervisorName], R = Promise<StartResult>>(
    module: M,
    arg: A,
    ...options: O
  ): NoInfer<R>;
}

/** The functions of Elixir's module Supervisor. */
export interface SupervisorModule extends Statics<Omit<typeof elixirSupervisor, 'startLink' | 'childSpec'>> {
  readonly startLink: StartSupervisor;
}

/**
 * Ports Elixir's Supervisor. `use Supervisor` is `extends Supervisor`; `Supervisor.startLink(children, options)` starts one
 * without a module. Requests exit their caller with
 * `['noproc', ['Elixir.GenServer', 'call', [supervisor, request, 'infinity']]]` if there is no such supervisor.
 *
 * @example
 * import { Agent, Supervisor } from 'regent-otp/elixir';
 *
 * class Shop extends Supervisor {
 *   static override startLink(stock: number) {
 *     return Supervisor.startLink(Shop, stock, { name: 'shop' });
 *   }
 *   init(stock: number) {
 *     const children = [
 *       Supervisor.childSpec([Agent, () => stock], { id: 'stock' }),
 *       Supervisor.childSpec([Agent, () => 0], { id: 'sold', restart: 'transient' }),
 *     ];
 *     return Supervisor.init(children, { strategy: 'one_for_one' });
 *   }
 * }
 *
 * await Shop.startLink(10);
 * await Supervisor.countChildren('shop'); // => { specs: 2, active: 2, supervisors: 0, workers: 2 }
 */
export const Supervisor = asModule<typeof Base, SupervisorModule>('Elixir.Supervisor', Base, elixirSupervisor);

/** A supervisor with a module of its own. */
export type Supervisor = Base;
