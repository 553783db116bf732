/**
 * spawn: starting processes.
 */
import type { Address } from '../terms/address.js';
import type { Ref } from '../terms/ref.js';
import type { Body } from './body.js';
import { requireProcess } from './current.js';
import { functionBody, type ProcessFunction } from './functionBody.js';
import { spawnOn } from './spawnOn.js';
import { spawnBody } from './spawnBody.js';
import type { MonitorSpawnOption, SpawnOption } from './spawnOptions.js';
import { startProcess } from './startProcess.js';

type Args = readonly unknown[];
type Rest = readonly unknown[];
type Monitored = readonly [Address, Ref];

/**
 * Starts a process that runs `fun`, and goes on at once. Ports `erlang:spawn/1`.
 *
 * `spawn(node, module, fun, args)` starts one on another node, or by these names on this one, and waits until it has
 * started. Functions cannot travel: the node must have exported it (`node.export`), else the process ends with 'undef'.
 * If the node cannot be reached the address is that of a process that ends with 'noconnection'. Ports `erlang:spawn/4`.
 *
 * @param fun an async function, or a plain one; or the name of an exported one
 * @returns the address of the process
 * @example
 * import { on, receive, self, send, spawn } from 'regent-otp';
 *
 * const parent = self();
 * spawn(() => send(parent, 'hello'));
 * await receive(on('hello', () => 'heard')); // => 'heard'
 */
export function spawn(node: string, module: string, fun: string, args: Args): Promise<Address>;
export function spawn(fun: ProcessFunction): Address;
export function spawn(fun: ProcessFunction | string, ...on: Rest): Address | Promise<Address> {
  if (typeof fun === 'string') return spawnOn('spawn', [fun, ...on], []) as Promise<Address>;
  const parent = requireProcess('spawn');
  return startProcess(parent.host, functionBody('spawn', fun), parent).address;
}

/** Starts a process that is linked with the caller. Ports `erlang:spawn_link/1,4`. */
export function spawnLink(node: string, module: string, fun: string, args: Args): Promise<Address>;
export function spawnLink(fun: ProcessFunction): Address;
export function spawnLink(fun: ProcessFunction | string, ...on: Rest): Address | Promise<Address> {
  if (typeof fun === 'string') return spawnOn('spawnLink', [fun, ...on], ['link']) as Promise<Address>;
  return spawnBody(requireProcess('spawnLink'), functionBody('spawnLink', fun), ['link']) as Address;
}

/** Starts a process that the caller monitors: `[pid, ref]`. Ports `erlang:spawn_monitor/1,4`. */
export function spawnMonitor(node: string, module: string, fun: string, args: Args): Promise<Monitored>;
export function spawnMonitor(fun: ProcessFunction): Monitored;
export function spawnMonitor(fun: ProcessFunction | string, ...on: Rest): Monitored | Promise<Monitored> {
  if (typeof fun === 'string') return spawnOn('spawnMonitor', [fun, ...on], ['monitor']) as Promise<Monitored>;
  return spawnBody(requireProcess('spawnMonitor'), functionBody('spawnMonitor', fun), ['monitor']) as Monitored;
}

/**
 * Starts a process with options. Ports `erlang:spawn_opt/2,5`.
 *
 * @param options 'link', 'monitor', `['monitor', options]`; those that tune Erlang's VM do nothing
 * @returns the address, with 'monitor' `[pid, ref]`
 */
export function spawnOpt(
  node: string,
  module: string,
  fun: string,
  args: Args,
  options: readonly SpawnOption[],
): Promise<Address | Monitored>;
export function spawnOpt(fun: ProcessFunction, options: readonly ['link'] | readonly []): Address;
export function spawnOpt(
  fun: ProcessFunction,
  options:
    readonly [MonitorSpawnOption] | readonly ['link', MonitorSpawnOption] | readonly [MonitorSpawnOption, 'link'],
): Monitored;
export function spawnOpt(fun: ProcessFunction, options: readonly SpawnOption[]): Address | Monitored;
export function spawnOpt(
  fun: ProcessFunction | string,
  ...rest: Rest
): Address | Monitored | Promise<Address | Monitored> {
  const options = rest.at(-1) as readonly SpawnOption[];
  if (typeof fun === 'string') return spawnOn('spawnOpt', [fun, ...rest.slice(0, -1)], options);
  return spawnBody(requireProcess('spawn'), functionBody('spawn', fun), options);
}

/**
 * Starts a process with a body of its own, as a rule one that is driven by calls for each message instead of running a
 * function: what behaviours are made of.
 *
 * @returns the address, with 'monitor' `[pid, ref]`
 */
export function spawnDriver(body: Body, options: readonly SpawnOption[]): Address | Monitored {
  return spawnBody(requireProcess('spawn'), body, options);
}
