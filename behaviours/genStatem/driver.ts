/**
 * StatemDriver: the loop of gen_statem, as the scheduler drives it.
 *
 * The order of events: what actions insert, then what was postponed (after a change of state), then timeouts of no time,
 * then what waits in the mailbox. Any event cancels the event timeout, a change of state the state timeout. Within a
 * transition: replies, the change of state, its enter call, and then all the rest of the actions of both.
 */
import { genReply, Ref, self, termEquals, yieldNow, type From } from '../../lib/index.js';
import { isThrow } from '../functionClause.js';
import { Attention } from '../gen/attention.js';
import { GenDriver, type GenStart } from '../gen/driver.js';
import { afterWork, type Work } from '../gen/work.js';
import type { LastWords } from '../gen/formatStatus.js';
import type { InitialCall } from '../procLib/body.js';
import { endingOf, type Ending } from '../procLib/ending.js';
import { isTuple } from '../isTuple.js';
import { isPromise } from '../promise.js';
import type { SystemMessage } from '../sys/handleSystem.js';
import type { SysState } from '../sys/systemProcess.js';
import { CollectedActions, sendReplies, type TimeoutChange } from './actions.js';
import { callState, type AnyStatem } from './anyStatem.js';
import { CallbackModules } from './callbackModules.js';
import { eventOf } from './eventOf.js';
import { EventQueue } from './eventQueue.js';
import { moduleOf, statemStatus, lastWords, type Shown } from './status.js';
import { Timeouts } from './timeouts.js';
import { parseResult, type Halt, type Transition } from './transition.js';
import type { EventType, StatemEvent } from './types.js';

/** So many events without one from outside, then others run first. */
const eventsInTurn = 1000;

export class StatemDriver extends GenDriver {
  readonly #modules: CallbackModules;
  #state: unknown = undefined;
  #data: unknown = undefined;
  readonly #queue = new EventQueue();
  readonly #timeouts = new Timeouts();
  #endsByError = false;

  constructor(start: GenStart, machine: AnyStatem) {
    super(start);
    this.#modules = new CallbackModules(machine);
  }

  get behaviour(): string {
    return 'gen_statem';
  }

