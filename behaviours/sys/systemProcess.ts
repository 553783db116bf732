/**
 * SystemProcess: what system messages need of a process. The drivers of all behaviours are one, and a special process of
 * one's own is made one (see specialProcess.ts).
 */
import type { Address } from '../../lib/index.js';
import type { Debug } from './debug.js';

export type SysState = 'running' | 'suspended';

export interface SystemProcess {
  /** The behaviour's module: 'gen_server'. */
  readonly behaviour: unknown;
  /** The process whose exit ends this one; itself if it has none. */
  readonly parent: Address;
  /** What is switched on to watch it. */
  readonly debug: Debug | undefined;
  /** Has `debug` changed: undefined when all is switched off. */
  setDebug(debug: Debug | undefined): void;
  getState(): unknown;
  /** Puts what the function makes of the state in its place, and gives it. */
  replaceState(fun: (state: never) => unknown): unknown;
  /** The behaviour's part of `getStatus`. */
  formatStatus(state: SysState): unknown;
  /** Takes over new code: 'ok', or anything else if it could not. */
  changeCode(module: unknown, oldVsn: unknown, extra: unknown): unknown;
  /** Terminates. The process ends in the course of it. */
  terminate(reason: unknown): PromiseLike<unknown> | undefined;
}
