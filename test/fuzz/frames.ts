/** Attacks by a node that was let in: frames that are no signals, or say what they must not. */
import { attacks } from '../lib/cluster/codec/hostileBytes.js';
import { rawNode, type RawNode } from '../lib/cluster/rawNode.js';
import type { Outcomes } from './outcomes.js';
import type { Random } from './random.js';
import { validFrames } from './signals.js';
import type { Victim } from './victim.js';

const kinds = [...Object.entries(attacks), ['as it is', (valid: Uint8Array) => valid] as const];

/** Makes so many cases, one after the other; who has lost the connection makes another. */
export async function attackWithFrames(
  victim: Victim,
  id: string,
  cases: number,
  random: Random,
  outcomes: Outcomes,
): Promise<void> {
  const { node, network, ids } = victim;
  const frames = validFrames(node, id, random);
  let creation = 0;
  const connect = () => rawNode(network, node, { id, creation: ++creation, ids });
  let raw: RawNode = await connect();
  for (let number = 0; number < cases; number++) {
    const [kind, attack] = kinds[random(kinds.length)]!;
    const bytes = attack(frames[random(frames.length)]!, random);
    raw.sayBytes(bytes);
    const why = await Promise.race([raw.settled(), raw.closed]);
    raw.signals.all();
    outcomes.add(`a frame, ${kind}`, why === undefined ? 'taken' : 'the connection ended');
    if (why === undefined) continue;
    if (why === '')
      outcomes.problem(`${kind}: a connection ended without a reason: ${Buffer.from(bytes).toString('hex')}`);
    raw = await connect();
  }
  raw.connection.close('over');
  await raw.closed;
}
