/**
 * HibernatingBody: a process that has given up what it did, waits for a message, and then runs a function that receives it.
 */
import { untilMessage } from '../../lib/index.js';
import { ProcLibBody, type InitialCall } from './body.js';
import type { Callee } from './callee.js';
import { endingOf, exitWith } from './ending.js';

export class HibernatingBody extends ProcLibBody {
  readonly initialCall: InitialCall;
  readonly report = undefined;
  readonly #callee: Callee;
  #isAwake = false;

  constructor(before: ProcLibBody, callee: Callee) {
    super(before.lineage);
    this.initialCall = before.initialCall;
    this.#callee = callee;
  }

  get currentFunction(): unknown {
    return this.#isAwake ? undefined : ['erlang', 'hibernate', 3];
  }

  async start(): Promise<void> {
    const { fun, args } = this.#callee;
    await untilMessage();
    this.#isAwake = true;
    try {
      await fun(...args);
    } catch (thrown) {
      exitWith(endingOf(thrown));
    }
  }
}
