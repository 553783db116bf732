/**
 * spawn: starting processes.
 */
import type { Address } from '../terms/address.js';
import { badarg } from '../terms/errors.js';
import type { Ref } from '../terms/ref.js';
import { FunctionBody, type Body } from './body.js';
import { requireProcess } from './current.js';
import type { Host } from './host.js';
import { linkProcess } from './links.js';
import { isMonitorOption, monitorProcess, type MonitorOption } from './monitors.js';
import { checkOptions } from './options.js';
import { Process } from './process.js';

/** What a process does: it ends with 'normal' when the function is done, else with the reason of what it threw. */
export type ProcessFunction = () => unknown;

/** Options of `spawnOpt` and `spawnDriver`. A monitor may have options of its own. */
export type SpawnOption = 'link' | MonitorSpawnOption;

type MonitorSpawnOption = 'monitor' | readonly ['monitor', readonly MonitorOption[]];

/**
 * Starts a process that runs `fun`, and goes on at once. Ports `erlang:spawn/1`.
 *
 * @param fun an async function, or a plain one
 * @returns the address of the process
 * @example
 * import { on, receive, self, send, spawn } from 'regent-otp';
 *
 * const parent = self();
 * spawn(() => send(parent, 'hello'));
 * await receive(on('hello', () => 'heard')); // => 'heard'
 */
export function spawn(fun: ProcessFunction): Address {
  const parent = requireProcess('spawn');
  return startProcess(parent.host, functionBody('spawn', fun), parent).address;
}

/** Starts a process that is linked with the caller. Ports `erlang:spawn_link/1`. */
export function spawnLink(fun: ProcessFunction): Address {
  return spawnOpt(fun, ['link']);
}

/** Starts a process that the caller monitors: `[pid, ref]`. Ports `erlang:spawn_monitor/1`. */
export function spawnMonitor(fun: ProcessFunction): readonly [Address, Ref] {
  return spawnOpt(fun, ['monitor']);
}

/**
 * Starts a process with options. Ports `erlang:spawn_opt/2`.
 *
 * @returns the address, with 'monitor' `[pid, ref]`
 */
export function spawnOpt(fun: ProcessFunction, options: readonly ['link'] | readonly []): Address;
export function spawnOpt(
  fun: ProcessFunction,
  options:
    readonly [MonitorSpawnOption] | readonly ['link', MonitorSpawnOption] | readonly [MonitorSpawnOption, 'link'],
): readonly [Address, Ref];
export function spawnOpt(fun: ProcessFunction, options: readonly SpawnOption[]): Address | readonly [Address, Ref];
export function spawnOpt(fun: ProcessFunction, options: readonly SpawnOption[]): Address | readonly [Address, Ref] {
  return spawnBody(requireProcess('spawn'), functionBody('spawn', fun), options);
}

/**
 * Starts a process with a body of its own, as a rule one that is driven by calls for each message instead of running a
 * function: what behaviours are made of.
 *
 * @returns the address, with 'monitor' `[pid, ref]`
 */
export function spawnDriver(body: Body, options: readonly SpawnOption[]): Address | readonly [Address, Ref] {
  return spawnBody(requireProcess('spawn'), body, options);
}

/** Starts a process with a body and options. */
export function spawnBody(
  parent: Process,
  body: Body,
  options: readonly SpawnOption[],
): Address | readonly [Address, Ref] {
  checkOptions('spawn', options, isSpawnOption, "'link', 'monitor' and ['monitor', options]");
  const child = startProcess(parent.host, body, parent);
  let ref: Ref | undefined;
  for (const option of options) {
    if (option === 'link') linkProcess(parent, child.address);
    else ref ??= monitorProcess(parent, child.address, option === 'monitor' ? [] : option[1]);
  }
  return ref === undefined ? child.address : [child.address, ref];
}

/** Whether a term is an option of spawning. */
export function isSpawnOption(option: unknown): boolean {
  if (option === 'link' || option === 'monitor') return true;
  if (!Array.isArray(option) || option.length !== 2 || option[0] !== 'monitor') return false;
  const options: unknown = option[1];
  return Array.isArray(options) && options.every(isMonitorOption);
}

/** Makes a process and queues its start. */
export function startProcess(host: Host, body: Body, parent: Process | undefined): Process {
  const process = new Process(host, body, parent);
  host.started(process);
  host.scheduler.ready(process);
  return process;
}

/** The body of a process for a function; throws if it is none. */
export function functionBody(where: string, fun: ProcessFunction): FunctionBody {
  if (typeof fun !== 'function') throw badarg(where, 'fun', fun, 'a function');
  return new FunctionBody(fun);
}
