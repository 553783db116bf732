/** The callback module of an application, and calls of its functions as `catch Module:function(...)` makes them. */
import { catchTerm, ErlangError } from '../../lib/index.js';
import { moduleName } from '../moduleName.js';
import type { ApplicationModule } from './resource.js';

type Callback = 'start' | 'prepStop' | 'stop' | 'startPhase' | 'configChange';

/** The callbacks of one application. */
export class Callbacks {
  readonly name: unknown;
  readonly #module: object;

  /** @param module a class that extends Application, or an object of functions */
  constructor(module: ApplicationModule | 'application_starter') {
    this.name = moduleName(module);
    this.#module = typeof module === 'function' ? new (module as new () => object)() : (Object(module) as object);
  }

  /** Gives the value, or what was thrown, `['EXIT', reason]` for an exit or an error: 'undef' if there is none. */
  async call(name: Callback, args: readonly unknown[]): Promise<unknown> {
    return catchTerm(() => {
      const callback: unknown = Reflect.get(this.#module, name);
      if (typeof callback !== 'function') throw new ErlangError('undef', `${String(this.name)} has no ${name}`);
      return Reflect.apply(callback, this.#module, args) as unknown;
    });
  }
}

/** Whether the result of a call says that it has met a function that is not there, as a rule the callback itself. */
export function isUndefined(result: unknown): boolean {
  if (!Array.isArray(result) || result.length !== 2 || result[0] !== 'EXIT') return false;
  const reason: unknown = result[1];
  return Array.isArray(reason) && reason[0] === 'undef';
}
