/**
 * SpecialProcess: a process of one's own that handles system messages through a module with OTP's `system_*` functions.
 */
import { copyTerm, type Address } from '../../lib/index.js';
import { Debug } from './debug.js';
import type { SystemProcess } from './systemProcess.js';

/** The functions of a special process. `misc` is whatever it needs to go on: its state. */
export interface SystemModule {
  /** Goes on. */
  systemContinue(parent: Address, debug: Debug, misc: never): unknown;
  /** Ends the process: by `exit(reason)`, as a rule. */
  systemTerminate(reason: unknown, parent: Address, debug: Debug, misc: never): unknown;
  /** `['ok', state]`. Without it `misc` is the state. */
  systemGetState?(misc: never): readonly ['ok', unknown];
  /** `['ok', state, misc]` */
  systemReplaceState?(fun: (state: never) => unknown, misc: never): readonly ['ok', unknown, unknown];
  /** `['ok', misc]` */
  systemCodeChange?(misc: never, module: unknown, oldVsn: unknown, extra: unknown): unknown;
  /** What `getStatus` shows of `misc`. */
  formatStatus?(option: 'normal', status: readonly unknown[]): unknown;
}

export class SpecialProcess implements SystemProcess {
  readonly behaviour: SystemModule;
  readonly parent: Address;
  debug: Debug;
  misc: unknown;

  constructor(module: SystemModule, parent: Address, debug: Debug, misc: unknown) {
    this.behaviour = module;
    this.parent = parent;
    this.debug = debug;
    this.misc = misc;
  }

  setDebug(debug: Debug | undefined): void {
    this.debug = debug ?? new Debug();
  }

  getState(): unknown {
    if (this.behaviour.systemGetState === undefined) return this.misc;
    return this.behaviour.systemGetState(this.misc as never)[1];
  }

  replaceState(fun: (state: never) => unknown): unknown {
    if (this.behaviour.systemReplaceState === undefined) return (this.misc = fun(this.misc as never));
    const [, state, misc] = this.behaviour.systemReplaceState(fun, this.misc as never);
    this.misc = misc;
    return state;
  }

  formatStatus(): unknown {
    return copyTerm(this.misc);
  }

  changeCode(module: unknown, oldVsn: unknown, extra: unknown): unknown {
    const result = this.behaviour.systemCodeChange?.(this.misc as never, module, oldVsn, extra);
    if (!Array.isArray(result) || result[0] !== 'ok') return result;
    this.misc = result[1] as unknown;
    return 'ok';
  }

  terminate(reason: unknown): PromiseLike<unknown> {
    return Promise.resolve(this.behaviour.systemTerminate(reason, this.parent, this.debug, this.misc as never));
  }
}
