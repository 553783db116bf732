/**
 * ServerDriver: the loop of gen_server, as the scheduler drives it. A callback that returns a plain value costs no promise;
 * one that returns a promise is awaited, and no other message is handled meanwhile.
 *
 * What a callback returned is handled together with the message it was called for, which reports show. No message is
 * kept longer than that.
 */
import { Afterwards, genReply, type From } from '../../lib/index.js';
import { isThrow } from '../functionClause.js';
import { Attention } from '../gen/attention.js';
import { GenDriver, type GenStart } from '../gen/driver.js';
import type { LastWords } from '../gen/formatStatus.js';
import type { Work } from '../gen/work.js';
import type { InitialCall, ProcLibBody } from '../procLib/body.js';
import { endingOf } from '../procLib/ending.js';
import { isPromise } from '../promise.js';
import type { SystemMessage } from '../sys/handleSystem.js';
import type { SysState } from '../sys/systemProcess.js';
import { callCodeChange, isAction, isServerClass, moduleOf, type AnyServer } from './anyServer.js';
import { lastWords, serverStatus } from './status.js';
import type { Action } from './types.js';

/** `['$gen_call', from, request]` */
type CallMessage = readonly ['$gen_call', From, unknown];
type CastMessage = readonly ['$gen_cast', unknown];

export class ServerDriver extends GenDriver {
  #server: AnyServer;
  #state: unknown = undefined;

  constructor(start: GenStart, server: AnyServer) {
    super(start);
    this.#server = server;
  }

  get behaviour(): string {
    return 'gen_server';
  }

  get initialCall(): InitialCall {
    return [moduleOf(this.#server), 'init', 1];
  }

  handle(message: unknown): Work {
    if (this.attention !== undefined) this.attend(this.attention, message);
    if (Array.isArray(message)) {
      const tag: unknown = message[0];
      const { length } = message;
      if (tag === '$gen_call' && length === 3) return this.#call(message as unknown as CallMessage);
      if (tag === '$gen_cast' && length === 2) return this.#cast(message as unknown as CastMessage);
      if (tag === 'system' && length === 3) return this.handleSystem(message as unknown as SystemMessage);
      if (this.isParentExit(message)) return this.end({ class: 'exit', reason: message[2] as unknown }, message);
    }
    return this.#info(message);
  }

  wake(): Work {
    if (this.attention?.wake() !== true) return undefined;
    this.attend(this.attention, 'timeout');
    return this.#info('timeout');
  }

  #call(message: CallMessage): Work {
    let result: unknown;
    try {
      result = this.#server.handleCall(message[2], message[1], this.#state);
    } catch (thrown) {
      return this.#callThrew(thrown, message);
    }
    if (!isPromise(result)) return this.#called(result, message);
    return new Afterwards(
      result,
      (value) => this.#called(value, message),
      (thrown) => this.#callThrew(thrown, message),
    );
  }

  #callThrew(thrown: unknown, message: CallMessage): Work {
    return isThrow(thrown) ? this.#called(thrown, message) : this.end(endingOf(thrown), message);
  }

  #called(result: unknown, message: CallMessage): Work {
    if (!Array.isArray(result)) return this.#proceed(result, message);
    const kind: unknown = result[0];
    if (kind === 'reply') {
      if (result.length === 3) {
        this.#reply(message[1], result[1], result[2]);
        return undefined;
      }
      if (result.length === 4 && isAction(result[3])) {
        this.#reply(message[1], result[1], result[2]);
        return this.next(result[3]);
      }
    }
    if (kind === 'stop' && result.length === 4) {
      const [, reason, value, state] = result as readonly unknown[];
      this.#state = state;
      return this.end({ class: 'exit', reason }, message, () => this.#reply(message[1], value, state));
    }
    return this.#proceed(result, message);
  }

