/**
 * Signals as terms: an array of the kind's number and the signal's fields, in the order given here. What arrives is
 * checked field by field; whether the far end may say it is not judged here.
 */
import { Address } from '../../terms/address.js';
import { Ref } from '../../terms/ref.js';
import type { NameOnNode, Signal, Target } from '../../terms/signal.js';
import type { Codec } from '../codec.js';
import { DecodeError } from './decodeError.js';
import { EncodeError } from './encodeError.js';
import { isNodeName } from './identifiers.js';

type Kind = Signal['kind'];

/** The fields of each kind, after its number. */
const fields = {
  message: ['to', 'message'],
  link: ['from', 'to'],
  unlink: ['from', 'to', 'id'],
  unlink_ack: ['from', 'to', 'id'],
  exit: ['from', 'to', 'reason', 'linked'],
  monitor: ['from', 'to', 'ref'],
  demonitor: ['from', 'to', 'ref'],
  down: ['from', 'to', 'ref', 'reason', 'by'],
} as const satisfies Record<Kind, readonly string[]>;

const kinds = Object.keys(fields) as readonly Kind[];

/**
 * The bytes of a signal.
 *
 * @throws EncodeError whose path starts at the signal's field: `message[1].handler`, `reason.socket`
 */
export function encodeSignal(codec: Codec, signal: Signal): Uint8Array {
  try {
    return codec.encode(toTerm(signal));
  } catch (error) {
    throw error instanceof EncodeError ? error.within(fieldOf(error, signal.kind)) : error;
  }
}

function toTerm(signal: Signal): readonly unknown[] {
  switch (signal.kind) {
    case 'message':
      return [0, signal.to, signal.message];
    case 'link':
      return [1, signal.from, signal.to];
    case 'unlink':
      return [2, signal.from, signal.to, signal.id];
    case 'unlink_ack':
      return [3, signal.from, signal.to, signal.id];
    case 'exit':
      return [4, signal.from, signal.to, signal.reason, signal.linked];
    case 'monitor':
      return [5, signal.from, signal.to, signal.ref];
    case 'demonitor':
      return [6, signal.from, signal.to, signal.ref];
    case 'down':
      return [7, signal.from, signal.to, signal.ref, signal.reason, signal.by];
    default:
      return signal satisfies never;
  }
}

function fieldOf({ path: [step = ''] }: EncodeError, kind: Kind): string {
  return (fields[kind] as readonly string[])[Number(step.slice(1, -1)) - 1] ?? kind;
}

/**
 * The signal in bytes that came from outside.
 *
 * @throws DecodeError that names the field
 */
export function decodeSignal(codec: Codec, bytes: Uint8Array): Signal {
  const term = codec.decode(bytes);
  const kind = Array.isArray(term) && typeof term[0] === 'number' ? kinds[term[0]] : undefined;
  if (kind === undefined) throw new DecodeError('a signal must be an array that starts with the number of its kind');
  const values = term as readonly unknown[];
  if (values.length !== fields[kind].length + 1) {
    throw new DecodeError(`a ${kind} signal must have the fields ${fields[kind].join(', ')}`);
  }
  return toSignal(kind, values);
}

function toSignal(kind: Kind, values: readonly unknown[]): Signal {
  const [, first, second, third, fourth, fifth] = values;
  switch (kind) {
    case 'message':
      return { kind, to: target(kind, 'to', first), message: second };
    case 'link':
      return { kind, from: address(kind, 'from', first), to: address(kind, 'to', second) };
    case 'unlink':
      return {
        kind,
        from: address(kind, 'from', first),
        to: address(kind, 'to', second),
        id: third === undefined ? undefined : id(kind, 'id', third),
      };
    case 'unlink_ack':
      return { kind, from: address(kind, 'from', first), to: address(kind, 'to', second), id: id(kind, 'id', third) };
    case 'exit':
      return {
        kind,
        from: address(kind, 'from', first),
        to: address(kind, 'to', second),
        reason: third,
        linked: boolean(kind, 'linked', fourth),
      };
    case 'monitor':
    case 'demonitor':
      return {
        kind,
        from: address(kind, 'from', first),
        to: addressOrName(kind, 'to', second),
        ref: ref(kind, 'ref', third),
      };
    case 'down':
      return {
        kind,
        from: addressOrName(kind, 'from', first),
        to: address(kind, 'to', second),
        ref: ref(kind, 'ref', third),
        reason: fourth,
        by: fifth === undefined ? undefined : address(kind, 'by', fifth),
      };
    default:
      return kind satisfies never;
  }
}

function address(kind: Kind, field: string, value: unknown): Address {
  return value instanceof Address ? value : refuse(kind, field, 'an address');
}

function ref(kind: Kind, field: string, value: unknown): Ref {
  return value instanceof Ref ? value : refuse(kind, field, 'a reference');
}

function target(kind: Kind, field: string, value: unknown): Target {
  if (value instanceof Address || value instanceof Ref || isNameOnNode(value)) return value;
  return refuse(kind, field, 'an address, a reference or a name on a node');
}

function addressOrName(kind: Kind, field: string, value: unknown): Address | NameOnNode {
  return value instanceof Address || isNameOnNode(value)
    ? value
    : refuse(kind, field, 'an address or a name on a node');
}

function isNameOnNode(value: unknown): value is NameOnNode {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && isNodeName(value[1]);
}

function id(kind: Kind, field: string, value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) > 0
    ? (value as number)
    : refuse(kind, field, 'a positive integer');
}

function boolean(kind: Kind, field: string, value: unknown): boolean {
  return typeof value === 'boolean' ? value : refuse(kind, field, 'true or false');
}

function refuse(kind: Kind, field: string, expected: string): never {
  throw new DecodeError(`${field} of a ${kind} signal must be ${expected}`);
}
