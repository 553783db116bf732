/**
 * Signals as terms: an array of a form's number and its fields, in the order given here. What arrives is checked field
 * by field; whether the far end may say it is not judged here.
 *
 * A node speaks for its own processes, to those of the node at the far end. The most frequent signals have forms of their
 * own that leave both runs out, and so hold nothing that would have to be looked up or restored: `addressed` is a message to
 * a process or to a name, `reply` a message `[ref, value]` to that ref, `watch` and `unwatch` a monitor and a demonitor, and
 * `call` a call. There a process is its number, and a name its text.
 */
import { Address } from '../../terms/address.js';
import type { Incarnation } from '../../terms/incarnation.js';
import { Ref } from '../../terms/ref.js';
import { isReply, type NameOnNode, type Signal, type Target } from '../../terms/signal.js';
import type { Codec } from '../codec.js';
import { DecodeError } from './decodeError.js';
import { EncodeError } from './encodeError.js';
import { Arrivals, Departures, isNodeName } from './identifiers.js';

type Kind = Signal['kind'];
type WatchSignal = Signal & { readonly kind: 'monitor' | 'demonitor' | 'call' };
type Form = Kind | 'addressed' | 'reply' | 'watch' | 'unwatch';

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
  addressed: ['to', 'message'],
  reply: ['to', 'message[1]'],
  watch: ['from', 'to', 'ref'],
  unwatch: ['from', 'to', 'ref'],
  spawn: ['from', 'to', 'ref', 'fun', 'args', 'link', 'monitor', 'groupLeader'],
  spawn_reply: ['from', 'to', 'ref', 'linked', 'error'],
  call: ['from', 'to', 'ref', 'label', 'request'],
} as const satisfies Record<Form, readonly string[]>;

const forms = Object.keys(fields) as readonly Form[];

type WatchFields = Pick<WatchSignal, 'from' | 'to' | 'ref'>;

/** The runs of the two nodes, for the one that decodes. */
export interface Way {
  readonly here: Incarnation;
  readonly there: Incarnation;
}

const departures = new Departures();
const arrivals = new Arrivals(0);

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
      return messageTerm(signal.to, signal.message);
    case 'link':
      return [1, signal.from, signal.to];
    case 'unlink':
      return [2, signal.from, signal.to, signal.id];
    case 'unlink_ack':
      return [3, signal.from, signal.to, signal.id];
    case 'exit':
      return [4, signal.from, signal.to, signal.reason, signal.linked];
    case 'monitor':
      // A monitor that is over need not be found; that of a call is found otherwise.
      departures.expose(signal.ref);
      return [10, exposed(signal.from), exposed(signal.to), signal.ref.id];
    case 'demonitor':
      return [11, exposed(signal.from), exposed(signal.to), signal.ref.id];
    case 'call':
      return [14, exposed(signal.from), exposed(signal.to), signal.ref.id, signal.label, signal.request];
    case 'down':
      // Who is behind a name is nobody's business: `by` stays here.
      return [7, signal.from, signal.to, signal.ref, signal.reason];
    case 'spawn': {
      const { from, to, ref, fun, args, link, monitor, groupLeader } = signal;
      return [12, from, to, ref, fun, args, link, monitor, groupLeader];
    }
    case 'spawn_reply':
      return [13, signal.from, signal.to, signal.ref, signal.linked, signal.error];
    default:
      return signal satisfies never;
  }
}

function messageTerm(to: Target, message: unknown): readonly [number, ...unknown[]] {
  if (isReply(to, message)) return [9, message[0].id, message[1]];
  return to instanceof Ref ? [0, to, message] : [8, exposed(to), message];
}

/** The number or the text that means a process to the far end. */
function exposed(process: Address | NameOnNode): number | string {
  if (!(process instanceof Address)) return process[0];
  departures.expose(process);
  return process.id;
}