  #reply(from: From, value: unknown, state: unknown): void {
    this.#state = state;
    genReply(from, value);
    if (this.attention !== undefined) this.watched(['out', value, from, state]);
  }

  #cast(message: CastMessage): Work {
    let result: unknown;
    try {
      result = this.#server.handleCast(message[1], this.#state);
    } catch (thrown) {
      return this.#threw(thrown, message);
    }
    return this.#settle(result, message);
  }

  #info(message: unknown): Work {
    let result: unknown;
    try {
      result = this.#server.handleInfo(message, this.#state);
    } catch (thrown) {
      return this.#threw(thrown, message);
    }
    return this.#settle(result, message);
  }

  #continue(message: readonly ['continue', unknown]): Work {
    let result: unknown;
    try {
      result = this.#server.handleContinue(message[1], this.#state);
    } catch (thrown) {
      return this.#threw(thrown, message);
    }
    if (this.attention !== undefined) this.watched(message);
    return this.#settle(result, message);
  }

  #settle(result: unknown, message: unknown): Work {
    if (!isPromise(result)) return this.#proceed(result, message);
    return new Afterwards(
      result,
      (value) => this.#proceed(value, message),
      (thrown) => this.#threw(thrown, message),
    );
  }

  #threw(thrown: unknown, message: unknown): Work {
    return isThrow(thrown) ? this.#proceed(thrown, message) : this.end(endingOf(thrown), message);
  }

  /** Does what a callback that replies to nobody has returned. */
  #proceed(result: unknown, message: unknown): Work {
    if (Array.isArray(result)) {
      const kind: unknown = result[0];
      if (kind === 'noreply') {
        if (result.length === 2) {
          this.#take(result[1]);
          return undefined;
        }
        if (result.length === 3 && isAction(result[2])) {
          this.#take(result[1]);
          return this.next(result[2]);
        }
      }
      if (kind === 'stop' && result.length === 3) {
        this.#state = result[2];
        return this.end({ class: 'exit', reason: result[1] as unknown }, message);
      }
    }
    return this.end({ class: 'exit', reason: ['bad_return_value', result] }, message);
  }

  #take(state: unknown): void {
    this.#state = state;
    if (this.attention !== undefined) this.watched(['noreply', state]);
  }

  protected next(action: Action): Work {
    if (action === 'infinity') return undefined;
    if (typeof action === 'object') return this.#continue(action);
    (this.attention ??= new Attention('infinity')).wait(action);
    return undefined;
  }

  protected callInit(args: unknown): unknown {
    return this.#server.init(args);
  }

  protected initialised(result: unknown): Work {
    if (!Array.isArray(result) || result[0] !== 'ok') return this.notStarted(result);
    if (result.length === 2) {
      this.#state = result[1];
      this.started();
      return undefined;
    }
    if (result.length !== 3 || !isAction(result[2])) return this.notStarted(result);
    this.#state = result[1];
    this.started();
    return this.next(result[2]);
  }

  /** Goes on with a state, in a process that was there before. */
  protected enter(state: unknown, action: Action): Work {
    this.#state = state;
    this.started();
    return this.next(action);
  }

  protected callTerminate(reason: unknown): unknown {
    return this.#server.terminate(reason, this.#state);
  }

  protected lastWords(reason: unknown, message: unknown): () => LastWords {
    return lastWords(this.#server, this.#state, this, reason, message);
  }

  getState(): unknown {
    return this.#state;
  }

  replaceState(fun: (state: never) => unknown): unknown {
    const result = fun(this.#state as never);
    const take = (state: unknown): unknown => (this.#state = state);
    return isPromise(result) ? result.then(take) : take(result);
  }

  formatStatus(state: SysState): unknown {
    return serverStatus(this.#server, this.#state, this, state);
  }

  /** A class takes over: the server goes on as an instance of it. */
  changeCode(module: unknown, oldVsn: unknown, extra: unknown): unknown {
    const old = this.#server;
    const server = isServerClass(module) ? (old.successor?.(module) ?? (new module() as AnyServer)) : old;
    const result = callCodeChange(server, oldVsn, this.#state, extra);
    const take = (changed: unknown): unknown => {
      if (!Array.isArray(changed) || changed.length !== 2 || changed[0] !== 'ok') return changed;
      this.#server = server;
      this.#state = changed[1];
      return 'ok';
    };
    return isPromise(result) ? result.then(take) : take(result);
  }
}

/** The driver of `enterLoop`: the process has its name and its state already. */
export class EnteredServer extends ServerDriver {
  readonly #initialCall: InitialCall;
  readonly #entry: readonly [unknown, Action];

  constructor(start: GenStart, server: AnyServer, before: ProcLibBody, entry: readonly [state: unknown, Action]) {
    super(start, server);
    this.#initialCall = before.initialCall;
    this.#entry = entry;
  }

  override get initialCall(): InitialCall {
    return this.#initialCall;
  }

  override start(): Work {
    this.settleIn();
    return this.enter(...this.#entry);
  }
}
