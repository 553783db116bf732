/**
 * One end of a connection over a line that loses packets, as TCP's: three-way handshake, numbered and acknowledged data that
 * is sent again when no acknowledgement comes, and a close that both sides agree on. A line is a function that sends a packet.
 * connection.erl is this module in Erlang.
 */
import { self, send, type Address, type From } from 'regent-otp';
import {
  functionClause,
  genStatem,
  GenStatem,
  type Call,
  type ServerRef,
  type StatemResult,
} from 'regent-otp/behaviours';
import type { EnterType, EventType } from 'regent-otp/behaviours';
import { isMatching, P } from 'ts-pattern';

const resendAfter = 20;
const mostTries = 4;

export type Packet = 'syn' | 'syn_ack' | 'ack' | 'fin' | 'fin_ack' | readonly ['ack', number] | DataPacket;
type DataPacket = readonly ['data', number, unknown];
export type Line = (packet: Packet) => unknown;
type State = 'closed' | 'listening' | 'connecting' | 'accepting' | 'established' | 'sending' | 'closing';
type Type = EventType | EnterType;
type Result = StatemResult<State, End>;
type Answer = 'ok' | readonly ['error', 'closed' | 'timeout'];
type Calls = Call<'connect' | 'listen' | 'close' | readonly ['send', unknown], Answer>;

interface End {
  readonly owner: Address;
  readonly line: Line;
  readonly sent: number;
  readonly received: number;
  readonly data?: unknown;
  readonly caller?: From;
}

export class Connection extends GenStatem<State, End, Calls, readonly ['packet', Packet]> {
  /** The line is called with each packet for the other end. */
  static startLink(line: Line) {
    return genStatem.startLink(Connection, [self(), line]);
  }

  static connect(end: ServerRef) {
    return this.call(end, 'connect');
  }

  static listen(end: ServerRef) {
    return this.call(end, 'listen');
  }

  /** 'ok' as soon as the other end has it. */
  static send(end: ServerRef, data: unknown) {
    return this.call(end, ['send', data]);
  }

  static close(end: ServerRef) {
    return this.call(end, 'close');
  }

  /** A packet has come from the other end. */
  static packet(end: ServerRef, packet: Packet) {
    return this.cast(end, ['packet', packet]);
  }

  callbackMode() {
    return ['state_functions', 'state_enter'] as const;
  }

  init([owner, line]: readonly [Address, Line]) {
    return ['ok', 'closed', { owner, line, sent: 0, received: 0 }] as const;
  }

  closed(type: Type, content: unknown, end: End): Result {
    if (isCall(type)) {
      if (content === 'connect') return ['next_state', 'connecting', { ...end, caller: type[1] }];
      if (content === 'listen') return ['next_state', 'listening', end, ['reply', type[1], 'ok']];
      return ['keep_state_and_data', ['reply', type[1], ['error', 'closed']]];
    }
    if (packetOf(type, content) === 'fin') end.line('fin_ack');
    return 'keep_state_and_data';
  }

  listening(type: Type, content: unknown, end: End): Result {
    if (packetOf(type, content) === 'syn') return ['next_state', 'accepting', end];
    return isCall(type) ? ['keep_state_and_data', 'postpone'] : 'keep_state_and_data';
  }

  connecting(type: Type, content: unknown, end: End): Result {
    if (type === 'enter') return resend('syn', 1, end);
    if (packetOf(type, content) === 'syn_ack') {
      end.line('ack');
      tell('established', end);
      return ['next_state', 'established', end, ['reply', end.caller!, 'ok']];
    }
    if (isTired(type, content)) return ['next_state', 'closed', end, ['reply', end.caller!, ['error', 'timeout']]];
    return waiting(type, content, end);
  }

  accepting(type: Type, content: unknown, end: End): Result {
    if (type === 'enter') return resend('syn_ack', 1, end);
    const packet = packetOf(type, content);
    if (packet === 'ack' || packet?.[0] === 'data') {
      tell('established', end);
      return packet === 'ack' ? ['next_state', 'established', end] : ['next_state', 'established', end, 'postpone'];
    }
    return isTired(type, content) ? ['next_state', 'listening', end] : waiting(type, content, end);
  }

  established(type: Type, content: unknown, end: End): Result {
    if (type === 'enter') return ['keep_state', end, [['timeout', 'resend'], 'cancel']];
    if (type === 'cast') return received(packetOf(type, content), end);
    if (!isCall(type)) return functionClause([type, content]);
    if (content === 'close') return ['next_state', 'closing', { ...end, caller: type[1] }];
    const [, data] = content as readonly ['send', unknown];
    return ['next_state', 'sending', { ...end, sent: end.sent + 1, caller: type[1], data }];
  }

  sending(type: Type, content: unknown, end: End): Result {
    if (type === 'enter') return resend(['data', end.sent, end.data], 1, end);
    const packet = packetOf(type, content);
    if (isMatching(['ack', end.sent], packet)) return ['next_state', 'established', end, ['reply', end.caller!, 'ok']];
    return type === 'cast' ? received(packet, end) : waiting(type, content, end);
  }

  closing(type: Type, content: unknown, end: End): Result {
    if (type === 'enter') return resend('fin', 1, end);
    if (packetOf(type, content) !== 'fin_ack') return waiting(type, content, end);
    return [
      'next_state',
      'closed',
      end,
      [
        ['reply', end.caller!, 'ok'],
        [['timeout', 'resend'], 'cancel'],
      ],
    ];
  }
}

/** What all states do in which an answer is waited for. */
function waiting(type: Type, content: unknown, end: End): Result {
  if (isCall(type)) return ['keep_state_and_data', 'postpone'];
  return type === 'cast' ? 'keep_state_and_data' : resend(...(content as readonly [Packet, number]), end);
}

/** What comes while the connection stands. Data that came before is acknowledged again: that was lost. */
function received(packet: Packet | undefined, end: End): Result {
  if (packet === 'fin') {
    end.line('fin_ack');
    tell('closed', end);
    return ['next_state', 'closed', end];
  }
  if (packet === 'syn_ack') end.line('ack');
  if (packet?.[0] !== 'data') return 'keep_state_and_data';
  const [, n, data] = packet as DataPacket;
  end.line(['ack', n]);
  if (n === end.received + 1) tell(['data', data], end);
  return ['keep_state', { ...end, received: n }];
}

function isCall(type: Type): type is readonly ['call', From] {
  return type[0] === 'call';
}

function packetOf(type: Type, content: unknown) {
  return type === 'cast' ? (content as readonly ['packet', Packet])[1] : undefined;
}

function isTired(type: Type, content: unknown) {
  return type[0] === 'timeout' && isMatching([P._, P.number.gt(mostTries)], content);
}

function resend(packet: Packet, tries: number, end: End): Result {
  end.line(packet);
  return ['keep_state', end, [['timeout', 'resend'], resendAfter, [packet, tries + 1]]];
}

function tell(what: unknown, { owner }: End) {
  send(owner, [self(), what]);
}
