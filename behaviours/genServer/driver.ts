/**
 * ServerDriver: the loop of gen_server, as the scheduler drives it. A callback that returns a plain value costs no promise;
 * one that returns a promise is awaited, and no other message is handled meanwhile.
 *
 * Each method that handles something returns undefined when it is done, or a promise that is fulfilled then. A process
 * ends by a thrown ExitError, once `terminate` has run.
 */
import {
  Alarm,
  ErlangError,
  ExitError,
  genReply,
  self,
  type Address,
  type Driver,
  type From,
  type StartReport,
} from '../../lib/index.js';
import { callbackReason, isThrow } from '../functionClause.js';
import { isPromise } from '../promise.js';
import { handleSystemMessage, type SystemMessage } from '../systemMessage.js';
import { reportTermination } from '../termination.js';
import { registerSelf, unregisterSelf, whereName, type ServerName } from '../via.js';
import type { Action, AnyServer } from './types.js';

type Work = PromiseLike<unknown> | undefined;

export interface ServerStart {
  readonly server: AnyServer;
  readonly args: unknown;
  readonly name: ServerName | undefined;
  /** The process that is linked from the start, whose exit ends the server. */
  readonly parent: Address | undefined;
  readonly report: StartReport;
}

export class ServerDriver implements Driver {
  readonly #server: AnyServer;
  readonly #name: ServerName | undefined;
  readonly #parent: Address | undefined;
  #start: ServerStart | undefined;
  #state: unknown = undefined;
  #alarm: Alarm | undefined = undefined;
  /** The message that is being handled, for the report of a crash. */
  #message: unknown = undefined;

  constructor(start: ServerStart) {
    this.#server = start.server;
    this.#name = start.name;
    this.#parent = start.parent;
    this.#start = start;
  }

  get initialCall(): unknown {
    return [this.#server.constructor.name, 'init', 1];
  }

  start(): Work {
    const registered = this.#name === undefined || registerSelf(this.#name);
    return isPromise(registered) ? registered.then((done) => this.#init(done)) : this.#init(registered);
  }

  #init(isRegistered: boolean): Work {
    const { report, args } = this.#start!;
    if (!isRegistered) {
      report.fail(['error', ['already_started', whereName(this.#name!)]]);
      throw new ExitError('normal');
    }
    let result: unknown;
    try {
      result = this.#server.init(args);
    } catch (thrown) {
      return this.#initThrew(thrown);
    }
    if (isPromise(result))
      return result.then(
        (value) => this.#initialised(value),
        (thrown: unknown) => this.#initThrew(thrown),
      );
    return this.#initialised(result);
  }

  handle(message: unknown): Work {
    if (this.#alarm !== undefined) this.#alarm.stop();
    this.#message = message;
    if (Array.isArray(message)) {
      const [tag, first, second] = message as readonly unknown[];
      if (tag === '$gen_call' && message.length === 3) return this.#call(second, first as From);
      if (tag === '$gen_cast' && message.length === 2) return this.#cast(first);
      if (tag === 'system' && message.length === 3) return this.#system(message as unknown as SystemMessage);
      if (tag === 'EXIT' && message.length === 3 && first === this.#parent) return this.#terminate(second);
    }
    return this.#info(message);
  }

  wake(): Work {
    if (this.#alarm?.isDue !== true) return undefined;
    this.#alarm.stop();
    this.#message = 'timeout';
    return this.#info('timeout');
  }

  #call(request: unknown, from: From): Work {
    let result: unknown;
    try {
      result = this.#server.handleCall(request, from, this.#state);
    } catch (thrown) {
      return this.#callThrew(thrown, from);
    }
    if (isPromise(result))
      return result.then(
        (value) => this.#called(value, from),
        (thrown: unknown) => this.#callThrew(thrown, from),
      );
    return this.#called(result, from);
  }

  #callThrew(thrown: unknown, from: From): Work {
    return isThrow(thrown) ? this.#called(thrown, from) : this.#terminate(callbackReason(thrown));
  }

  #called(result: unknown, from: From): Work {
    if (!Array.isArray(result)) return this.#proceed(result);
    const [kind, first, second, third] = result as readonly unknown[];
    if (kind === 'reply' && (result.length === 3 || result.length === 4)) {
      genReply(from, first);
      this.#state = second;
      return result.length === 3 ? undefined : this.#next(third as Action);
    }
    if (kind === 'stop' && result.length === 4) {
      this.#state = third;
      return this.#terminate(first, () => genReply(from, second));
    }
    return this.#proceed(result);
  }

  #cast(request: unknown): Work {
    let result: unknown;
    try {
      result = this.#server.handleCast(request, this.#state);
    } catch (thrown) {
      return this.#threw(thrown);
    }
    return this.#settle(result);
  }

  #info(message: unknown): Work {
    let result: unknown;
    try {
      result = this.#server.handleInfo(message, this.#state);
    } catch (thrown) {
      return this.#threw(thrown);
    }
    return this.#settle(result);
  }

  #continue(term: unknown): Work {
    let result: unknown;
    try {
      result = this.#server.handleContinue(term, this.#state);
    } catch (thrown) {
      return this.#threw(thrown);
    }
    return this.#settle(result);
  }

  #settle(result: unknown): Work {
    if (isPromise(result))
      return result.then(
        (value) => this.#proceed(value),
        (thrown: unknown) => this.#threw(thrown),
      );
    return this.#proceed(result);
  }

  #threw(thrown: unknown): Work {
    return isThrow(thrown) ? this.#proceed(thrown) : this.#terminate(callbackReason(thrown));
  }

