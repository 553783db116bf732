/**
 * The application controller: the process that starts and stops applications, one after the other, and is linked with
 * their masters. When one ends that must not, it ends itself: all applications are stopped, and then the node. Ports the
 * module application_controller.
 */
import {
  currentNode,
  demonitor,
  down,
  after,
  exit,
  formatTerm,
  monitor,
  on,
  processFlag,
  receive,
  self,
  unlink,
  type Address,
  type From,
} from '../../lib/index.js';
import { genServer } from '../genServer/module.js';
import { noreply, ok, reply, stop } from '../genServer/returns.js';
import { GenServer } from '../genServer/server.js';
import type { NoreplyResult } from '../genServer/types.js';
import { startMaster, stopMaster } from './master.js';
import { reportExited, reportStarted } from './reports.js';
import type { Loaded } from './resource.js';
import { tableHere, type ApplicationTable, type RestartType } from './table.js';

/** What the controller is asked. */
export type ControllerRequest =
  readonly ['start_application', name: string, RestartType] | readonly ['stop_application', name: string];

/** How the start of an application went: its master, or undefined if it needs none; an error; or what does not run. */
type StartOutcome = readonly ['ok', Address | undefined] | readonly ['error' | 'info', unknown];

export class ApplicationController extends GenServer<ApplicationTable> {
  init() {
    processFlag('trap_exit', true);
    return ok(tableHere());
  }

  override handleCall(request: unknown, from: From, table: ApplicationTable) {
    const [what, name, restart] = request as readonly [string, string, RestartType];
    return what === 'start_application' ? start(name, restart, from, table) : stopApplication(name, table);
  }

  override handleCast(request: unknown, table: ApplicationTable) {
    const [, name, outcome] = request as readonly ['application_started', string, StartOutcome];
    return started(name, outcome, table);
  }

  override handleInfo(info: unknown, table: ApplicationTable): NoreplyResult<ApplicationTable> {
    if (!Array.isArray(info) || info[0] !== 'EXIT') return noreply(table);
    return masterEnded(info[1] as Address, info[2], table);
  }

  override async terminate(_reason: unknown, table: ApplicationTable) {
    table.isEnding = true;
    const timeout = (table.environment('kernel').get('shutdown_timeout') ?? 'infinity') as number | 'infinity';
    for (const [, master] of table.running) if (master !== undefined) await shutDown(master, timeout);
    table.running = [];
    void currentNode().stop();
  }
}

async function shutDown(master: Address, timeout: number | 'infinity'): Promise<void> {
  const ref = monitor('process', master);
  unlink(master);
  exit(master, 'shutdown');
  await receive(
    on(down(ref), () => undefined),
    after(timeout, () => exit(master, 'kill')),
  );
  demonitor(ref, ['flush']);
}

async function start(name: string, restart: RestartType, from: From, table: ApplicationTable) {
  if (!table.starting.some((one) => one.name === name)) {
    const failure = whyNotStart(name, restart, table);
    if (failure !== undefined) return reply(['error', failure] as const, table);
    table.starting = [{ name, restart, type: 'normal' }, ...table.starting];
    await startStarter(name, table.loaded.get(name)!, table);
  }
  table.requests = [[name, from], ...table.requests];
  return noreply(table);
}

function whyNotStart(name: string, restart: unknown, table: ApplicationTable): unknown {
  if (restart !== 'permanent' && restart !== 'transient' && restart !== 'temporary') {
    return ['invalid_restart_type', restart];
  }
  const loaded = table.loaded.get(name);
  if (loaded === undefined) return ['not_loaded', name];
  if (table.isRunning(name)) return ['already_started', name];
  const missing = table.missingFor(loaded, table.started);
  return missing === undefined ? undefined : ['not_started', missing];
}

async function startStarter(name: string, loaded: Loaded, table: ApplicationTable): Promise<void> {
  const missing = table.missingFor(loaded, table.running);
  if (loaded.mod.length === 0) tell(name, ['ok', undefined]);
  else if (missing !== undefined) tell(name, ['info', ['not_running', missing]]);
  else await startMaster(name, loaded, 'normal');
}

function tell(name: string, outcome: StartOutcome): void {
  genServer.cast(self(), ['application_started', name, outcome]);
}

function started(name: string, outcome: StartOutcome, table: ApplicationTable): NoreplyResult<ApplicationTable> {
  answer(name, outcome, table);
  const { restart } = table.starting.find((one) => one.name === name)!;
  table.starting = table.starting.filter((one) => one.name !== name);
  const [kind, value] = outcome;
  if (kind === 'ok') {
    reportStarted(name);
    table.running = [[name, value], ...without(table.running, name)];
    table.started = [[name, restart], ...without(table.started, name)];
    return noreply(table);
  }
  if (kind === 'error') reportExited(name, value, restart);
  const isHarmless = restart === 'temporary' || (restart === 'transient' && isNormalExit(value));
  return isHarmless ? noreply(table) : stop(text(['application_start_failure', name, value]), table);
}

/** Whether the start function has exited normally: `{{'EXIT', normal}, Call}`. */
function isNormalExit(reason: unknown): boolean {
  const exited: unknown = Array.isArray(reason) ? reason[0] : undefined;
  return Array.isArray(exited) && exited[0] === 'EXIT' && exited[1] === 'normal';
}

function answer(name: string, [kind, value]: StartOutcome, table: ApplicationTable): void {
  const waiting = table.requests.filter(([one]) => one === name);
  table.requests = table.requests.filter(([one]) => one !== name);
  for (const [, from] of waiting) genServer.reply(from, kind === 'ok' ? 'ok' : ['error', value]);
}

async function stopApplication(name: string, table: ApplicationTable) {
  const started = table.started.find(([one]) => one === name);
  if (started === undefined) return reply(['error', ['not_started', name]] as const, table);
  const running = table.running.find(([one]) => one === name);
  if (running !== undefined) await stopRunning(running, started[1], table);
  table.running = without(table.running, name);
  table.started = without(table.started, name);
  return reply('ok', table);
}

async function stopRunning(
  [name, master]: ApplicationTable['running'][number],
  restart: RestartType,
  table: ApplicationTable,
): Promise<void> {
  if (master !== undefined) {
    unlink(master);
    await stopMaster(master);
  }
  reportExited(name, 'stopped', restart);
  table.masters.delete(name);
}

function masterEnded(master: Address, reason: unknown, table: ApplicationTable): NoreplyResult<ApplicationTable> {
  for (const [name, one] of table.masters) if (one === master) table.masters.delete(name);
  const running = table.running.find(([, one]) => one === master);
  if (running === undefined) return noreply(table);
  const [name] = running;
  table.running = without(table.running, name);
  const [, restart] = table.started.find(([one]) => one === name)!;
  reportExited(name, reason, restart);
  const isHarmless = restart === 'temporary' || (restart === 'transient' && reason === 'normal');
  return isHarmless ? noreply(table) : stop(text(['application_terminated', name, reason]), table);
}

function without<T extends readonly [string, unknown]>(pairs: readonly T[], name: string): readonly T[] {
  return pairs.filter(([one]) => one !== name);
}

/** The exit reason of the controller is a text, as OTP's. */
function text(reason: unknown): string {
  return formatTerm(reason);
}
