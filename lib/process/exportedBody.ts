/**
 * ExportedBody: what runs on a process that was asked for by the names of a module and a function.
 *
 * Two functions of Erlang's module erpc are there on every node; see executeCall.ts.
 */
import type { Body } from './body.js';
import { executeCall, executeCast } from './executeCall.js';
import type { Exports } from './exports.js';

export class ExportedBody implements Body {
  readonly #exports: Exports;
  readonly #module: string;
  readonly #fun: string;
  readonly #args: readonly unknown[];

  constructor(exports: Exports, module: string, fun: string, args: readonly unknown[]) {
    this.#exports = exports;
    this.#module = module;
    this.#fun = fun;
    this.#args = args;
  }

  get initialCall(): readonly [module: string, fun: string, arity: number] {
    return [this.#module, this.#fun, this.#args.length];
  }

  start(): unknown {
    const args = this.#args;
    if (this.#module === 'erpc') {
      if (this.#fun === 'execute_call' && args.length === 4) return executeCall(this.#exports, args[0], args.slice(1));
      if (this.#fun === 'execute_cast' && args.length === 3) return executeCast(this.#exports, args);
    }
    return this.#exports.apply(this.#module, this.#fun, args);
  }
}
