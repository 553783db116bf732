/**
 * FunctionBody: what runs on a process that `procLib.spawn` or `procLib.start` started. Whatever ends its function is
 * reported, a mere exit too.
 */
import type { StartReport } from '../../lib/index.js';
import { isPromise } from '../promise.js';
import { ProcLibBody, type InitialCall } from './body.js';
import type { Callee } from './callee.js';
import { endingOf, exitWith } from './ending.js';
import type { Lineage } from './lineage.js';

export class FunctionBody extends ProcLibBody {
  readonly #callee: Callee;
  readonly report: StartReport | undefined;

  constructor(lineage: Lineage, callee: Callee, report: StartReport | undefined) {
    super(lineage);
    this.#callee = callee;
    this.report = report;
  }

  get initialCall(): InitialCall {
    const { module, name, args } = this.#callee;
    return [module, name, args.length];
  }

  start(): unknown {
    const { fun, args } = this.#callee;
    let result: unknown;
    try {
      result = fun(...args);
    } catch (thrown) {
      return exitWith(endingOf(thrown));
    }
    return isPromise(result)
      ? result.then(
          () => undefined,
          (thrown: unknown) => exitWith(endingOf(thrown)),
        )
      : undefined;
  }
}
