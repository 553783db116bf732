/** Requests for processes and the answers to them, on their way out and in. */
import { Address } from '../../terms/address.js';
import type { Signal } from '../../terms/signal.js';
import { Atom } from '../etf/atom.js';
import type { TermEncoder } from '../etf/encoder.js';
import { DecodeError } from '../etf/etfError.js';
import { asList, list } from '../etf/sequences.js';
import { tags } from '../etf/tags.js';
import { ControlFields, nameIn } from './controlFields.js';
import { openControl, putControl, putItem } from './encodeControl.js';
import { operations } from './operations.js';

type SpawnSignal = Signal & { readonly kind: 'spawn' };
type SpawnReply = Signal & { readonly kind: 'spawn_reply' };

/** The functions of Erlang's module erpc that run others, and where in their arguments the names of those stand. */
const namesAt: Readonly<Record<string, readonly number[]>> = {
  'erpc:execute_call/4': [1, 2],
  'erpc:execute_cast/3': [0, 1],
};

export function putSpawn(
  encoder: TermEncoder,
  { from, to, ref, fun, args, link, monitor, groupLeader }: SpawnSignal,
): void {
  const { atoms, output } = encoder;
  const [module] = to;
  openControl(encoder, 6);
  for (const item of [operations.spawnRequest, ref, from, groupLeader]) putItem(encoder, item);
  output.tagged(tags.smallTuple, 3);
  atoms.put(module);
  atoms.put(fun);
  encoder.put(args.length);
  encoder.put(list(...(link ? [Atom.of('link')] : []), ...(monitor ? [Atom.of('monitor')] : [])));
  output.u8(tags.version);
  encoder.put(named(`${module}:${fun}/${args.length}`, args), 'args');
}

export function putSpawnReply(encoder: TermEncoder, { from, to, ref, linked, error }: SpawnReply): void {
  if (from instanceof Address) putControl(encoder, operations.spawnReply, ref, to, linked ? 3 : 2, from);
  else putControl(encoder, operations.spawnReply, ref, to, 0, [error ?? 'notsup', to.node]);
}

export function spawnIn(fields: ControlFields, payload: unknown, node: string): SpawnSignal {
  const callee = new ControlFields(fields.list(4));
  const [module, fun] = [callee.atom(0), callee.atom(1)];
  if (!Array.isArray(payload)) throw new DecodeError('the arguments of a request for a process must be a list');
  const args = argumentsIn(module, fun, payload);
  const options = fields.list(5).map((option) => nameIn(Array.isArray(option) ? option[0] : option));
  return {
    kind: 'spawn',
    ref: fields.ref(1),
    from: fields.pid(2),
    groupLeader: fields.pid(3),
    to: [module, node],
    fun,
    args,
    link: options.includes('link'),
    monitor: options.includes('monitor'),
  };
}

export function spawnReplyIn(fields: ControlFields, node: string): SpawnReply {
  const from = fields.process(4, node);
  const error = from instanceof Address ? undefined : from[0];
  return { kind: 'spawn_reply', ref: fields.ref(1), to: fields.pid(2), from, linked: false, error };
}

/** The arguments of a request that has come: names that are atoms there are texts here. */
function argumentsIn(module: string, fun: string, args: readonly unknown[]): readonly unknown[] {
  const places = namesAt[`${module}:${fun}/${args.length}`];
  if (places === undefined) return args;
  return args.map((arg, index) => (places.includes(index) && arg instanceof Atom ? arg.name : arg));
}

/** The arguments of a request of this node: the names of modules and functions are atoms there. */
function named(what: string, args: readonly unknown[]): readonly unknown[] {
  const places = namesAt[what];
  const marked = args.map((arg, index) => {
    if (places === undefined) return arg;
    if (places.includes(index) && typeof arg === 'string') return Atom.of(arg);
    return index === args.length - 1 && Array.isArray(arg) ? asList(arg as readonly unknown[]) : arg;
  });
  return asList(marked);
}
