/**
 * BeamFormat: signals in the form that Erlang nodes speak: a control tuple, and for some a term behind it. One for each node at
 * the far end; names in what it says are names there, or here.
 */
import type { SignalFormat } from '../../cluster/signalFormat.js';
import { currentProcess } from '../../process/current.js';
import { Address } from '../../terms/address.js';
import { Ref } from '../../terms/ref.js';
import type { Signal } from '../../terms/signal.js';
import { TermDecoder } from '../etf/decoder.js';
import type { TermEncoder } from '../etf/encoder.js';
import { ReplyTag } from '../etf/replyTag.js';
import { tags } from '../etf/tags.js';
import { passThrough, type BeamTerms } from './beamTerms.js';
import { beamViolation } from './beamViolation.js';
import { decodeControl, type DecodeContext } from './decodeControl.js';
import { putControl, unused, type ControlItem } from './encodeControl.js';
import { operations } from './operations.js';
import { outgoing } from './outgoing.js';
import { reasonOut } from './reasons.js';
import { putSpawn, putSpawnReply } from './spawning.js';

export const beamFormatName = 'etf';

const headerSize = 4;

export class BeamFormat implements SignalFormat {
  readonly name = beamFormatName;
  readonly hasCalls = false;
  readonly violationOf = beamViolation;
  readonly #terms: BeamTerms;
  readonly #encoder: TermEncoder;
  readonly #context: DecodeContext;

  /** @param node the name of the node at the far end */
  constructor(terms: BeamTerms, encoder: TermEncoder, node: string) {
    this.#terms = terms;
    this.#encoder = encoder;
    this.#context = { decoder: new TermDecoder(terms), terms, here: terms.identifiers.own, node };
  }

  /** The frame, with its length before it. */
  encode(signal: Signal): Uint8Array {
    const { output } = this.#encoder;
    const start = output.begin();
    output.take(headerSize);
    output.u8(passThrough);
    try {
      this.#put(signal);
    } catch (error) {
      output.abandon(start);
      throw error;
    }
    output.setU32(start, output.at - start - headerSize);
    return output.finish(start);
  }

  decode(bytes: Uint8Array): Signal | undefined {
    const frame = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return decodeControl(frame, this.#context);
  }

  #put(signal: Signal): void {
    switch (signal.kind) {
      case 'message':
        return this.#message(signal);
      case 'link':
        return this.#control(operations.link, signal.from, signal.to);
      case 'unlink':
        return this.#control(operations.unlinkId, signal.id!, signal.from, signal.to);
      case 'unlink_ack':
        return this.#control(operations.unlinkIdAck, signal.id, signal.from, signal.to);
      case 'exit':
        this.#control(signal.linked ? operations.payloadExit : operations.payloadExit2, signal.from, signal.to);
        return this.#reason(signal.reason);
      case 'monitor':
        return this.#control(operations.monitor, signal.from, signal.to, signal.ref);
      case 'call':
        throw new Error('a call goes to an Erlang node as a monitor and a message');
      case 'demonitor':
        return this.#control(operations.demonitor, signal.from, signal.to, signal.ref);
      case 'down':
        this.#control(operations.payloadMonitorExit, signal.from, signal.to, signal.ref);
        return this.#reason(signal.reason);
      case 'spawn':
        return putSpawn(this.#encoder, signal);
      case 'spawn_reply':
        return putSpawnReply(this.#encoder, signal);
      default:
        signal satisfies never;
    }
  }

  #message({ to, message }: Signal & { readonly kind: 'message' }): void {
    const { vocabulary, sender } = this.#terms;
    const from = currentProcess()?.address ?? sender;
    const alias = to instanceof ReplyTag ? to.alias : to;
    if (alias instanceof Ref) this.#control(operations.aliasSend, from, alias);
    else if (to instanceof ReplyTag) this.#control(operations.sendSender, from, to.caller);
    else if (to instanceof Address) this.#control(operations.sendSender, from, to);
    else this.#control(operations.regSend, from, unused, to);
    this.#payload(outgoing(message, to, vocabulary), 'message');
  }

  #control(...items: readonly ControlItem[]): void {
    putControl(this.#encoder, ...items);
  }

  #reason(reason: unknown): void {
    this.#payload(reasonOut(reason, this.#terms.vocabulary), 'reason');
  }

  #payload(term: unknown, root: string): void {
    this.#encoder.output.u8(tags.version);
    this.#encoder.put(term, root);
  }
}