function fieldOf({ path: [step = ''] }: EncodeError, form: Form): string {
  return (fields[form] as readonly string[])[Number(step.slice(1, -1)) - 1] ?? form;
}

/**
 * The signal in bytes that came from outside.
 *
 * @throws DecodeError that names the field
 */
export function decodeSignal(codec: Codec, bytes: Uint8Array, way: Way): Signal {
  const term = codec.decode(bytes);
  const form = Array.isArray(term) && typeof term[0] === 'number' ? forms[term[0]] : undefined;
  if (form === undefined) throw new DecodeError('a signal must be an array that starts with the number of its form');
  const values = term as readonly unknown[];
  if (values.length !== fields[form].length + 1) {
    throw new DecodeError(`a signal of the form ${form} must have the fields ${fields[form].join(', ')}`);
  }
  return toSignal(form, values, way);
}

function toSignal(kind: Form, values: readonly unknown[], way: Way): Signal {
  const [, first, second, third, fourth, fifth] = values;
  switch (kind) {
    case 'addressed':
      return { kind: 'message', to: destination('message', first, way), message: second };
    case 'reply': {
      const to = arrivals.alias(way.here, first);
      return { kind: 'message', to, message: [to, second] };
    }
    case 'watch':
      return { kind: 'monitor', ...watchFields('monitor', values, way) };
    case 'unwatch':
      return { kind: 'demonitor', ...watchFields('demonitor', values, way) };
    case 'call':
      return { kind, ...watchFields(kind, values, way), label: fourth, request: fifth };
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
    case 'spawn':
      return {
        kind,
        from: address(kind, 'from', first),
        to: nameOnNode(kind, 'to', second),
        ref: ref(kind, 'ref', third),
        fun: text(kind, 'fun', fourth),
        args: list(kind, 'args', fifth),
        link: boolean(kind, 'link', values[6]),
        monitor: boolean(kind, 'monitor', values[7]),
        groupLeader: address(kind, 'groupLeader', values[8]),
      };
    case 'spawn_reply':
      return {
        kind,
        from: addressOrName(kind, 'from', first),
        to: address(kind, 'to', second),
        ref: ref(kind, 'ref', third),
        linked: boolean(kind, 'linked', fourth),
        error: fifth === undefined ? undefined : text(kind, 'error', fifth),
      };
    default:
      return kind satisfies never;
  }
}

/** What `exposed` made of a process of this node. */
function destination(kind: Kind, to: unknown, { here }: Way): Address | NameOnNode {
  if (typeof to === 'number') return arrivals.addressOf(here, to);
  return typeof to === 'string' ? [to, here.node] : refuse(kind, 'to', 'a number or a name');
}

function watchFields(kind: WatchSignal['kind'], [, from, to, ref]: readonly unknown[], way: Way): WatchFields {
  return {
    from: arrivals.addressOf(way.there, from),
    to: destination(kind, to, way),
    ref: arrivals.watch(way.there, id(kind, 'ref', ref)),
  };
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

function nameOnNode(kind: Kind, field: string, value: unknown): NameOnNode {
  return isNameOnNode(value) ? value : refuse(kind, field, 'a name on a node');
}

function isNameOnNode(value: unknown): value is NameOnNode {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && isNodeName(value[1]);
}

function id(kind: Kind, field: string, value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) > 0
    ? (value as number)
    : refuse(kind, field, 'a positive integer');
}

function text(kind: Kind, field: string, value: unknown): string {
  return typeof value === 'string' ? value : refuse(kind, field, 'a text');
}

function list(kind: Kind, field: string, value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(kind, field, 'a list');
}

function boolean(kind: Kind, field: string, value: unknown): boolean {
  return typeof value === 'boolean' ? value : refuse(kind, field, 'true or false');
}

function refuse(kind: Kind, field: string, expected: string): never {
  throw new DecodeError(`${field} of a ${kind} signal must be ${expected}`);
}
