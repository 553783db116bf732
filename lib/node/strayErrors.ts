/**
 * Let it crash, for all of JavaScript: an error in a process's asynchronous reach (a timer or socket callback, an 'error'
 * event without listener, a promise that nobody awaited) ends that process, and nothing else.
 *
 * When Node.js reports such an error, the ambient process is still known. `process.emit` is hooked rather than listened
 * to: with a listener Node.js would treat errors of plain code as handled too. So those keep Node's output and exit code.
 * The first node of an OS process sets the hook, the last one takes it away.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { currentProcess } from '../process/current.js';
import type { Host } from '../process/host.js';
import type { NodeEvents } from './events.js';

interface CatchingNode extends Host {
  emit<E extends keyof NodeEvents>(event: E, ...args: NodeEvents[E]): void;
}

type Emit = typeof process.emit;

/** Who takes the errors of the reach of plain code. */
const takers = new AsyncLocalStorage<(error: unknown) => void>();

const catching = new Set<CatchingNode>();
let unhook: (() => void) | undefined;

/** From now on errors of the processes of this node end them. */
export function catchStrayErrors(node: CatchingNode): void {
  catching.add(node);
  unhook ??= hook();
}

/** The node does not catch errors any more. */
export function releaseStrayErrors(node: CatchingNode): void {
  catching.delete(node);
  if (catching.size > 0) return;
  unhook?.();
  unhook = undefined;
}

/** Does something whose stray errors, unless they are those of a process, are for `take` while a node catches errors. */
export function catchErrorsIn<T>(take: (error: unknown) => void, action: () => T): T {
  return takers.run(take, action);
}

function hook(): () => void {
  const unhookEmit = hookEmit();
  const unhookMicrotasks = Number(process.versions.node.split('.')[0]) < 24 ? hookMicrotasks() : undefined;
  return () => {
    unhookEmit();
    unhookMicrotasks?.();
  };
}

function hookEmit(): () => void {
  const hadOwn = Object.hasOwn(process, 'emit');
  const before: Emit = Reflect.get(process, 'emit');
  const original = before.bind(process) as (...args: unknown[]) => boolean;
  const hooked = ((event: string, ...args: unknown[]): boolean => {
    const isError = event === 'uncaughtException' || event === 'unhandledRejection';
    return (isError && isTaken(args[0])) || original(event, ...args);
  }) as Emit;
  process.emit = hooked;
  return () => {
    // Someone else may have hooked after us; then ours stays in the chain and passes everything on.
    if (process.emit !== hooked) return;
    if (hadOwn) process.emit = before;
    else delete (process as { emit?: Emit }).emit;
  };
}

// Before Node 24 an error in a queueMicrotask callback is reported without its context, so it is caught there.
function hookMicrotasks(): () => void {
  const original = globalThis.queueMicrotask;
  const hooked = (callback: () => void): void => {
    // Plain code's callbacks stay untouched: a rethrown error would show this file in Node's message.
    if ((currentProcess() ?? takers.getStore()) === undefined || typeof callback !== 'function')
      return original(callback);
    original(() => {
      try {
        callback();
      } catch (thrown) {
        if (!isTaken(thrown)) throw thrown;
      }
    });
  };
  globalThis.queueMicrotask = hooked;
  return () => {
    if (globalThis.queueMicrotask === hooked) globalThis.queueMicrotask = original;
  };
}

function isTaken(thrown: unknown): boolean {
  if (endsProcess(thrown)) return true;
  const take = takers.getStore();
  take?.(thrown);
  return take !== undefined;
}

/** Ends the process whose code the error comes from; false if it comes from plain code. */
function endsProcess(thrown: unknown): boolean {
  const culprit = currentProcess();
  if (culprit === undefined) return false;
  const node = culprit.host as CatchingNode;
  if (!catching.has(node)) return false;
  if (culprit.isAlive) culprit.fail(thrown);
  else node.emit('zombie_error', { pid: culprit.address, error: thrown });
  return true;
}
