/** Two nodes of this library that connect as Erlang nodes do: for what no Erlang need take part in. */
import { startNode, type Node } from 'regent-otp';
import { joinBeam, type Beam, type BeamOptions } from 'regent-otp/beam';
import { freePort } from './freePort.js';
import { cookie } from './withBeam.js';

export interface BeamNode {
  readonly node: Node;
  readonly beam: Beam;
}

/** Starts nodes that find each other at the ports they are given; the options are those of each. */
export async function startBeams(options: Readonly<Record<string, Partial<BeamOptions>>>): Promise<BeamNode[]> {
  const names = Object.keys(options);
  const ports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await freePort()] as const)));
  return Promise.all(
    names.map(async (name) => {
      const node = startNode({ name });
      const beam = await joinBeam(node, { name, cookie, epmd: false, port: ports[name]!, ports, ...options[name] });
      return { node, beam };
    }),
  );
}
