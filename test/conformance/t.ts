/**
 * The words in which scenarios are written: src/t.erl, line for line. A scenario is a function that runs as a process of a
 * fresh node and logs what it sees; the transcript is compared with the one recorded from the real OTP (see unify.ts).
 */
import { P } from 'ts-pattern';
import {
  after,
  down as downOf,
  ErlangError,
  exit,
  ExitError,
  exitReasonOf,
  isProcessAlive,
  monitor,
  monotonicTime,
  on,
  processFlag,
  processInfo,
  receive,
  spawnMonitor,
  unlink,
  type Address,
  type Ref,
} from 'regent-otp';

/** One step of a transcript. */
export interface Step {
  readonly event: string;
  readonly note: string;
  readonly value: unknown;
}

/** A scenario: its id, and what it does. */
export type Scenario = readonly [id: string, run: () => unknown];

let steps: Step[] = [];
let nodeLabels = new Map<string, string>();

/** Begins the transcript of a scenario on a node. */
export function begin(node: string): void {
  steps = [];
  nodeLabels = new Map([[node, '<node>']]);
}

/** What has been logged since. */
export function transcript(): { readonly steps: readonly Step[]; readonly nodeLabels: ReadonlyMap<string, string> } {
  return { steps, nodeLabels };
}

/** Any process of a scenario may log; the order is that of the calls. `log(event, value)` or `log(event, note, value)`. */
export function log<V>(event: string, value: V): V;
export function log<V>(event: string, note: string, value: V): V;
export function log(event: string, ...rest: readonly unknown[]): unknown {
  const [note, value] = rest.length === 1 ? ['', rest[0]] : [rest[0] as string, rest[1]];
  steps.push({ event, note, value });
  return value;
}

/** Evaluates `fun`, logs class and value: the event is ok, exit, error or throw. */
export async function try_<T>(
  note: string,
  fun: () => T | PromiseLike<T>,
  map: (value: T) => unknown = (value) => value,
): Promise<unknown> {
  let value: T;
  try {
    value = await fun();
  } catch (thrown) {
    if (thrown instanceof ExitError) log('exit', note, thrown.reason);
    else if (thrown instanceof ErlangError) log('error', note, thrown.reason);
    else if (thrown instanceof Error) log('error', note, (exitReasonOf(thrown) as readonly [unknown])[0]);
    else log('throw', note, thrown);
    return thrown;
  }
  log('ok', note, map(value));
  return value;
}

/** Logs the next message, or the next `count` messages. */
export async function recv(count = 1): Promise<unknown> {
  let last: unknown;
  for (let left = count; left > 0; left--) last = await recvNote('');
  return last;
}

export function recvNote(note: string): Promise<unknown> {
  return receive(
    on(P._, (message) => log('recv', note, message)),
    after(2000, () => log('recv_timeout', note, 'none')),
  );
}

/** Asserts that nothing arrives for so many ms. */
export function none(ms = 60): Promise<unknown> {
  return receive(
    on(P._, (message) => log('recv', 'unexpected?', message)),
    after(ms, () => log('nothing', '', 'none')),
  );
}

/** Logs everything that is in the mailbox or arrives, until so many ms of silence. */
export async function flush(ms = 60): Promise<'ok'> {
  for (;;) {
    const more = await receive(
      on(P._, (message) => (log('recv', '', message), true)),
      after(ms, () => false),
    );
    if (!more) return 'ok';
  }
}

export function mon(pid: Parameters<typeof monitor>[1]): Ref {
  return monitor('process', pid);
}

/** Waits for the DOWN of a fresh monitor and logs the reason alone. */
export function down(pid: Address): Promise<unknown>;
export function down(note: string, pid: Address): Promise<unknown>;
export function down(...args: readonly [Address] | readonly [string, Address]): Promise<unknown> {
  const [note, pid] = args.length === 1 ? ['exit reason', args[0]] : args;
  return loggedDown(note, mon(pid), 4000);
}

/** Monitors `pid`, runs `fun`, and logs the reason of the DOWN: no race with its death. */
export async function dies(note: string, pid: Address, fun: () => unknown): Promise<unknown> {
  const ref = mon(pid);
  await fun();
  return loggedDown(note, ref, 6000);
}

function loggedDown(note: string, ref: Ref, ms: number): Promise<unknown> {
  return receive(
    on(downOf(ref), ([, , , , why]) => log('down', note, why)),
    after(ms, () => log('down_timeout', note, 'none')),
  );
}

/** Waits silently until a process is gone, and 5 ms more. */
export async function wait(pid: Address): Promise<void> {
  const ref = mon(pid);
  await receive(
    on(downOf(ref), () => sleep(5)),
    after(4000, () => log('wait_timeout', pid)),
  );
}

/** Waits until a process waits and has no messages. */
export async function idle(pid: Address): Promise<void> {
  for (let tries = 400, calm = 0; tries > 0 && calm < 2; tries--) {
    if (!isProcessAlive(pid)) return;
    calm = isIdle(pid) ? calm + 1 : 0;
    await sleep(2);
  }
}

function isIdle(pid: Address): boolean {
  const info = processInfo(pid, ['status', 'message_queue_len']);
  return info !== undefined && info[0]?.[1] === 'waiting' && info[1]?.[1] === 0;
}

/** Waits until a process waits; messages may be queued. */
export async function blocked(pid: Address): Promise<void> {
  do await sleep(5);
  while (isProcessAlive(pid) && processInfo(pid, 'status')?.[1] !== 'waiting');
}

export async function kill(pid: Address): Promise<void> {
  unlink(pid);
  exit(pid, 'kill');
  await wait(pid);
}

/** Logs the EXIT messages of the given processes in the order of the list. */
export async function exits(note: string, pids: readonly Address[]): Promise<void> {
  for (const pid of pids) {
    await receive(
      on(['EXIT', pid, P._], (message) => log('recv', note, message)),
      after(2000, () => log('recv_timeout', note, pid)),
    );
  }
}

export function trap(): boolean {
  return processFlag('trap_exit', true);
}

/** The exit reason of a fresh process, as a monitor sees it. */
export function dieReason(fun: () => unknown): Promise<unknown> {
  const [, ref] = spawnMonitor(fun);
  return receive(
    on(downOf(ref), ([, , , , why]) => why),
    after(4000, () => 'still_alive'),
  );
}

export const spawnObs = dieReason;

/** A node name is logged as a label: `<peer1>`. */
export function aliasNode(node: string, label: string): void {
  nodeLabels.set(node, label);
}

export const nowMs = monotonicTime;

/** Erlang's `timer:sleep/1`. */
export function sleep(ms: number): Promise<'ok'> {
  return receive(after(ms, () => 'ok' as const));
}