  get initialCall(): InitialCall {
    return [moduleOf(this.#modules.first), 'init', 1];
  }

  protected override get badInit(): string {
    return 'bad_return_from_init';
  }

  // Unlike that of gen_server, the start shows an error without its stack.
  protected override initFailure({ class: kind, reason }: Ending): unknown {
    return kind === 'error' ? (reason as readonly unknown[])[0] : reason;
  }

  handle(message: unknown): Work {
    const isSystem = isTuple(message, 'system', 3);
    if (this.attention !== undefined) {
      if (isSystem) this.attention.pause();
      else this.attention.messageCame();
    }
    if (isSystem) return this.handleSystem(message as unknown as SystemMessage);
    if (isTuple(message, 'EXIT', 3) && message[1] === this.parent) return this.terminate(message[2]);
    if (isTuple(message, 'timeout', 3) && message[1] instanceof Ref && message[2] === 'gen_statem') {
      const event = this.#timeouts.takeFired(message[1]);
      return event === undefined ? undefined : this.#run(event);
    }
    return this.#run(eventOf(message));
  }

  wake(): Work {
    this.attention?.wake();
    return undefined;
  }

  /** Handles an event, and all that come from it. */
  #run(first: StatemEvent): Work {
    let event: StatemEvent | undefined = first;
    for (let count = 1; event !== undefined; count++) {
      const work = this.#handleEvent(event);
      if (work !== undefined) return afterWork(work, () => this.#goOn());
      if (count === eventsInTurn) return yieldNow().then(() => this.#goOn());
      event = this.#nextEvent();
    }
    return undefined;
  }

  #goOn(): Work {
    self();
    const event = this.#nextEvent();
    return event === undefined ? undefined : this.#run(event);
  }

  #nextEvent(): StatemEvent | undefined {
    return this.#queue.take() ?? this.#timeouts.takeOver();
  }

  #handleEvent(event: StatemEvent): Work {
    this.#timeouts.cancel('timeout');
    this.debug?.handle(['in', [event.type, event.content], this.#state], this.shownName);
    return this.#callback(event.type, event.content, event, (result) => this.#handled(result, event));
  }

  /** Calls a state, and hands what it returns or throws on. */
  #callback(
    type: EventType | 'enter',
    content: unknown,
    event: StatemEvent | undefined,
    proceed: (result: unknown) => Work,
  ): Work {
    const threw = (thrown: unknown): Work => (isThrow(thrown) ? proceed(thrown) : this.#endOn(endingOf(thrown), event));
    let result: unknown;
    try {
      result = callState(this.#modules.current, this.#modules.mode.mode, [type, content, this.#state, this.#data]);
    } catch (thrown) {
      return threw(thrown);
    }
    if (!isPromise(result)) return proceed(result);
    return result.then(
      (value) => {
        self();
        return proceed(value);
      },
      (thrown: unknown) => {
        self();
        return threw(thrown);
      },
    );
  }

  #handled(result: unknown, event: StatemEvent): Work {
    const parsed = parseResult(result, this.#state, this.#data);
    if (parsed === undefined) return this.#fail('bad_return_from_state_function', result, event);
    this.#data = parsed.data;
    return parsed.kind === 'go' ? this.#transit(parsed, event) : this.#halt(parsed, event);
  }

  sendReply(from: From, value: unknown): void {
    genReply(from, value);
    this.debug?.handle(['out', value, from], this.shownName);
  }

  #halt({ reason, replies }: Halt, event: StatemEvent | undefined): Work {
    const bad = sendReplies(this, replies);
    if (bad !== undefined) return this.#fail('bad_reply_action_from_state_function', bad.bad, event);
    return this.#endOn({ class: 'exit', reason }, event);
  }

  /** Goes to the state of a transition; the event is undefined for that into the first state. */
  #transit(transition: Transition, event: StatemEvent | undefined): Work {
    const collected = new CollectedActions(this);
    const bad = collected.add(transition.actions, false);
    if (bad !== undefined) return this.#fail('bad_action_from_state_function', bad.bad, event);
    for (const change of collected.modules) {
      const failure = this.#modules.apply(change);
      if (failure !== undefined) return this.#fail('bad_action_from_state_function', failure.bad, event);
    }
    const old = this.#state;
    const hasChanged = !termEquals(transition.state, old);
    this.#state = transition.state;
    const isEntered = hasChanged || transition.isRepeated || event === undefined;
    if (!isEntered || !this.#modules.mode.hasEnterCalls) return this.#finish(event, hasChanged, collected);
    return this.#enter(old, collected, event, hasChanged);
  }

  #enter(old: unknown, collected: CollectedActions, event: StatemEvent | undefined, hasChanged: boolean): Work {
    return this.#callback('enter', old, event, (result) => {
      const parsed = parseResult(result, this.#state, this.#data);
      if (parsed === undefined || (parsed.kind === 'go' && !termEquals(parsed.state, this.#state))) {
        return this.#fail('bad_state_enter_return_from_state_function', result, event);
      }
      this.#data = parsed.data;
      if (parsed.kind === 'halt') return this.#halt(parsed, event);
      const bad = collected.add(parsed.actions, true);
      if (bad !== undefined) return this.#fail('bad_state_enter_action_from_state_function', bad.bad, event);
      if (parsed.isRepeated) return this.#enter(this.#state, collected, event, hasChanged);
      return this.#finish(event, hasChanged, collected);
    });
  }

  /** What is left of a transition: postponing, events, timeouts. */
  #finish(event: StatemEvent | undefined, hasChanged: boolean, collected: CollectedActions): Work {
    if (collected.isPostponed && event !== undefined) this.#queue.postpone(event);
    if (hasChanged && event !== undefined) {
      this.#queue.retryPostponed();
      this.#timeouts.cancel('state_timeout');
    }
    this.#queue.insert(collected.nextEvents);
    for (const change of collected.timeouts) this.#changeTimeout(change);
    if (collected.isHibernating) (this.attention ??= new Attention('infinity')).wait('hibernate');
    return undefined;
  }

  #changeTimeout({ type, time, content, isAbsolute }: TimeoutChange): void {
    if (time === 'cancel') this.#timeouts.cancel(type);
    else if (time === 'update') this.#timeouts.update(type, content);
    else this.#timeouts.start(type, time, content, isAbsolute);
  }

