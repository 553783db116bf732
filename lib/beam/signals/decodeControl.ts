/** Control tuples and the terms behind them on their way in: which signal they are. */
import type { Incarnation } from '../../terms/incarnation.js';
import { isReply, type Signal } from '../../terms/signal.js';
import type { Ref } from '../../terms/ref.js';
import type { TermDecoder } from '../etf/decoder.js';
import { DecodeError } from '../etf/etfError.js';
import { tags } from '../etf/tags.js';
import { passThrough, type BeamTerms } from './beamTerms.js';
import { ControlFields } from './controlFields.js';
import { incoming } from './incoming.js';
import { arities, operations, withPayload } from './operations.js';
import { reasonIn } from './reasons.js';
import { spawnIn, spawnReplyIn } from './spawning.js';

/** Who reads. */
export interface DecodeContext {
  readonly decoder: TermDecoder;
  readonly terms: BeamTerms;
  readonly here: Incarnation;
  /** The name of the node at the far end. */
  readonly node: string;
}

/**
 * The signal in a frame; undefined if it says nothing of interest here.
 *
 * @throws DecodeError
 */
export function decodeControl(frame: Buffer, context: DecodeContext): Signal | undefined {
  const { decoder } = context;
  if (frame[0] !== passThrough || frame[1] !== tags.version) {
    throw new DecodeError(`a frame must start with ${passThrough} and ${tags.version}`);
  }
  const control = decoder.decode(frame, 2);
  const operation = operationOf(control);
  let payload: unknown;
  if (withPayload.has(operation)) {
    if (frame[decoder.end] !== tags.version) throw new DecodeError('a term must follow the control tuple');
    payload = decoder.decode(frame, decoder.end + 1);
  }
  if (decoder.end !== frame.length) throw new DecodeError(`bytes behind the control tuple ${operation}`);
  const signal = signalOf(operation, new ControlFields(control as readonly unknown[]), payload, context);
  context.terms.identifiers.exposeCall(replyTagIn(signal));
  return signal;
}

function replyTagIn(signal: Signal | undefined): Ref | undefined {
  return signal?.kind === 'message' && isReply(signal.to, signal.message) ? signal.message[0] : undefined;
}

function operationOf(control: unknown): number {
  const items = Array.isArray(control) ? (control as readonly unknown[]) : [];
  const [operation] = items;
  const isKnown =
    typeof operation === 'number' &&
    (operation === operations.altactSend ? items.length >= 4 : arities[operation] === items.length);
  if (isKnown) return operation;
  throw new DecodeError(`no control tuple: ${String(operation)} with ${items.length} items`);
}

function signalOf(
  operation: number,
  fields: ControlFields,
  payload: unknown,
  context: DecodeContext,
): Signal | undefined {
  const { terms, here, node } = context;
  const message = (): unknown => incoming(payload, here, terms.vocabulary);
  const reason = (term: unknown): unknown => reasonIn(term, terms.vocabulary);
  switch (operation) {
    case operations.send:
    case operations.sendTraced:
    case operations.sendSender:
    case operations.sendSenderTraced:
      return { kind: 'message', to: fields.pid(2), message: message() };
    case operations.regSend:
    case operations.regSendTraced:
      return { kind: 'message', to: [fields.atom(3), here.node], message: message() };
    case operations.aliasSend:
    case operations.aliasSendTraced:
      return { kind: 'message', to: fields.ref(2), message: message() };
    case operations.link:
      return { kind: 'link', from: fields.pid(1), to: fields.pid(2) };
    case operations.unlinkId:
      return { kind: 'unlink', id: unlinkId(fields), from: fields.pid(2), to: fields.pid(3) };
    case operations.unlinkIdAck:
      return { kind: 'unlink_ack', id: unlinkId(fields), from: fields.pid(2), to: fields.pid(3) };
    case operations.exit:
    case operations.exit2:
      return exit(fields, reason(fields.item(3)), operation === operations.exit);
    case operations.exitTraced:
    case operations.exit2Traced:
      return exit(fields, reason(fields.item(4)), operation === operations.exitTraced);
    case operations.payloadExit:
    case operations.payloadExitTraced:
      return exit(fields, reason(payload), true);
    case operations.payloadExit2:
    case operations.payloadExit2Traced:
      return exit(fields, reason(payload), false);
    case operations.monitor:
    case operations.demonitor: {
      const kind = operation === operations.monitor ? 'monitor' : 'demonitor';
      return { kind, from: fields.pid(1), to: fields.process(2, here.node), ref: fields.ref(3) };
    }
    case operations.monitorExit:
      return down(fields, node, reason(fields.item(4)));
    case operations.payloadMonitorExit:
      return down(fields, node, reason(payload));
    case operations.spawnRequest:
    case operations.spawnRequestTraced:
      return spawnIn(fields, payload, here.node);
    case operations.spawnReply:
    case operations.spawnReplyTraced:
      return spawnReplyIn(fields, node);
    case operations.altactSend:
      return altact(fields, payload, context);
    case operations.groupLeader:
      return undefined;
    default:
      throw new DecodeError(`no operation: ${operation}`);
  }
}

function exit(fields: ControlFields, reason: unknown, linked: boolean): Signal {
  return { kind: 'exit', from: fields.pid(1), to: fields.pid(2), reason, linked };
}

function down(fields: ControlFields, node: string, reason: unknown): Signal {
  return { kind: 'down', from: fields.process(1, node), to: fields.pid(2), ref: fields.ref(3), reason };
}

// It may be greater than a number can be exactly; it is only told back.
function unlinkId(fields: ControlFields): number {
  const id = fields.item(1);
  if ((typeof id === 'number' || typeof id === 'bigint') && id > 0) return id as number;
  throw new DecodeError('the id of an unlink must be a positive integer');
}

const isAliased = 4;
const isNamed = 8;
const isExit = 16;

/** The form that OTP 28 introduced; flags that are not known are to be ignored. */
function altact(fields: ControlFields, payload: unknown, { terms, here }: DecodeContext): Signal {
  const flags = fields.number(1);
  if ((flags & isExit) !== 0) {
    const reason = reasonIn(payload, terms.vocabulary);
    return { kind: 'exit', from: fields.pid(2), to: fields.pid(3), reason, linked: false };
  }
  const message = incoming(payload, here, terms.vocabulary);
  if ((flags & isAliased) !== 0) return { kind: 'message', to: fields.ref(3), message };
  const to = (flags & isNamed) === 0 ? fields.pid(3) : ([fields.atom(3), here.node] as const);
  return { kind: 'message', to, message };
}
