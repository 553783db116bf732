/**
 * Shadow: a server in place of one that is being ported. The Erlang original answers; the port gets the same requests in the same
 * order, and what it would have answered is compared. Nobody sees the port's answers but whoever is told of differences.
 */
import { currentNode, send, termEquals, type From } from '../../lib/index.js';
import { binaryToTerm, termToBinary } from '../../lib/beam/index.js';
import type { Response } from '../gen/responses.js';
import type { RequestIds } from '../gen/requestIds.js';
import type { StartResult } from '../gen/start.js';
import { genServer } from '../genServer/module.js';
import type { AnyCall } from '../genServer/types.js';
import { GenServer } from '../genServer/server.js';
import { locate, type ServerName, type ServerRef } from '../via.js';

/** A request that the two answered differently. */
export interface Difference {
  readonly request: unknown;
  /** The original's reply. */
  readonly original: unknown;
  /** The port's, or `['EXIT', reason]` if it has ended instead. */
  readonly port: unknown;
  /** The how-manieth call it was, from 1. */
  readonly number: number;
}

export interface ShadowOptions {
  /** The server that answers: `['bank', 'a@host']`. */
  readonly original: ServerRef;
  /** The server that is compared with it. It should begin in the same state. */
  readonly port: ServerRef;
  /** The atoms of the protocol, as `joinBeam` is told: replies are compared as Erlang would see them. */
  readonly atoms?: Iterable<string>;
  /** Is told of each difference, in the process of the shadow. */
  readonly onDifference?: (difference: Difference) => void;
  /** Whether two replies count as the same, if they are not equal: for those with times or pids in them. */
  readonly isSame?: (original: unknown, port: unknown, request: unknown) => boolean;
}

type Side = 'original' | 'port';
type Label = readonly [side: Side, number: number];

/** A call that has not been answered by both. */
interface Pending {
  readonly request: unknown;
  readonly from: From;
  readonly answers: { original?: unknown; port?: unknown };
}

interface State {
  readonly options: ShadowOptions;
  readonly ids: RequestIds<unknown, Label>;
  readonly pending: Map<number, Pending>;
  readonly calls: number;
}

class ShadowServer extends GenServer<State> {
  init(options: ShadowOptions) {
    return ['ok', { options, ids: genServer.reqidsNew(), pending: new Map(), calls: 0 } satisfies State] as const;
  }

  override handleCall(request: unknown, from: From, state: State) {
    const number = state.calls + 1;
    const { original, port } = state.options;
    state.pending.set(number, { request, from, answers: {} });
    const one = ask(original, request, ['original', number], state.ids);
    return ['noreply', { ...state, calls: number, ids: ask(port, request, ['port', number], one) }] as const;
  }

  override handleCast(request: unknown, state: State) {
    genServer.cast(state.options.original, request);
    genServer.cast(state.options.port, request);
    return ['noreply', state] as const;
  }

  override handleInfo(info: unknown, state: State) {
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

  #answered({ options, pending }: State, side: Side, number: number, response: Response): void {
    const call = pending.get(number)!;
    const reply = response[0] === 'reply' ? response[1] : (['EXIT', response[1][0]] as const);
    call.answers[side] = reply;
    if (side === 'original') genServer.reply(call.from, reply);
    if (!('original' in call.answers && 'port' in call.answers)) return;
    pending.delete(number);
    compare(options, { request: call.request, original: call.answers.original, port: call.answers.port, number });
  }
}

function ask(server: ServerRef, request: unknown, label: Label, ids: State['ids']): State['ids'] {
  return genServer.sendRequest<AnyCall, unknown, unknown, Label, Label>(server, request, label, ids);
}

function forward({ original, port }: ShadowOptions, message: unknown): void {
  for (const server of [original, port]) {
    const to = locate(server);
    if (to !== undefined) send(to, message);
  }
}

function compare(options: ShadowOptions, difference: Difference): void {
  const { original, port, request } = difference;
  if (isEqual(original, port, options.atoms) || options.isSame?.(original, port, request) === true) return;
  currentNode().emit('report', { label: ['shadow', 'difference'], ...difference });
  options.onDifference?.(difference);
}

/** Whether both are the same term in Erlang: a reply that cannot travel is none. */
function isEqual(original: unknown, port: unknown, atoms: Iterable<string> = []): boolean {
  const declared = [...atoms];
  const seen = (reply: unknown): unknown =>
    binaryToTerm(termToBinary(reply, { atoms: declared }), { atoms: declared, binaries: 'bytes' });
  try {
    return termEquals(seen(original), seen(port));
  } catch {
    return false;
  }
}

/** Servers that compare a port with its original. */
export const shadow = {
  /**
   * Starts a shadow that is linked with the caller: a server that forwards each call, cast and message to the original and to
   * the port, replies what the original replies, and reports where the port's reply differs: to `onDifference`, and by an event
   * 'report' of the node with the label `['shadow', 'difference']`. It ends when the original does.
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
    return genServer.startLink(name, ShadowServer, options);
  },
} as const;