  protected callInit(args: unknown): unknown {
    return this.#modules.current.init(args);
  }

  protected initialised(result: unknown): Work {
    if (!Array.isArray(result) || result[0] !== 'ok' || result.length < 3 || result.length > 4) {
      return this.notStarted(result);
    }
    const [, state, data, actions] = result as readonly unknown[];
    return this.enter(state, data, actions);
  }

  /** Begins in a state. The starter goes on before the first callback of the machine runs. */
  protected enter(state: unknown, data: unknown, actions: unknown): Work {
    this.#state = state;
    this.#data = data;
    this.started();
    const failure = this.#modules.readMode();
    if (failure !== undefined) return this.#fail('bad_return_from_callback_mode', failure.bad, undefined);
    const first = parseResult(['keep_state', data, actions], state, data) as Transition;
    const work = this.#transit(first, undefined);
    return work === undefined ? this.#goOn() : afterWork(work, () => this.#goOn());
  }

  #fail(what: string, term: unknown, event: StatemEvent | undefined): Work {
    return this.#endOn({ class: 'error', reason: [[what, term], []] }, event);
  }

  #endOn(ending: Ending, event: StatemEvent | undefined): Work {
    this.#endsByError = ending.class === 'error';
    return this.end(ending, event);
  }

  override terminate(reason: unknown): Work {
    return this.#endOn({ class: 'exit', reason }, undefined);
  }

  // Unlike that of gen_server, terminate gets the reason of an error without its stack.
  protected callTerminate(reason: unknown): unknown {
    const shown: unknown = this.#endsByError ? (reason as readonly unknown[])[0] : reason;
    return this.#modules.current.terminate(shown, this.#state, this.#data);
  }

  get #shown(): Shown {
    const { shownName, parent, debug } = this;
    const [modules, queue, state, data] = [this.#modules, this.#queue, this.#state, this.#data];
    return { shownName, parent, debug, modules, queue, state, data, timeouts: this.#timeouts.count };
  }

  protected lastWords(reason: unknown, event: unknown): () => LastWords {
    return lastWords(this.#shown, reason, event as StatemEvent | undefined);
  }

  getState(): unknown {
    return [this.#state, this.#data];
  }

  replaceState(fun: (state: never) => unknown): unknown {
    const result = fun([this.#state, this.#data] as never);
    return isPromise(result) ? result.then((both) => this.#replace(both)) : this.#replace(result);
  }

  #replace(both: unknown): unknown {
    [this.#state, this.#data] = both as readonly unknown[];
    return both;
  }

  formatStatus(state: SysState): unknown {
    return statemStatus(this.#shown, state);
  }

  /** A class takes over: the machine goes on as an instance of it. */
  changeCode(module: unknown, oldVsn: unknown, extra: unknown): unknown {
    const isClass = typeof module === 'function';
    const machine = isClass ? (new (module as new () => object)() as AnyStatem) : this.#modules.current;
    const result = machine.codeChange(oldVsn, this.#state, this.#data, extra);
    const take = (changed: unknown): unknown => {
      if (!Array.isArray(changed) || changed.length !== 3 || changed[0] !== 'ok') return changed;
      this.#modules.replace(machine);
      [, this.#state, this.#data] = changed as readonly unknown[];
      return this.#modules.readMode() ?? 'ok';
    };
    return isPromise(result) ? result.then(take) : take(result);
  }
}
