/**
 * Signals as terms: an array of a form's number and its fields, in the order given here. What arrives is checked field
 * by field; whether the far end may say it is not judged here.
 *
 * A message to an address is by far the most frequent signal. It has a form of its own, `addressed`, which spells the
 * address out: a third cheaper to decode, as nothing in it needs to be restored.
 */
import { Address } from '../../terms/address.js';
import { Ref } from '../../terms/ref.js';
import type { NameOnNode, Signal, Target } from '../../terms/signal.js';
import type { Codec } from '../codec.js';
import { DecodeError } from './decodeError.js';
import { EncodeError } from './encodeError.js';
import { Arrivals, Departures, isNodeName } from './identifiers.js';

type Kind = Signal['kind'];
type Form = Kind | 'addressed';

/** The fields of each form, after its number, which is its place here. */
const fields = {
  message: ['to', 'message'],
  link: ['from', 'to'],
  unlink: ['from', 'to', 'id'],
  unlink_ack: ['from', 'to', 'id'],
  exit: ['from', 'to', 'reason', 'linked'],
  monitor: ['from', 'to', 'ref'],
  demonitor: ['from', 'to', 'ref'],
  down: ['from', 'to', 'ref', 'reason'],
  addressed: ['node', 'creation', 'id', 'message'],
} as const satisfies Record<Form, readonly string[]>;

const forms = Object.keys(fields) as readonly Form[];

const departures = new Departures();
const arrivals = new Arrivals(1);

/**
 * The bytes of a signal.
 *
 * @throws EncodeError whose path starts at the signal's field: `message[1].handler`, `reason.socket`
 */
export function encodeSignal(codec: Codec, signal: Signal): Uint8Array {
  const term = toTerm(signal);
  try {
    return codec.encode(term);
  } catch (error) {
    throw error instanceof EncodeError ? error.within(fieldOf(error, forms[term[0]]!)) : error;
  }
}

function toTerm(signal: Signal): readonly [form: number, ...fields: unknown[]] {
  switch (signal.kind) {
    case 'message':
      return signal.to instanceof Address ? addressed(signal.to, signal.message) : [0, signal.to, signal.message];
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
      // Who is behind a name is nobody's business: `by` stays here.
      return [7, signal.from, signal.to, signal.ref, signal.reason];
    default:
      return signal satisfies never;
  }
}

function addressed(to: Address, message: unknown): readonly [number, ...unknown[]] {
  departures.expose(to);
  return [8, to.node, to.creation, to.id, message];
}

function fieldOf({ path: [step = ''] }: EncodeError, form: Form): string {
  return (fields[form] as readonly string[])[Number(step.slice(1, -1)) - 1] ?? form;
}

/**
 * The signal in bytes that came from outside.
 *
 * @throws DecodeError that names the field
 */
export function decodeSignal(codec: Codec, bytes: Uint8Array): Signal {
  const term = codec.decode(bytes);
  const form = Array.isArray(term) && typeof term[0] === 'number' ? forms[term[0]] : undefined;
  if (form === undefined) throw new DecodeError('a signal must be an array that starts with the number of its form');
  const values = term as readonly unknown[];
  if (values.length !== fields[form].length + 1) {
    throw new DecodeError(`a signal of the form ${form} must have the fields ${fields[form].join(', ')}`);
  }
  return toSignal(form, values);
}

function toSignal(kind: Form, values: readonly unknown[]): Signal {
  const [, first, second, third, fourth] = values;
  switch (kind) {
    case 'addressed':
      return { kind: 'message', to: arrivedAddress(first, second, third), message: fourth };
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
      };
    default:
      return kind satisfies never;
  }
}

function arrivedAddress(node: unknown, creation: unknown, id: unknown): Address {
  try {
    return arrivals.address(node, creation, id);
  } finally {
    arrivals.endTerm();
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
