/**
 * A door with a code lock. It locks itself again after a while; after three wrong codes it takes none for a while. Who wants
 * to enter while it is locked waits until it is not. door.erl is this module in Erlang.
 */
import { functionClause, genStatem, GenStatem, type Call, type ServerRef } from 'regent-otp/behaviours';
import type { EnterType, EventType, StatemResult } from 'regent-otp/behaviours';

type State = 'locked' | 'open' | 'blocked';
type Calls = Call<readonly ['code', number], unknown> | Call<'enter', 'welcome'> | Call<'state', State>;
type Casts = readonly ['set_code', number];
type Times = readonly [open: number, blocked: number];

interface Lock {
  readonly code: number;
  readonly times: Times;
  readonly wrong: number;
}

export class Door extends GenStatem<State, Lock, Calls, Casts> {
  /** Times are [how long it stays open, how long it is blocked] in ms. */
  static startLink(code: number, times: Times) {
    return genStatem.startLink(Door, [code, times]);
  }

  static code(door: ServerRef, code: number) {
    return this.call(door, ['code', code]);
  }

  static enter(door: ServerRef) {
    return this.call(door, 'enter');
  }

  static setCode(door: ServerRef, code: number) {
    return this.cast(door, ['set_code', code]);
  }

  static state(door: ServerRef) {
    return this.call(door, 'state');
  }

  callbackMode() {
    return ['handle_event_function', 'state_enter'] as const;
  }

  init([code, times]: readonly [number, Times]) {
    return ['ok', 'locked', { code, times, wrong: 0 }] as const;
  }

  override handleEvent(
    type: EventType | EnterType,
    content: unknown,
    state: State,
    lock: Lock,
  ): StatemResult<State, Lock> {
    if (type === 'enter') return entered(state, lock);
    if (type === 'state_timeout') return ['next_state', 'locked', { ...lock, wrong: 0 }];
    if (type === 'cast') {
      const [, code] = content as Casts;
      return state === 'open' ? ['keep_state', { ...lock, code }] : ['keep_state_and_data', 'postpone'];
    }
    const request = content as Calls['request'];
    if (typeof type === 'string' || type[0] !== 'call') return functionClause([type, content]);
    const answer = (value: unknown) => ['reply', type[1], value] as const;
    if (request === 'state') return ['keep_state_and_data', answer(state)];
    if (request === 'enter') return ['keep_state_and_data', state === 'open' ? answer('welcome') : 'postpone'];
    if (state !== 'locked') return ['keep_state_and_data', answer(['ignored', state])];
    if (request[1] === lock.code) return ['next_state', 'open', lock, answer('open')];
    const wrong = lock.wrong + 1;
    if (wrong === 3) return ['next_state', 'blocked', { ...lock, wrong }, answer(['blocked', 3])];
    return ['keep_state', { ...lock, wrong }, answer(['wrong', wrong])];
  }
}

function entered(state: State, lock: Lock): StatemResult<State, Lock> {
  const [open, blocked] = lock.times;
  if (state === 'open') return ['keep_state', { ...lock, wrong: 0 }, ['state_timeout', open, 'lock']];
  if (state === 'blocked') return ['keep_state_and_data', ['state_timeout', blocked, 'unblock']];
  return 'keep_state_and_data';
}
