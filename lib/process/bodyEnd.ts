/**
 * The end of a process's function. The process is found in the ambient context, which is cheaper than a closure for each;
 * others wait for its end, so they run now rather than at the next tick.
 */
import type { Scheduler } from '../scheduler/scheduler.js';
import { ambient } from './ambient.js';

/** What its end needs of a process. */
interface FunctionProcess {
  readonly host: { readonly scheduler: Scheduler };
  returned(): void;
  fail(thrown: unknown): void;
}

export function bodyReturned(): void {
  const process = ambient.getStore() as FunctionProcess;
  process.returned();
  process.host.scheduler.drain();
}

export function bodyThrew(thrown: unknown): void {
  const process = ambient.getStore() as FunctionProcess;
  process.fail(thrown);
  process.host.scheduler.drain();
}
