/**
 * Shadow: a server in place of one that is being ported. The Erlang original answers; the port gets the same requests in the same
 * order, and what it would have answered is compared. Nobody sees the port's answers but whoever is told of differences.
 */
import { after, badarg, cancelTimer, on, receive, Ref, self, startTimer, type From } from '../../lib/index.js';
import { P } from 'ts-pattern';
import { abandon, type Response } from '../gen/responses.js';
import type { RequestIds } from '../gen/requestIds.js';
import type { StartResult } from '../gen/start.js';
import { genServer } from '../genServer/module.js';
import { GenServer } from '../genServer/server.js';
import type { ServerName, ServerRef } from '../via.js';
import { ask, forward, toBoth, type Exit } from './asking.js';
import { compare, type Comparing } from './comparing.js';

export interface ShadowOptions extends Comparing {
  /** The server that answers: `['bank', 'a@host']`. */
  readonly original: ServerRef;
  /** The server that is compared with it. It should begin in the same state. */
  readonly port: ServerRef;
  /**
   * How long the port may take once the original has answered, ms, or 'infinity'; then the call is given up, and reported with
   * `['EXIT', 'timeout']` as the port's reply. Default: 5000.
   */
  readonly portTimeout?: number | 'infinity';
  /**
   * How long the original may take, ms, or 'infinity'; then the call is given up: its caller gets no answer, as from the original,
   * and it is reported with `['EXIT', 'timeout']` as the original's reply, unless the port has not answered either. Default:
   * 'infinity', with which a call that is never answered is kept for ever.
   */
  readonly originalTimeout?: number | 'infinity';
}

type Side = 'original' | 'port';
type Label = readonly [side: Side, number: number];

/** A call that has not been answered by both. */
interface Pending {
  readonly request: unknown;
  readonly from: From;
  readonly toOriginal: Ref;
  /** The request to the port; what it counts as if that cannot travel. */
  readonly toPort: Ref | Exit;
  readonly answers: { original?: unknown; port?: unknown };
  timer?: Ref | undefined;
}

interface State {
  readonly options: ShadowOptions;
  readonly ids: RequestIds<unknown, Label>;
  readonly pending: Map<number, Pending>;
  /** The timers of the calls that wait: for the original, then for the port alone. */
  readonly timers: Map<Ref, number>;
  readonly calls: number;
}

const defaultPortTimeout = 5000;
const word = 2 ** 32;
const tooLate: Exit = ['EXIT', 'timeout'];

class ShadowServer extends GenServer<State> {
  init(options: ShadowOptions) {
    const state: State = { options, ids: genServer.reqidsNew(), pending: new Map(), timers: new Map(), calls: 0 };
    return ['ok', state] as const;
  }

  override handleCall(request: unknown, from: From, state: State) {
    const number = state.calls + 1;
    const { original, port, originalTimeout = 'infinity' } = state.options;
    const toOriginal = ask(original, request);
    if (!(toOriginal instanceof Ref)) return ['reply', toOriginal, state] as const;
    const toPort = ask(port, request);
    const isAsked = toPort instanceof Ref;
    const call: Pending = { request, from, toOriginal, toPort, answers: isAsked ? {} : { port: toPort } };
    state.pending.set(number, call);
    this.#limit(state, number, call, originalTimeout);
    const one = genServer.reqidsAdd(toOriginal, ['original', number] as const, state.ids);
    const ids = isAsked ? genServer.reqidsAdd(toPort, ['port', number] as const, one) : one;
    return ['noreply', { ...state, calls: number, ids }] as const;
  }

  override handleCast(request: unknown, state: State) {
    toBoth(state.options, (server) => void genServer.cast(server, request));
    return ['noreply', state] as const;
  }

  // Not async: a difference is known by the time that the call after it is answered.
  override handleInfo(info: unknown, state: State) {
    const timer = timerIn(info);
    if (timer !== undefined && state.timers.has(timer)) return this.#timedOut(timer, state);
    const answer = genServer.checkResponse(info, state.ids, true);
    if (answer === 'no_request' || answer === 'no_reply') {
      forward(state.options, info);
      return ['noreply', state] as const;
    }
    const [response, [side, number], ids] = answer;
    if (side === 'original' && response[0] === 'error') return ['stop', response[1][0], { ...state, ids }] as const;
    this.#answered(state, side, number, response);
    return ['noreply', { ...state, ids }] as const;
  }

