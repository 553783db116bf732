/**
 * GenDriver: what the drivers of all behaviours have in common. A start over proc_lib's protocol, under a name or not;
 * system messages; the end: `terminate`, reports, exit.
 *
 * A method that handles something returns undefined when it is done, what the process is to wait for, or the DriverExit with which
 * it ends. No callback runs in a process that is gone (see Afterwards).
 */
import {
  Afterwards,
  currentNode,
  DriverExit,
  ExitError,
  self,
  type Address,
  type Driver,
  type StartReport,
} from '../../lib/index.js';
import { isThrow } from '../functionClause.js';
import { ProcLibBody } from '../procLib/body.js';
import { endingOf, exitOf, exitWith, isOrderly, type Ending } from '../procLib/ending.js';
import type { Lineage } from '../procLib/lineage.js';
import { isPromise } from '../promise.js';
import type { Debug } from '../sys/debug.js';
import { handleSystem, type SystemMessage } from '../sys/handleSystem.js';
import type { SysState, SystemProcess } from '../sys/systemProcess.js';
import { registerSelf, unregisterSelf, whereName, type ServerName } from '../via.js';
import { Attention } from './attention.js';
import type { LastWords } from './formatStatus.js';
import type { CheckedOptions } from './startOptions.js';
import type { Work } from './work.js';

export type { Work } from './work.js';

/** How a behaviour is started. */
export interface GenStart {
  readonly name: ServerName | undefined;
  readonly args: unknown;
  /** The process that links itself by the start, or monitors, whose exit ends this one; undefined if there is none. */
  readonly parent: Address | undefined;
  readonly lineage: Lineage;
  readonly options: CheckedOptions;
  /** How to tell the starter; undefined if the process was there before. */
  readonly report: StartReport | undefined;
}

export abstract class GenDriver extends ProcLibBody implements Driver, SystemProcess {
  readonly name: ServerName | undefined;
  parent!: Address;
  protected attention: Attention | undefined = undefined;
  #starting: GenStart | undefined;

  constructor(start: GenStart) {
    super(start.lineage);
    this.name = start.name;
    this.#starting = start;
  }

  abstract readonly behaviour: string;
  abstract handle(message: unknown): Work;
  abstract wake(): Work;
  abstract getState(): unknown;
  abstract replaceState(fun: (state: never) => unknown): unknown;
  abstract formatStatus(state: SysState): unknown;
  abstract changeCode(module: unknown, oldVsn: unknown, extra: unknown): unknown;

  /** Calls `init`. */
  protected abstract callInit(args: unknown): unknown;
  /** Does what `init` has returned: `started()` and so on, or `notStarted(result)`. */
  protected abstract initialised(result: unknown): Work;
  /** Calls `terminate`. */
  protected abstract callTerminate(reason: unknown): unknown;
  /**
   * The report of an end that is not orderly, and the message it came with; undefined if there is none. It is put together
   * only if somebody hears it, but a module's formatStatus has been called with this: whoever listens, as in OTP.
   */
  protected abstract lastWords(reason: unknown, message: unknown): (() => LastWords) | undefined;

  /** What the start gives as the reason of an `init` that threw. */
  protected initFailure({ reason }: Ending): unknown {
    return reason;
  }

  /** The tag of the reason when `init` has returned something that it must not. */
  protected get badInit(): string {
    return 'bad_return_value';
  }

  get report(): StartReport | undefined {
    return this.#starting?.report;
  }

  get currentFunction(): unknown {
    return this.attention?.isHibernating === true ? ['erlang', 'hibernate', 3] : this.waitsIn;
  }

  /** The function in which it waits for messages. */
  protected get waitsIn(): unknown {
    return [this.behaviour, 'loop', 7];
  }

  get debug(): Debug | undefined {
    return this.attention?.debug;
  }

  setDebug(debug: Debug | undefined): void {
    if (debug !== undefined) this.attention ??= new Attention('infinity');
    if (this.attention === undefined) return;
    this.attention.debug = debug;
    if (this.attention.isOver) this.attention = undefined;
  }

  /** The name under which it is shown: its registered name, its key in a registry, or its address. */
  get shownName(): unknown {
    if (this.name === undefined) return self();
    return this.name[0] === 'via' ? this.name[2] : this.name[1];
  }

  start(): Work {
    this.settleIn();
    const isRegistered = this.name === undefined || registerSelf(this.name);
    if (!isPromise(isRegistered)) return this.#registered(isRegistered);
    return new Afterwards(
      isRegistered,
      (done) => this.#registered(done === true),
      (thrown) => this.#initThrew(thrown),
    );
  }

  /** What holds for the process from its start. */
  protected settleIn(): void {
    const { parent, options } = this.#starting!;
    this.parent = parent ?? self();
    if (options.debug === undefined && options.hibernateAfter === 'infinity') return;
    this.attention = new Attention(options.hibernateAfter);
    this.attention.debug = options.debug;
  }

