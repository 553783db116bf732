/** Signals that the attacks on frames start from: all kinds, with addresses and runs that are forged as often as not. */
import type { Node, Signal } from 'regent-otp';
import { msgpackCodec } from '../../lib/cluster/codec/msgpackCodec.js';
import { encodeSignal } from '../../lib/cluster/codec/signalCodec.js';
import { Incarnation } from '../../lib/terms/incarnation.js';
import type { Random } from './random.js';

/** What may be said about the processes of a node by an attacker of this id. */
export function validFrames(victim: Node, attacker: string, random: Random): readonly Uint8Array[] {
  const pick = <T>(...items: readonly T[]): T => items[random(items.length)]!;
  const home = (): Incarnation =>
    pick(
      Incarnation.of(attacker, 1),
      Incarnation.of(attacker, 1 + random(2 ** 20)),
      victim.incarnation,
      Incarnation.of('friend', 1 + random(2 ** 20)),
      Incarnation.of('a', 1 + random(2 ** 20)),
    );
  const address = () => home().address(1 + random(50));
  const ref = () => home().ref(1_000_000 + random(50));
  const target = () => pick<unknown>(address(), address(), ['canary', 'a'], ['nobody', 'a'], ['canary', 'friend']);
  const message = () =>
    pick<unknown>('hello', ['ping', address()], { a: [1, 2.5, null] }, [ref(), 'ok'], new Map([[1, 2]]));
  const kinds: readonly (() => unknown)[] = [
    () => ({ kind: 'message', to: pick(target(), ref()), message: message() }),
    () => ({ kind: 'link', from: address(), to: address() }),
    () => ({ kind: 'unlink', from: address(), to: address(), id: 1 + random(5) }),
    () => ({ kind: 'unlink_ack', from: address(), to: address(), id: 1 + random(5) }),
    () => ({
      kind: 'exit',
      from: address(),
      to: address(),
      reason: pick('kill', 'normal', message()),
      linked: random(2) === 0,
    }),
    () => ({ kind: 'monitor', from: address(), to: target(), ref: ref() }),
    () => ({ kind: 'demonitor', from: address(), to: target(), ref: ref() }),
    () => ({ kind: 'down', from: target(), to: address(), ref: ref(), reason: message() }),
    () => ({ kind: 'call', from: address(), to: target(), ref: ref(), label: '$gen_call', request: message() }),
    () => ({ kind: 'spawn', from: address(), to: ['net_kernel', 'a'], ref: ref(), fun: 'm:f', args: [], link: true, monitor: true, groupLeader: address() }), // prettier-ignore
    () => ({
      kind: 'spawn_reply',
      from: address(),
      to: address(),
      ref: ref(),
      linked: random(2) === 0,
      error: undefined,
    }),
  ];
  const frames: Uint8Array[] = [];
  while (frames.length < 300) {
    frames.push(Uint8Array.from(encodeSignal(msgpackCodec, kinds[random(kinds.length)]!() as Signal)));
  }
  return frames;
}
