/**
 * Signals as terms: an array of a form's number and its fields, in the order given here. What arrives is checked field
 * by field; whether the far end may say it is not judged here.
 *
 * The signals of a message to an address, and of a call, are by far the most frequent. They have forms of their own,
 * which spell identifiers out, so that nothing in them needs to be restored: a message to an address is a third cheaper
 * to decode that way. `watch` and `unwatch` are a monitor and a demonitor whose reference is of the same run as the
 * process that sets it; what is watched is a name if its run is 0. A `reply` is a message `[ref, value]` to that ref.
 */
import { Address } from '../../terms/address.js';
import { Ref } from '../../terms/ref.js';
import type { NameOnNode, Signal, Target } from '../../terms/signal.js';
import type { Codec } from '../codec.js';
import { DecodeError } from './decodeError.js';
import { EncodeError } from './encodeError.js';
import { Arrivals, Departures, isNodeName } from './identifiers.js';

type Kind = Signal['kind'];
type WatchSignal = Signal & { readonly kind: 'monitor' | 'demonitor' };
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
  addressed: ['node', 'creation', 'id', 'message'],
  reply: ['node', 'creation', 'id', 'message[1]'],
  watch: ['node', 'creation', 'from', 'ref', 'at', 'run', 'what'],
  unwatch: ['node', 'creation', 'from', 'ref', 'at', 'run', 'what'],
  spawn: ['from', 'to', 'ref', 'fun', 'args', 'link', 'monitor', 'groupLeader'],
  spawn_reply: ['from', 'to', 'ref', 'linked', 'error'],
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
      return watch(10, signal) ?? [5, signal.from, signal.to, signal.ref];
    case 'demonitor':
      return watch(11, signal) ?? [6, signal.from, signal.to, signal.ref];
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
  if (!(to instanceof Address || to instanceof Ref)) return [0, to, message];
  const isReply = to instanceof Ref && Array.isArray(message) && message.length === 2 && message[0] === to;
  if (to instanceof Ref && !isReply) return [0, to, message];
  departures.expose(to);
  return isReply
    ? [9, to.node, to.creation, to.id, (message as readonly unknown[])[1]]
    : [8, to.node, to.creation, to.id, message];
}

function watch(form: number, signal: WatchSignal): readonly [number, ...unknown[]] | undefined {
  const { from, to, ref } = signal;
  if (from.home !== ref.home) return undefined;
  departures.expose(from);
  // A monitor that is over need not be found; that of a call is found otherwise.
  if (signal.kind === 'monitor') departures.expose(ref);
  if (!(to instanceof Address)) return [form, from.node, from.creation, from.id, ref.id, to[1], 0, to[0]];
  departures.expose(to);
  return [form, from.node, from.creation, from.id, ref.id, to.node, to.creation, to.id];
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
  const [, first, second, third, fourth, fifth] = values;
  switch (kind) {
    case 'addressed':
      return { kind: 'message', to: arrivedAddress(first, second, third), message: fourth };
    case 'reply': {
      const to = arrivals.alias(first, second, third);
      arrivals.endTerm();
      return { kind: 'message', to, message: [to, fourth] };
    }
    case 'watch':
    case 'unwatch':
      return watchSignal(kind === 'watch' ? 'monitor' : 'demonitor', values);
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

function arrivedAddress(node: unknown, creation: unknown, id: unknown): Address {
  try {
    return arrivals.address(node, creation, id);
  } finally {
    arrivals.endTerm();
  }
}

function watchSignal(kind: WatchSignal['kind'], values: readonly unknown[]): Signal {
  const [, node, creation, number, ref, at, run, what] = values;
  const from = arrivedAddress(node, creation, number);
  const to = run === 0 ? addressOrName(kind, 'to', [what, at]) : arrivedAddress(at, run, what);
  return { kind, from, to, ref: arrivals.watch(from, id(kind, 'ref', ref)) };
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
