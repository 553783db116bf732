/**
 * Elixir's GenServer: a class to extend, and the functions of its module.
 */
import {
  elixirGenServer,
  ElixirServer,
  type AnyCall,
  type ElixirServerRef,
  type ElixirStartOptions,
  type Inherited,
  type MultiCallResult,
  type ReplyTo,
  type Speaks,
  type Statics,
} from '../../../behaviours/index.js';
import type { ChildSpec } from '../../childSpec.js';
import { asModule, specOf, type StartClass } from './using.js';

type Timeout = number | 'infinity';

// Without the functions of gen_server that are inherited otherwise.
const Callbacks: abstract new <State, Calls extends AnyCall = AnyCall, Casts = unknown>() => ElixirServer<
  State,
  Calls,
  Casts
> = ElixirServer;

abstract class Server<State, Calls extends AnyCall = AnyCall, Casts = unknown> extends Callbacks<State, Calls, Casts> {
  static childSpec(arg: unknown): ChildSpec {
    return specOf(this, arg);
  }
}

/** `call/3`, typed by the protocol of the class it is called on. */
export interface CallServer {
  <
    C extends AnyCall,
    const Q extends C['request'],
    S extends ElixirServerRef,
    T extends readonly [timeout?: Timeout],
    R = Promise<ReplyTo<C, Q>>,
  >(
    this: abstract new () => Speaks<C>,
    server: S,
    request: Q,
    ...timeout: T
  ): NoInfer<R>;
  <
    C extends AnyCall,
    const Q extends C['request'],
    S extends ElixirServerRef,
    T extends readonly [timeout?: Timeout],
    R = Promise<ReplyTo<C, Q>>,
  >(
    this: abstract new () => Speaks<C>,
    server: S,
    request: Q,
    ...timeout: T
  ): NoInfer<R>;
}

/** The functions of Elixir's module GenServer. */
export interface GenServerModule extends Statics<Pick<typeof elixirGenServer, 'cast' | 'stop' | 'whereis' | 'reply'>> {
  readonly start: StartClass<ElixirStartOptions>;
  readonly startLink: StartClass<ElixirStartOptions>;
  readonly call: CallServer;
  readonly abcast: Inherited<
    readonly [name: string, request: unknown] | readonly [nodes: readonly string[], name: string, request: unknown],
    'abcast'
  >;
  readonly multiCall: Inherited<
    | readonly [name: string, request: unknown]
    | readonly [nodes: readonly string[], name: string, request: unknown, timeout?: Timeout],
    Promise<MultiCallResult>
  >;
}

/**
 * Ports Elixir's GenServer. `use GenServer` is `extends GenServer`, with the callbacks that Elixir gives a module that has
 * none of its own; `GenServer.call(...)` and so on are Elixir's functions, with Elixir's argument order, defaults and exit
 * reasons.
 *
 * @example
 * import { catchTerm } from 'regent-otp';
 * import { GenServer } from 'regent-otp/elixir';
 *
 * class Stack extends GenServer<readonly string[]> {
 *   static override startLink(items: readonly string[]) {
 *     return GenServer.startLink(Stack, items, { name: 'stack' });
 *   }
 *   override handleCall(_request: 'pop', _from: unknown, [head, ...rest]: readonly string[]) {
 *     return ['reply', head, rest] as const;
 *   }
 * }
 *
 * await Stack.startLink(['a', 'b']);
 * await GenServer.call('stack', 'pop'); // => 'a'
 * await GenServer.stop('stack'); // => 'ok'
 * const call = ['Elixir.GenServer', 'call', ['stack', 'pop', 5000]];
 * await catchTerm(() => GenServer.call('stack', 'pop')); // => ['EXIT', ['noproc', call]]
 */
export const GenServer = asModule<typeof Server, GenServerModule>('Elixir.GenServer', Server, elixirGenServer);

/** A server, with its state and its protocol. */
export type GenServer<State, Calls extends AnyCall = AnyCall, Casts = unknown> = Server<State, Calls, Casts>;