  /** Does what a callback that replies to nobody has returned. */
  #proceed(result: unknown): Work {
    if (Array.isArray(result)) {
      const [kind, first, second] = result as readonly unknown[];
      if (kind === 'noreply' && (result.length === 2 || result.length === 3)) {
        this.#state = first;
        return result.length === 2 ? undefined : this.#next(second as Action);
      }
      if (kind === 'stop' && result.length === 3) {
        this.#state = second;
        return this.#terminate(first);
      }
    }
    return this.#terminate(['bad_return_value', result]);
  }

  #next(action: Action): Work {
    if (action === 'infinity' || action === 'hibernate') return undefined;
    if (typeof action === 'number' && Number.isInteger(action) && action >= 0) {
      (this.#alarm ??= new Alarm()).start(action);
      return undefined;
    }
    if (Array.isArray(action) && action.length === 2 && action[0] === 'continue') return this.#continue(action[1]);
    throw new ErlangError(
      'timeout_value',
      `a callback's last element must be ms, 'infinity', 'hibernate' or ['continue', term]`,
    );
  }

  #system(message: SystemMessage): Work {
    const reason = handleSystemMessage(message);
    return reason === undefined ? undefined : this.#terminate(reason[0]);
  }

  #initialised(result: unknown): Work {
    const { report } = this.#start!;
    if (Array.isArray(result)) {
      const [kind, first, second] = result as readonly unknown[];
      if (kind === 'ok' && (result.length === 2 || result.length === 3)) {
        this.#start = undefined;
        this.#state = first;
        report.ack(['ok', self()]);
        return result.length === 2 ? undefined : this.#next(second as Action);
      }
      if (kind === 'stop' && result.length === 2) return this.#failToStart(['error', first], first);
      if (kind === 'error' && result.length === 2) return this.#failToStart(['error', first], 'normal');
    }
    if (result === 'ignore') return this.#failToStart('ignore', 'normal');
    const reason = ['bad_return_value', result];
    return this.#failToStart(['error', reason], reason);
  }

  #initThrew(thrown: unknown): Work {
    if (isThrow(thrown)) return this.#initialised(thrown);
    const reason = callbackReason(thrown);
    return this.#failToStart(['error', reason], reason);
  }

  #failToStart(result: unknown, reason: unknown): never {
    const { report, args } = this.#start!;
    // The name is free before the starter goes on, so that it can start the server anew.
    if (this.#name !== undefined) unregisterSelf(this.#name);
    report.fail(result);
    reportTermination({ label: 'gen_server init', initialCall: this.initialCall, reason, detail: { args } });
    throw new ExitError(reason);
  }

  /** Runs `terminate` and ends; what `terminate` throws replaces the reason, unless it is a throw. */
  #terminate(reason: unknown, last?: () => void): Work {
    let done: unknown;
    try {
      done = this.#server.terminate(reason, this.#state);
    } catch (thrown) {
      if (!isThrow(thrown)) return this.#exit(callbackReason(thrown));
    }
    if (!isPromise(done)) return this.#exit(reason, last);
    return done.then(
      () => this.#exit(reason, last),
      (thrown: unknown) => (isThrow(thrown) ? this.#exit(reason, last) : this.#exit(callbackReason(thrown))),
    );
  }

  #exit(reason: unknown, last?: () => void): never {
    last?.();
    const detail = { last_message: this.#message, state: this.#state };
    reportTermination({ label: 'gen_server terminate', initialCall: this.initialCall, reason, detail });
    throw new ExitError(reason);
  }
}
