/**
 * ManagerDriver: the loop of gen_event, as the scheduler drives it: a process that traps exits and hands what comes to its
 * handlers. Callbacks that return plain values cost no promise; no other message is handled before those are done that
 * return one.
 */
import { processFlag, type From } from '../../lib/index.js';
import { answer } from '../answer.js';
import { Attention } from '../gen/attention.js';
import { GenDriver } from '../gen/driver.js';
import { resultOfSteps, runSteps, type Steps } from '../gen/steps.js';
import type { Work } from '../gen/work.js';
import type { InitialCall } from '../procLib/body.js';
import type { SystemMessage } from '../sys/handleSystem.js';
import type { SysState } from '../sys/systemProcess.js';
import { Handlers } from './handlers.js';
import { requestIn, stepsOf, type Request } from './request.js';
import { managerStatus } from './status.js';

export class ManagerDriver extends GenDriver {
  readonly #handlers = new Handlers(() => this.shownName);

  get behaviour(): string {
    return 'gen_event';
  }

  get initialCall(): InitialCall {
    return ['gen_event', 'init_it', 6];
  }

  protected override get waitsIn(): unknown {
    return ['gen_event', 'fetch_msg', 6];
  }

  protected callInit(): unknown {
    return processFlag('trap_exit', true);
  }

  protected initialised(): Work {
    this.started();
    return undefined;
  }

  handle(message: unknown): Work {
    if (this.attention !== undefined) this.attend(this.attention, message);
    if (!Array.isArray(message)) return this.#tell('handleInfo', message);
    if (message[0] === 'notify' && message.length === 2) return this.#tell('handleEvent', message[1]);
    if (message.length !== 3) return this.#tell('handleInfo', message);
    if (message[0] === 'system') return this.handleSystem(message as unknown as SystemMessage);
    if (this.isParentExit(message)) return this.terminate(message[2]);
    if (message[0] === 'EXIT') return runSteps(this.#exited(message), () => undefined);
    const request = requestIn(message);
    return request === undefined ? this.#tell('handleInfo', message) : this.#request(request, message);
  }

  wake(): Work {
    this.attention?.wake();
    return undefined;
  }

  #tell(callback: 'handleEvent' | 'handleInfo', term: unknown): Work {
    return runSteps(this.#handlers.tell(callback, term), (hibernates) => this.#next(hibernates));
  }

  *#exited(message: readonly unknown[]): Steps<void> {
    yield* this.#handlers.supervisorEnded(message[1], message[2]);
    yield* this.#handlers.tell('handleInfo', message);
  }

  #request({ from, content }: Request, message: unknown): Work {
    if (content === 'which_handlers') return this.#tellHandlers(from);
    const steps = stepsOf(this.#handlers, content);
    if (steps === undefined) return this.#tell('handleInfo', message);
    return runSteps(steps, ({ reply, hibernates }) => {
      answer(from, reply, undefined, asItIs);
      return this.#next(hibernates);
    });
  }

  #tellHandlers(from: From): Work {
    const names = this.#handlers.all.map(({ handler }) => handler);
    answer(from, names);
    return undefined;
  }

  #next(hibernates: boolean): Work {
    if (hibernates) (this.attention ??= new Attention('infinity')).wait('hibernate');
    return undefined;
  }

  protected callTerminate(): Work {
    return runSteps(this.#handlers.stop(this.parent), () => undefined);
  }

  // The end of a manager is told by its crash report alone.
  protected lastWords(): undefined {
    return undefined;
  }

  getState(): unknown {
    return this.#handlers.states;
  }

  replaceState(fun: (state: never) => unknown): unknown {
    return resultOfSteps(this.#handlers.replaceStates(fun));
  }

  changeCode(module: unknown, oldVsn: unknown, extra: unknown): unknown {
    return resultOfSteps(this.#handlers.changeCode(module, oldVsn, extra));
  }

  formatStatus(state: SysState): unknown {
    return managerStatus(this.#handlers.all, this, state);
  }
}

/** What a handler replies is shown as it is; that of one handler that cannot travel must not end the others. */
const asItIs = (reply: unknown): unknown => reply;
