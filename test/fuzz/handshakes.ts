/** Attacks by who was not let in: handshakes that are none, and signals before, within and after them. */
import { msgpackCodec } from '../../lib/cluster/codec/msgpackCodec.js';
import { encodeSignal } from '../../lib/cluster/codec/signalCodec.js';
import { encodeFrame, frameType, type FrameType } from '../../lib/cluster/frames.js';
import { encodeHello, type Hello } from '../../lib/cluster/hello.js';
import type { Channel } from '../../lib/cluster/transport.js';
import { attacks } from '../lib/cluster/codec/hostileBytes.js';
import type { Outcomes } from './outcomes.js';
import type { Random } from './random.js';
import type { Victim } from './victim.js';

const hello = (id: string, creation: number): Hello => ({
  id,
  farId: 'a',
  creation,
  maxFrameSize: 2 ** 27,
  isHidden: false,
  fingerprint: undefined,
  codecs: ['msgpack'],
});

type Part = (valid: Uint8Array, random: Random, id: string) => Buffer;

const bytewise = Object.entries(attacks).map(
  ([kind, attack]) => [kind, (valid, random) => encodeFrame(frameType.hello, attack(valid, random))] as const,
) satisfies readonly (readonly [string, Part])[];

const own: readonly (readonly [string, Part])[] = [
  ['another id', (_, random) => encodeFrame(frameType.hello, encodeHello(hello(random(2) === 0 ? 'friend' : 'a', 1)))],
  ['another type', (valid, random) => encodeFrame((2 + random(250)) as FrameType, valid)],
  ['no frame', (_, random) => Buffer.from(Uint8Array.from({ length: random(100) }, () => random(256)))],
  ['a frame of gigabytes', (_, random) => Buffer.from([0xff, random(256), 0, 0, random(9), 1, 2, 3])],
  ['only the beginning', (valid, random) => encodeFrame(frameType.hello, valid).subarray(0, random(valid.length))],
  ['nothing', () => Buffer.alloc(0)],
];
const kinds: readonly (readonly [string, Part])[] = [...bytewise, ...own];

/** Makes so many cases, one after the other. What comes before anybody was let in must not reach the canary. */
export async function attackHandshakes(
  victim: Victim,
  id: string,
  cases: readonly number[],
  random: Random,
  outcomes: Outcomes,
): Promise<void> {
  const { endpoint, network } = victim;
  for (const number of cases) {
    const [kind, attack] = kinds[random(kinds.length)]!;
    const message = { kind: 'message', to: ['canary', 'a'], message: ['case', number] } as const;
    const signal = encodeFrame(frameType.signal, encodeSignal(msgpackCodec, message));
    const bad = attack(encodeHello(hello(id, 1 + number)), random, id);
    const bytes = Buffer.concat(random(3) === 0 ? [signal, bad] : [bad, signal]);
    const channel = await network.transport(id).dial(endpoint, 'a', new AbortController().signal);
    const answer = await answerTo(channel, bytes);
    const wasLetIn = answer.length > 4 && answer[4] === frameType.welcome;
    if (wasLetIn) victim.heard.delete(number);
    else if (victim.heard.has(number))
      outcomes.problem(`${kind}: a signal of case ${number} came in: ${bytes.toString('hex')}`);
    outcomes.add(`a handshake, ${kind}`, wasLetIn ? 'let in' : 'refused');
  }
}

/** All that the node says until the channel has ended. */
async function answerTo(channel: Channel, bytes: Uint8Array): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const closed = new Promise<void>((resolve) => (channel.onClose = () => resolve()));
  channel.onData = (chunk) => void chunks.push(chunk);
  channel.resume();
  if (bytes.length > 0) channel.write([bytes]);
  channel.end();
  await closed;
  return Buffer.concat(chunks);
}
