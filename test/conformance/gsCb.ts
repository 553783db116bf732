/** src/gs_cb.erl: a gen_server whose init argument is a map of functions. */
import { get, processFlag, put } from 'regent-otp';
import { functionClause, genServer, GenServer } from 'regent-otp/behaviours';

type Handler = (...args: any[]) => any;

export interface Handlers {
  readonly trap?: boolean;
  readonly init?: Handler;
  readonly call?: Handler;
  readonly cast?: Handler;
  readonly info?: Handler;
  readonly continue?: Handler;
  readonly terminate?: Handler;
  readonly code_change?: Handler;
}

export class gs_cb extends GenServer<any> {
  static start(...args: readonly [handlers: Handlers] | readonly [name: string, handlers: Handlers]) {
    if (args.length === 1) return genServer.start(gs_cb, args[0], []);
    return genServer.start(['local', args[0]], gs_cb, args[1], []);
  }

  static startLink(...args: readonly [handlers: Handlers] | readonly [name: string, handlers: Handlers]) {
    if (args.length === 1) return genServer.startLink(gs_cb, args[0], []);
    return genServer.startLink(['local', args[0]], gs_cb, args[1], []);
  }

  init(h: Handlers) {
    put('h', h);
    if (h.trap === true) processFlag('trap_exit', true);
    return handler('init', () => ['ok', 's0'])();
  }

  override handleCall(req: unknown, from: unknown, s: unknown) {
    return handler('call', (r, _, st) => ['reply', ['echo', r], st])(req, from, s);
  }

  override handleCast(req: unknown, s: unknown) {
    return handler('cast', (_, st) => ['noreply', st])(req, s);
  }

  override handleInfo(req: unknown, s: unknown) {
    return handler('info', (_, st) => ['noreply', st])(req, s);
  }

  override handleContinue(req: unknown, s: unknown) {
    return handler('continue', (_, st) => ['noreply', st])(req, s);
  }

  override terminate(r: unknown, s: unknown) {
    return handler('terminate', () => 'ok')(r, s);
  }

  override codeChange(_: unknown, s: unknown, x: unknown) {
    return handler('code_change', (st) => ['ok', st])(s, x);
  }
}

function handler(key: keyof Handlers, fallback: Handler): Handler {
  return ((get('h') as Handlers)[key] as Handler | undefined) ?? fallback;
}

/** src/gs_min.erl: a gen_server with only the two callbacks that are mandatory in practice. */
export class gs_min extends GenServer<string> {
  init(s: string) {
    return ['ok', s] as const;
  }

  override handleCall(request: unknown, _from: unknown, s: string) {
    if (request !== 'get') return functionClause(request);
    return ['reply', s, s] as const;
  }
}
