/** joinBeam: makes a node a member of an Erlang cluster. */
import type { Node } from '../node/node.js';
import { Beam } from './beam.js';
import type { BeamOptions } from './beamOptions.js';
import { beamSettings } from './beamSettings.js';

/**
 * Makes a node a hidden node of a cluster of Erlang nodes: it listens, registers at epmd, and connects with whom something is
 * sent to. From then on addresses, names `[name, 'a@host']`, links and monitors reach Erlang's processes, and theirs this node's.
 * It can be in a cluster of this library at the same time.
 *
 * Nothing that Erlang's nodes ask for is run here unless `node.export` allows it. See docs/beam.md for how terms are mapped.
 *
 * @returns when the node listens and is registered
 * @throws badarg naming the option; Error if it cannot listen, or epmd does not register it. Then nothing is left behind.
 * @example
 * import { startNode } from 'regent-otp';
 * import { joinBeam } from 'regent-otp/beam';
 *
 * const node = startNode();
 * const beam = await joinBeam(node, { name: 'js@127.0.0.1', cookie: 'secret', epmd: false });
 * beam.nodes(); // => []
 * await node.stop();
 */
export async function joinBeam(node: Node, options: BeamOptions): Promise<Beam> {
  if (node.isStopping) throw new Error(`node ${node.name} has stopped`);
  if (node.peers.canFind) throw new Error(`node ${node.name} is in an Erlang cluster already`);
  const beam = new Beam(node, beamSettings(node, options));
  try {
    await node.inRootContext(() => beam.start());
  } catch (error) {
    await beam.leave();
    throw error;
  }
  return beam;
}
