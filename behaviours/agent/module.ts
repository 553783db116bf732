/**
 * The functions of Elixir's module Agent.
 */
import { elixirGenServer, type ElixirServerRef, type ElixirStartOptions } from '../elixir/genServer.js';
import type { StartResult } from '../gen/start.js';
import type { Eventually } from '../genServer/types.js';
import { jobOf } from './job.js';
import { AgentServer } from './server.js';

type Timeout = number | 'infinity';
type Given = readonly unknown[];

/** With a function that makes the state; or with a module, the name of a function in it, and its arguments. */
export interface StartAgent {
  (fun: () => unknown, options?: ElixirStartOptions): Promise<StartResult>;
  (module: object, fun: string, args: readonly unknown[], options?: ElixirStartOptions): Promise<StartResult>;
}

/** With a module, the name of a function in it, and arguments that come after the state. */
interface AskByName {
  <T = unknown>(
    agent: ElixirServerRef,
    module: object,
    fun: string,
    args: readonly unknown[],
    timeout?: Timeout,
  ): Promise<T>;
}

/** With a function of the state; or as `AskByName`. */
export interface GetFromAgent extends AskByName {
  <State, T>(agent: ElixirServerRef, fun: (state: State) => T, timeout?: Timeout): Promise<Awaited<T>>;
}

/** As `GetFromAgent`; the function gives what is got, and the next state. */
export interface GetAndUpdateAgent extends AskByName {
  <State, T>(
    agent: ElixirServerRef,
    fun: (state: State) => Eventually<readonly [value: T, next: State]>,
    timeout?: Timeout,
  ): Promise<T>;
}

/** As `GetFromAgent`; the function gives the next state. */
export interface UpdateAgent {
  <State>(agent: ElixirServerRef, fun: (state: State) => Eventually<State>, timeout?: Timeout): Promise<'ok'>;
  (agent: ElixirServerRef, module: object, fun: string, args: readonly unknown[], timeout?: Timeout): Promise<'ok'>;
}

/** As `UpdateAgent`; nobody waits. */
export interface CastToAgent {
  <State>(agent: ElixirServerRef, fun: (state: State) => Eventually<State>): 'ok';
  (agent: ElixirServerRef, module: object, fun: string, args: readonly unknown[]): 'ok';
}

/** The specification of an agent, for a supervisor. */
export interface AgentSpec {
  readonly id: unknown;
  readonly start: readonly [module: object, fun: 'start_link', args: readonly unknown[]];
}

/**
 * Ports Elixir's module Agent: a process that keeps a state, and runs functions of it, one after the other. The functions
 * run in the agent; they cannot travel, so an agent is for the processes of its node. Functions may be asynchronous; then
 * the agent does nothing else before they are done. A function that throws ends the agent, and with it its callers.
 *
 * Calls exit their caller with `[reason, ['Elixir.GenServer', 'call', [agent, request, timeout]]]`.
 *
 * @example
 * import { agent } from 'regent-otp/behaviours';
 *
 * await agent.startLink(() => 1, { name: 'counter' });
 * await agent.update('counter', (n: number) => n + 1); // => 'ok'
 * await agent.getAndUpdate('counter', (n: number) => [n, n * 10] as const); // => 2
 * await agent.get('counter', (n: number) => n); // => 20
 */
export const agent = {
  [Symbol.toStringTag]: 'Elixir.Agent',

  /**
   * Starts an agent that is linked with the caller. Ports `Agent.start_link/2,4`.
   *
   * @param options `name`, `timeout` in ms, and the other options of starting a gen_server
   * @returns `['ok', pid]` or `['error', reason]`
   */
  startLink: ((...given: Given) => start('startLink', given)) as StartAgent,

  /** As `startLink`, without the link. Ports `Agent.start/2,4`. */
  start: ((...given: Given) => start('start', given)) as StartAgent,

  /**
   * Gives what a function makes of the state. Ports `Agent.get/3,5`.
   *
   * @param timeout ms or 'infinity'; 5000 if it is left out
   * @example
   * import { agent } from 'regent-otp/behaviours';
   *
   * const words = { count: (text: string, letter: string) => text.split(letter).length - 1 };
   * await agent.start(() => 'banana', { name: 'word' });
   * await agent.get('word', (text: string) => text.length); // => 6
   * await agent.get('word', words, 'count', ['a']); // => 3
   */
  get: ((server: ElixirServerRef, ...given: Given) => call(server, 'get', given)) as GetFromAgent,

  /**
   * Gives the first element of what a function makes of the state; the second is the next state. Ports
   * `Agent.get_and_update/3,5`. Anything else that the function returns ends the agent with
   * `['bad_return_value', value]`.
   */
  getAndUpdate: ((server: ElixirServerRef, ...given: Given) =>
    call(server, 'get_and_update', given)) as GetAndUpdateAgent,

  /** Changes the state, and waits until that is done. Ports `Agent.update/3,5`. */
  update: ((server: ElixirServerRef, ...given: Given) => call(server, 'update', given)) as UpdateAgent,

  /** Changes the state, and goes on at once. Ports `Agent.cast/2,4`. */
  cast: ((server: ElixirServerRef, ...given: Given) => {
    const [job] = jobOf(given);
    return elixirGenServer.cast(server, ['cast', job]);
  }) as CastToAgent,

  /** Has an agent end, and waits until it has. Ports `Agent.stop/3`. */
  stop(server: ElixirServerRef, reason: unknown = 'normal', timeout: Timeout = 'infinity'): Promise<'ok'> {
    return elixirGenServer.stop(server, reason, timeout);
  },

  /**
   * How a supervisor starts an agent: `[agent, fun]` is a child. Ports `Agent.child_spec/1`.
   *
   * @example
   * import { agent } from 'regent-otp/behaviours';
   *
   * agent.childSpec(() => 0).id; // => 'Elixir.Agent'
   */
  childSpec(fun: () => unknown): AgentSpec {
    return { id: 'Elixir.Agent', start: [agent, 'start_link', [fun]] };
  },
};

async function start(how: 'start' | 'startLink', given: Given): Promise<StartResult> {
  const [job, [options = {}]] = jobOf(given);
  return elixirGenServer[how](AgentServer, job, options as ElixirStartOptions);
}

async function call(server: ElixirServerRef, what: string, given: Given): Promise<unknown> {
  const [job, [timeout]] = jobOf(given);
  return elixirGenServer.call(server, [what, job], timeout as Timeout | undefined);
}
