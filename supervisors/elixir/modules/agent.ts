/**
 * Elixir's Agent: a class to extend, and the functions of its module.
 */
import {
  agent,
  type ElixirServerRef,
  type ElixirStartOptions,
  type Eventually,
  type Inherited,
  type StartResult,
  type Statics,
} from '../../../behaviours/index.js';
import type { ChildSpec } from '../../childSpec.js';
import { asModule, specOf } from './using.js';

type Timeout = number | 'infinity';
type Args = readonly unknown[];
type FunctionOf<Result> = (state: never) => Result;

abstract class Base {
  static childSpec(arg: unknown): ChildSpec {
    return specOf(this, arg);
  }
}

/** With the name of a function in a module, and the arguments that it has behind the state. */
interface AskByName {
  <
    S extends ElixirServerRef,
    M extends object,
    N extends string,
    A extends Args,
    T extends readonly [timeout?: Timeout],
    R = Promise<unknown>,
  >(
    agent: S,
    module: M,
    fun: N,
    args: A,
    ...timeout: T
  ): NoInfer<R>;
}

/** `get/3` and `get/5`. */
export interface GetFromAgent extends AskByName {
  <
    S extends ElixirServerRef,
    F extends FunctionOf<unknown>,
    T extends readonly [timeout?: Timeout],
    R = Promise<Awaited<ReturnType<F>>>,
  >(
    agent: S,
    fun: F,
    ...timeout: T
  ): NoInfer<R>;
}

type ValueOf<F> = F extends FunctionOf<Eventually<readonly [infer Value, unknown]>> ? Value : never;

/** `get_and_update/3` and `get_and_update/5`. */
export interface GetAndUpdateAgent extends AskByName {
  <
    S extends ElixirServerRef,
    const F extends FunctionOf<Eventually<readonly [unknown, unknown]>>,
    T extends readonly [timeout?: Timeout],
    R = Promise<ValueOf<F>>,
  >(
    agent: S,
    fun: F,
    ...timeout: T
  ): NoInfer<R>;
}

type Mfa = readonly [module: object, fun: string, args: Args];
type Start = Inherited<
  readonly [fun: () => unknown, options?: ElixirStartOptions] | readonly [...mfa: Mfa, options?: ElixirStartOptions],
  Promise<StartResult>
>;

/** The functions of Elixir's module Agent. */
export interface AgentModule extends Statics<Pick<typeof agent, 'stop'>> {
  readonly start: Start;
  readonly startLink: Start;
  readonly get: GetFromAgent;
  readonly getAndUpdate: GetAndUpdateAgent;
  readonly update: Inherited<
    | readonly [agent: ElixirServerRef, fun: FunctionOf<unknown>, timeout?: Timeout]
    | readonly [agent: ElixirServerRef, ...mfa: Mfa, timeout?: Timeout],
    Promise<'ok'>
  >;
  readonly cast: Inherited<
    readonly [agent: ElixirServerRef, fun: FunctionOf<unknown>] | readonly [agent: ElixirServerRef, ...mfa: Mfa],
    'ok'
  >;
}

/**
 * Ports Elixir's Agent. `use Agent` is `extends Agent`. Functions may be asynchronous, and run in the agent.
 *
 * @example
 * import { Agent } from 'regent-otp/elixir';
 *
 * class Counter extends Agent {
 *   static override startLink(initial: number) {
 *     return Agent.startLink(() => initial, { name: 'counter' });
 *   }
 *   static value() {
 *     return Agent.get('counter', (n: number) => n);
 *   }
 *   static increment() {
 *     return Agent.update('counter', (n: number) => n + 1);
 *   }
 * }
 *
 * await Counter.startLink(1);
 * await Counter.increment(); // => 'ok'
 * await Counter.value(); // => 2
 */
export const Agent = asModule<typeof Base, AgentModule>('Elixir.Agent', Base, agent);

/** An agent with a module of its own. */
export type Agent = Base;
