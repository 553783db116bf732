/** The gen_event handlers of the scenarios: src/ge_cb.erl and src/ge_cb2.erl. */
import { GenEvent } from 'regent-otp/behaviours';
import * as t from './t.js';

/** What a handler does, as functions. */
export interface Handlers {
  readonly n?: number;
  readonly init?: () => any;
  readonly event?: (event: any, state: any) => any;
  readonly call?: (request: any, state: any) => any;
  readonly info?: (info: any, state: any) => any;
  readonly terminate?: (arg: any) => unknown;
}

type State = readonly [tag: unknown, Handlers];

/** A programmable handler that logs everything. */
export class ge_cb extends GenEvent<any> {
  init(args: any): any {
    if (!isPair(args)) return ['error', ['bad_init', args]];
    const [tag, h] = args;
    t.log('cb', 'init', [tag, 'init']);
    return h.init === undefined ? ['ok', [tag, h]] : h.init();
  }

  handleEvent(e: unknown, s: State): any {
    const [tag, h] = s;
    t.log('cb', 'handle_event', [tag, e]);
    return h.event === undefined ? ['ok', s] : h.event(e, s);
  }

  override handleCall(r: unknown, s: State): any {
    const [tag, h] = s;
    t.log('cb', 'handle_call', [tag, r]);
    return h.call === undefined ? ['ok', [tag, 'reply', r], s] : h.call(r, s);
  }

  override handleInfo(i: unknown, s: State): any {
    const [tag, h] = s;
    t.log('cb', 'handle_info', [tag, i]);
    return h.info === undefined ? ['ok', s] : h.info(i, s);
  }

  override terminate(r: unknown, s: unknown): unknown {
    if (!isPair(s)) {
      t.log('cb', 'terminate', [r, s]);
      return 'x';
    }
    const [tag, h] = s;
    t.log('cb', 'terminate', [tag, r]);
    return h.terminate === undefined ? [tag, 'term_result'] : h.terminate(r);
  }

  override codeChange(_: unknown, s: State) {
    return ['ok', s] as const;
  }
}

/** `{Tag, H}`: what `init` gets after a swap is one, too, so the clause for that is never reached. */
function isPair(term: unknown): term is State {
  return Array.isArray(term) && term.length === 2;
}

/** A second handler, without handle_info. */
export class ge_cb2 extends GenEvent<any> {
  init(args: any): any {
    const isSwap = Array.isArray(args) && args.length === 2;
    t.log('cb', 'ge_cb2 init', args);
    return ['ok', isSwap ? 's2' : args];
  }

  handleEvent(e: unknown, s: unknown): any {
    t.log('cb', 'ge_cb2 event', e);
    return ['ok', s];
  }

  override handleCall(r: unknown, s: unknown): any {
    return ['ok', ['two', r], s];
  }

  override terminate(r: unknown, s: unknown): unknown {
    t.log('cb', 'ge_cb2 terminate', [r, s]);
    return 'done2';
  }
}
