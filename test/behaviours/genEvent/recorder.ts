// A handler that tells its owner what happens to it, and does what it is told.
import { send, type Address } from 'regent-otp';
import { genEvent, GenEvent, type Status } from 'regent-otp/behaviours';
import { pidOf } from '../../support/pidOf.js';

/** A tag, the process that is told, and what else the handler does. */
export interface Recorded {
  readonly tag: unknown;
  readonly owner: Address;
  readonly init?: () => unknown;
  readonly event?: (event: unknown, state: Recorded) => unknown;
  readonly call?: (request: unknown, state: Recorded) => unknown;
  readonly info?: (info: unknown, state: Recorded) => unknown;
  readonly terminate?: (arg: unknown) => unknown;
  readonly codeChange?: (oldVsn: unknown, extra: unknown) => unknown;
  readonly format?: (status: Status) => any;
}

export class Recorder extends GenEvent<Recorded> {
  init(given: Recorded | readonly [Recorded, unknown]): any {
    const [state, result] = Array.isArray(given) ? (given as readonly [Recorded, unknown]) : [given as Recorded];
    send(state.owner, [state.tag, 'init', result]);
    return state.init === undefined ? ['ok', state] : state.init();
  }
  handleEvent(event: unknown, state: Recorded): any {
    send(state.owner, [state.tag, 'event', event]);
    return state.event === undefined ? ['ok', state] : state.event(event, state);
  }
  override handleCall(request: unknown, state: Recorded): any {
    return state.call === undefined ? ['ok', [state.tag, request], state] : state.call(request, state);
  }
  override handleInfo(info: unknown, state: Recorded): any {
    send(state.owner, [state.tag, 'info', info]);
    return state.info === undefined ? ['ok', state] : state.info(info, state);
  }
  override terminate(arg: unknown, state: Recorded): unknown {
    send(state.owner, [state.tag, 'terminate', arg]);
    return state.terminate === undefined ? [state.tag, 'result'] : state.terminate(arg);
  }
  override codeChange(oldVsn: unknown, state: Recorded, extra: unknown): any {
    return state.codeChange === undefined ? ['ok', state] : state.codeChange(oldVsn, extra);
  }
  override formatStatus(status: Status): Status {
    return (status.state as Recorded).format?.(status) ?? status;
  }
}

/** A manager without handlers. */
export async function manager(): Promise<Address> {
  return pidOf(await genEvent.start());
}