  #registered(isRegistered: boolean): Work {
    const { report, args } = this.#starting!;
    if (!isRegistered) {
      report?.fail(['error', ['already_started', whereName(this.name!)]]);
      throw new ExitError('normal');
    }
    let result: unknown;
    try {
      result = this.callInit(args);
    } catch (thrown) {
      return this.#initThrew(thrown);
    }
    if (!isPromise(result)) return this.initialised(result);
    return new Afterwards(
      result,
      (value) => this.initialised(value),
      (thrown) => this.#initThrew(thrown),
    );
  }

  #initThrew(thrown: unknown): Work {
    if (isThrow(thrown)) return this.initialised(thrown);
    const ending = endingOf(thrown);
    return this.#failToStart(['error', this.initFailure(ending)], ending);
  }

  /** The process is up: its starter goes on. */
  protected started(): void {
    this.#starting?.report?.ack(['ok', self()]);
    this.#starting = undefined;
    this.attention?.wait('infinity');
  }

  /** `init` has returned something that does not start the process. */
  protected notStarted(result: unknown): Work {
    const normally: Ending = { class: 'exit', reason: 'normal' };
    if (result === 'ignore') return this.#failToStart('ignore', normally);
    if (Array.isArray(result) && result.length === 2) {
      const [kind, reason] = result as readonly unknown[];
      if (kind === 'stop') return this.#failToStart(['error', reason], { class: 'exit', reason });
      if (kind === 'error') return this.#failToStart(['error', reason], normally);
    }
    const reason = [this.badInit, result];
    return this.#failToStart(['error', reason], { class: 'exit', reason });
  }

  #failToStart(result: unknown, ending: Ending): Work {
    const fail = (): never => {
      this.#starting?.report?.fail(result);
      return exitWith(ending);
    };
    // The name is free before the starter goes on, so that it can start the server anew.
    const isFree = this.name === undefined ? undefined : unregisterSelf(this.name);
    return isPromise(isFree) ? new Afterwards(isFree, fail, fail) : fail();
  }

  /** Minds what is to be minded of a message that has come. */
  protected attend(attention: Attention, message: unknown): void {
    if (Array.isArray(message) && message[0] === 'system' && message.length === 3) return attention.pause();
    attention.messageCame();
    if (attention.debug !== undefined && !this.isParentExit(message)) this.watched(['in', message]);
  }

  protected isParentExit(message: unknown): boolean {
    return Array.isArray(message) && message[0] === 'EXIT' && message.length === 3 && message[1] === this.parent;
  }

  /** Tells whoever watches the process of an event. */
  protected watched(event: readonly unknown[]): void {
    const { debug } = this;
    if (debug === undefined) return;
    debug.handle(event, this.shownName);
    if (debug.isOff) this.setDebug(undefined);
  }

  protected handleSystem(message: SystemMessage): Work {
    const work = handleSystem(this, message);
    if (work instanceof DriverExit) return work;
    if (work !== undefined) return Promise.resolve(work).then(() => this.attention?.resume());
    this.attention?.resume();
    return undefined;
  }

  /** `sys` or the parent wants the process to end. */
  terminate(reason: unknown): Work {
    return this.end({ class: 'exit', reason }, []);
  }

  /**
   * Ends: calls `terminate`, reports, does something last, exits. What `terminate` throws replaces the reason, unless it
   * is a throw.
   */
  protected end(ending: Ending, message: unknown, last?: () => void): Work {
    let done: unknown;
    try {
      done = this.callTerminate(ending.reason);
    } catch (thrown) {
      return this.#terminateThrew(thrown, ending, message, last);
    }
    if (!isPromise(done)) return this.#exit(ending, message, last);
    return new Afterwards(
      done,
      () => this.#exit(ending, message, last),
      (thrown) => this.#terminateThrew(thrown, ending, message, last),
    );
  }

  #terminateThrew(thrown: unknown, ending: Ending, message: unknown, last?: () => void): Work {
    if (isThrow(thrown)) return this.#exit(ending, message, last);
    const crash = endingOf(thrown);
    const report = this.#report(crash, message);
    last?.();
    return exitOf(crash, report);
  }

  #exit(ending: Ending, message: unknown, last?: () => void): Work {
    const report = isOrderly(ending) ? undefined : this.#report(ending, message);
    last?.();
    return exitOf(ending, report);
  }

  #report(ending: Ending, message: unknown): unknown {
    const node = currentNode();
    const words = this.lastWords(ending.reason, message);
    // The crash report has it too.
    if (words === undefined || !(node.hears('report') || node.hears('crash'))) return undefined;
    const report = { level: 'error', label: [this.behaviour, 'terminate'], pid: self(), ...words() };
    node.emit('report', report);
    return report;
  }
}
