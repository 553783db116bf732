/** CallbackModules: the classes whose callbacks a machine uses, a stack, and the callback mode of the one in use. */
import type { ModuleChange } from './actions.js';
import { parseMode, type AnyStatem, type Mode } from './anyStatem.js';

export class CallbackModules {
  /** The one in use is the last. */
  readonly #stack: AnyStatem[];
  mode: Mode = { mode: 'handle_event_function', hasEnterCalls: false };

  constructor(machine: AnyStatem) {
    this.#stack = [machine];
  }

  get first(): AnyStatem {
    return this.#stack[0]!;
  }

  get current(): AnyStatem {
    return this.#stack[this.#stack.length - 1]!;
  }

  /** All of them, the one in use first. */
  get all(): readonly AnyStatem[] {
    return this.#stack.toReversed();
  }

  /** Asks the one in use for its callback mode; gives what it returned if that is none. */
  readMode(): { readonly bad: unknown } | undefined {
    const result = this.current.callbackMode();
    const mode = parseMode(result);
    if (mode === undefined) return { bad: result };
    this.mode = mode;
    return undefined;
  }

  /** Puts another in the place of the one in use. */
  replace(machine: AnyStatem): void {
    this.#stack[this.#stack.length - 1] = machine;
  }

  /** @returns the action that could not be done */
  apply([kind, module]: ModuleChange): { readonly bad: unknown } | undefined {
    if (kind === 'pop') {
      if (this.#stack.length === 1) return { bad: 'pop_callback_module' };
      this.#stack.pop();
    } else {
      const machine = new module() as AnyStatem;
      if (kind === 'push') this.#stack.push(machine);
      else this.replace(machine);
    }
    return this.readMode() === undefined ? undefined : { bad: `${kind}_callback_module` };
  }
}
