/**
 * Lends seats. Who asks while all are taken waits, but no longer than they say. A seat is free again when it is given back or
 * its holder ends. A room in which nobody sits for a while closes. waiting_room.erl is this module in Erlang.
 */
import {
  cancelTimer,
  demonitor,
  monitor,
  processFlag,
  self,
  startTimer,
  type Address,
  type From,
  type Ref,
} from 'regent-otp';
import { continueWith, functionClause, genServer, GenServer, noreply, ok, reply, stop } from 'regent-otp/behaviours';
import type { Call, NoreplyResult, ServerRef } from 'regent-otp/behaviours';
import { match, P } from 'ts-pattern';

type Calls =
  | Call<readonly ['take', number], 'ok' | readonly ['error', 'timeout' | 'closed']>
  | Call<'leave', 'ok' | readonly ['error', 'not_seated']>
  | Call<'status', readonly [free: number, seated: number, waiting: number]>;

interface Room {
  readonly free: number;
  readonly idle: number;
  readonly seated: ReadonlyMap<Address, Ref>;
  readonly waiting: readonly (readonly [timer: Ref, from: From])[];
}

export class WaitingRoom extends GenServer<Room, Calls> {
  static startLink(seats: number, idle: number) {
    return genServer.startLink(WaitingRoom, [seats, idle]);
  }

  /** 'ok', or ['error', 'timeout'] if no seat came free within so many ms. */
  static take(room: ServerRef, patience: number) {
    return this.call(room, ['take', patience], 'infinity');
  }

  static leave(room: ServerRef) {
    return this.call(room, 'leave');
  }

  /** How many seats are free, how many are taken, how many wait. */
  static status(room: ServerRef) {
    return this.call(room, 'status');
  }

  init([seats, idle]: readonly [number, number]) {
    if (seats <= 0) return stop('no_seats');
    processFlag('trap_exit', true);
    return ok<Room>({ free: 0, idle, seated: new Map(), waiting: [] }, continueWith(['open', seats]));
  }

  override handleContinue([, seats]: readonly ['open', number], room: Room) {
    return next(noreply({ ...room, free: seats }));
  }

  override handleCall(request: Calls['request'], from: From, room: Room) {
    const [pid] = from;
    if (request === 'status') return next(reply([room.free, room.seated.size, room.waiting.length], room));
    if (request === 'leave') {
      const held = room.seated.get(pid);
      if (held === undefined) return next(reply(['error', 'not_seated'], room));
      demonitor(held, ['flush']);
      return next(reply('ok', callNext({ ...room, seated: without(room.seated, pid) })));
    }
    if (request[0] !== 'take') return functionClause(request);
    if (room.free > 0) return next(reply('ok', seat(pid, room)));
    const timer = startTimer(request[1], self(), 'patience');
    return noreply({ ...room, waiting: [...room.waiting, [timer, from] as const] });
  }

  override handleCast(_: unknown, room: Room) {
    return next(noreply(room));
  }

  override handleInfo(info: unknown, room: Room): NoreplyResult<Room> {
    return match(info)
      .with(['timeout', P._, 'patience'], ([, timer]) => {
        const late = room.waiting.find(([ref]) => ref === timer);
        if (late === undefined) return next(noreply(room));
        genServer.reply(late[1], ['error', 'timeout']);
        return next(noreply({ ...room, waiting: room.waiting.filter((one) => one !== late) }));
      })
      .with(['DOWN', P._, 'process', P._, P._], ([, , , pid]) =>
        next(noreply(callNext({ ...room, seated: without(room.seated, pid as Address) }))),
      )
      .with('timeout', () => stop(['shutdown', 'idle'], room))
      .otherwise(functionClause);
  }

  override terminate(_: unknown, { waiting }: Room) {
    for (const [, from] of waiting) genServer.reply(from, ['error', 'closed']);
  }
}

/** An empty room closes when nothing happens for a while. */
function next<A extends readonly ['noreply', Room] | readonly ['reply', unknown, Room]>(answer: A) {
  const room = answer.at(-1) as Room;
  return room.seated.size === 0 ? ([...answer, room.idle] as const) : answer;
}

function seat(pid: Address, room: Room): Room {
  return { ...room, free: room.free - 1, seated: new Map(room.seated).set(pid, monitor('process', pid)) };
}

/** A seat is free: it goes to who has waited longest. */
function callNext(room: Room): Room {
  const [first, ...others] = room.waiting;
  if (first === undefined) return { ...room, free: room.free + 1 };
  const [timer, from] = first;
  cancelTimer(timer);
  genServer.reply(from, 'ok');
  return seat(from[0], { ...room, free: room.free + 1, waiting: others });
}

function without(seated: Room['seated'], pid: Address) {
  return new Map([...seated].filter(([one]) => one !== pid));
}
