/** The gen_statem callback modules of the scenarios: src/sm_cb.erl, src/sm_sf.erl and src/sm_cb2.erl. */
import { get, processFlag, put, type From } from 'regent-otp';
import { functionClause, GenStatem, genStatem, type StartResult } from 'regent-otp/behaviours';
import * as t from './t.js';

/** What a machine does, as functions. */
export interface Handlers {
  readonly trap?: boolean;
  readonly mode?: unknown;
  readonly init?: () => unknown;
  readonly ev?: (type: any, content: any, state: any, data: any) => unknown;
  readonly terminate?: (reason: unknown, state: unknown, data: unknown) => unknown;
}

const h = () => get('h') as Handlers;

/** A machine driven by a map of functions. */
export class sm_cb extends GenStatem<unknown, unknown> {
  static start(handlers: Handlers): Promise<StartResult> {
    return genStatem.start(sm_cb, handlers, []);
  }

  static startLink(handlers: Handlers): Promise<StartResult> {
    return genStatem.startLink(sm_cb, handlers, []);
  }

  init(handlers: Handlers): any {
    put('h', handlers);
    if (handlers.trap === true) processFlag('trap_exit', true);
    return handlers.init === undefined ? ['ok', 'a', 'd0'] : handlers.init();
  }

  callbackMode(): any {
    return h().mode ?? 'handle_event_function';
  }

  override handleEvent(type: unknown, content: unknown, state: unknown, data: unknown): any {
    return h().ev!(type, content, state, data);
  }

  override codeChange(_vsn: unknown, state: unknown, data: unknown): any {
    return ['ok', state, data];
  }

  override terminate(reason: unknown, state: unknown, data: unknown): unknown {
    return h().terminate?.(reason, state, data);
  }
}

/** Two states, off and on, as functions; counts switches. */
export class sm_sf extends GenStatem<'off' | 'on', number> {
  init() {
    return ['ok', 'off', 0] as const;
  }

  callbackMode() {
    return 'state_functions' as const;
  }

  off(type: any, content: unknown, n: number) {
    if (type[0] === 'call' && content === 'push')
      return ['next_state', 'on', n + 1, [['reply', type[1], ['was_off', n + 1]]]];
    if (type[0] === 'call' && content === 'count') return ['keep_state_and_data', [['reply', type[1], n]]];
    if (type === 'cast' && content === 'push') return ['next_state', 'on', n + 1];
    if (type !== 'info') return functionClause([type, content, n]);
    t.log('cb', 'off info', content);
    return 'keep_state_and_data';
  }

  on(type: any, content: unknown, n: number) {
    if (type[0] === 'call' && content === 'push') return ['next_state', 'off', n, ['reply', type[1], 'was_on']];
    if (type[0] === 'call' && content === 'count') return ['keep_state', n, [['reply', type[1], n]]];
    if (type === 'cast' && content === 'push') return ['next_state', 'off', n];
    if (type !== 'info') return functionClause([type, content, n]);
    t.log('cb', 'on info', content);
    return 'keep_state_and_data';
  }
}

/** Another callback module, to change to. */
export class sm_cb2 extends GenStatem<unknown, unknown> {
  init() {
    return ['ok', 'a', 'd'] as const;
  }

  callbackMode() {
    return 'handle_event_function' as const;
  }

  override handleEvent(type: any, content: any): any {
    if (type[0] === 'call' && content === 'who') return ['keep_state_and_data', [['reply', type[1] as From, 'sm_cb2']]];
    if (type === 'cast' && content[0] === 'act') return ['keep_state_and_data', [content[1]]];
    return functionClause([type, content]);
  }
}
