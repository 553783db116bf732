/**
 * Elixir's DynamicSupervisor: a class to extend, and the functions of its module.
 */
import type { ElixirStartOptions, StartResult, Statics } from '../../../behaviours/index.js';
import type { ChildSpec } from '../../childSpec.js';
import { DynamicSupervisor as DynamicBehaviour } from '../../dynamic/dynamicSupervisor.js';
import type { DynamicOptions } from '../../dynamic/flags.js';
import { dynamicSupervisor } from '../../dynamic/module.js';
import { asModule, specOf, type ArgOf, type Startable } from './using.js';

// Without the `childSpec` that is inherited otherwise.
const Callbacks: abstract new () => DynamicBehaviour = DynamicBehaviour;

abstract class Base extends Callbacks {
  /** Of DynamicSupervisor itself it takes the options of `startLink`. */
  static childSpec(arg: unknown): ChildSpec {
    return this === Base ? dynamicSupervisor.childSpec(arg as never) : specOf(this, arg, { type: 'supervisor' });
  }
}

/** `start_link/1` and `start_link/3`. */
export interface StartDynamicSupervisor {
  <O extends readonly [options: DynamicOptions & ElixirStartOptions], R = Promise<StartResult>>(
    ...options: O
  ): NoInfer<R>;
  <
    M extends Startable,
    A extends ArgOf<M>,
    O extends readonly [options?: ElixirStartOptions],
    R = Promise<StartResult>,
  >(
    module: M,
    arg: A,
    ...options: O
  ): NoInfer<R>;
}

/** The functions of Elixir's module DynamicSupervisor. */
export interface DynamicSupervisorModule extends Statics<Omit<typeof dynamicSupervisor, 'startLink' | 'childSpec'>> {
  readonly startLink: StartDynamicSupervisor;
}

/**
 * Ports Elixir's DynamicSupervisor. `use DynamicSupervisor` is `extends DynamicSupervisor`; without a module of one's own
 * `DynamicSupervisor.startLink(options)` does.
 *
 * @example
 * import { Agent, DynamicSupervisor } from 'regent-otp/elixir';
 *
 * await DynamicSupervisor.startLink({ name: 'sessions', strategy: 'one_for_one' });
 * const [state] = await DynamicSupervisor.startChild('sessions', [Agent, () => 'ann']);
 * state; // => 'ok'
 */
export const DynamicSupervisor = asModule<typeof Base, DynamicSupervisorModule>(
  'Elixir.DynamicSupervisor',
  Base,
  dynamicSupervisor,
);

/** A DynamicSupervisor with a module of its own. */
export type DynamicSupervisor = Base;