  #answered(state: State, side: Side, number: number, response: Response): void {
    const call = state.pending.get(number)!;
    const reply = response[0] === 'reply' ? response[1] : (['EXIT', response[1][0]] as const);
    call.answers[side] = reply;
    if (side === 'original') genServer.reply(call.from, reply);
    if (!('original' in call.answers)) return;
    if ('port' in call.answers) return this.#finish(state, number, call);
    const { portTimeout = defaultPortTimeout } = state.options;
    this.#limit(state, number, call, portTimeout);
  }

  /** Starts the time that a call may still take. */
  #limit(state: State, number: number, call: Pending, time: number | 'infinity'): void {
    this.#stopTimer(state, call);
    if (time === 'infinity') return;
    call.timer = startTimer(time, self(), number);
    state.timers.set(call.timer, number);
  }

  // One that has run out already is known by its message.
  #stopTimer({ timers }: State, call: Pending): void {
    if (call.timer !== undefined && cancelTimer(call.timer) !== false) timers.delete(call.timer);
    call.timer = undefined;
  }

  async #timedOut(timer: Ref, state: State) {
    const number = state.timers.get(timer)!;
    state.timers.delete(timer);
    const call = state.pending.get(number);
    // It has been answered meanwhile.
    if (call?.timer !== timer) return ['noreply', state] as const;
    if ('original' in call.answers) return this.#giveUp(state, number, call);
    const late = await lateReply(call.toOriginal);
    const next = { ...state, ids: state.ids.without(call.toOriginal) as State['ids'] };
    if (late === tooLate) {
      call.answers.original = late;
      return this.#giveUp(next, number, call);
    }
    this.#answered(next, 'original', number, ['reply', late]);
    return ['noreply', next] as const;
  }

  /** The port is not waited for any more. */
  async #giveUp(state: State, number: number, call: Pending) {
    const { answers, toPort } = call;
    const isAsked = toPort instanceof Ref;
    if (isAsked && !('port' in answers)) answers.port = await lateReply(toPort);
    this.#finish(state, number, call);
    return ['noreply', isAsked ? { ...state, ids: state.ids.without(toPort) as State['ids'] } : state] as const;
  }

  #finish(state: State, number: number, call: Pending): void {
    const { request, answers } = call;
    state.pending.delete(number);
    this.#stopTimer(state, call);
    compare(state.options, { request, original: answers.original, port: answers.port, number });
  }
}

/** Gives a request up. The reply may have come all the same, behind the message of the timer. */
async function lateReply(id: Ref): Promise<unknown> {
  abandon(id);
  return receive(
    on([id, P._], ([, reply]) => reply),
    after(0, () => tooLate),
  );
}

function checkTime(name: 'portTimeout' | 'originalTimeout', time: number | 'infinity' = 'infinity'): void {
  const isTime = time === 'infinity' || (Number.isInteger(time) && time >= 0 && time < word);
  if (!isTime) throw badarg('shadow.startLink', name, time, "ms from 0 to 4294967295 or 'infinity'");
}

function timerIn(info: unknown): Ref | undefined {
  const [tag, ref] = Array.isArray(info) ? (info as readonly unknown[]) : [];
  return tag === 'timeout' && ref instanceof Ref ? ref : undefined;
}

/** Servers that compare a port with its original. */
export const shadow = {
  /**
   * Starts a shadow that is linked with the caller: a server that forwards each call, cast and message to the original and to
   * the port, replies what the original replies, and reports where the port's reply differs: to `onDifference`, and by an event
   * 'report' of the node with the label `['shadow', 'difference']`. It ends when the original does. A call whose request cannot
   * travel to the original is answered `['EXIT', ['not_transferable', problem]]`.
   *
   * @param name under which callers find it, as in `genServer.startLink`
   * @example
   * import { genServer, GenServer, ok, reply } from 'regent-otp/behaviours';
   * import { shadow } from 'regent-otp/beam';
   *
   * class Doubling extends GenServer<null> {
   *   init() {
   *     return ok(null);
   *   }
   *   override handleCall(request: unknown, _from: unknown, state: null) {
   *     return reply(Number(request) * 2, state);
   *   }
   * }
   *
   * await genServer.start(['local', 'original'], Doubling, []);
   * await genServer.start(['local', 'port'], Doubling, []);
   * await shadow.startLink(['local', 'double'], { original: 'original', port: 'port' });
   * await genServer.call('double', 21); // => 42
   */
  startLink(name: ServerName, options: ShadowOptions): Promise<StartResult> {
    checkTime('portTimeout', options.portTimeout);
    checkTime('originalTimeout', options.originalTimeout);
    return genServer.startLink(name, ShadowServer, options);
  },
} as const;
