/** A node of this library and one of Erlang in one cluster, for the tests of a file. */
import { startNode, type Node } from 'regent-otp';
import { joinBeam, type Beam, type BeamOptions } from 'regent-otp/beam';
import { Epmd } from './epmd.js';
import { ErlangNode } from './erlangNode.js';
import type { Erlang } from './erlangs.js';

export const cookie = 'secret';
export const jsName = 'js@127.0.0.1';
export const erlName = 'erl@127.0.0.1';

/** The atoms of the tests. */
export const testAtoms = [
  'ok',
  'hello',
  'echo',
  'boom',
  'stop',
  'done',
  'normal',
  'killed',
  'pong',
  'deposit',
  'owner',
];

export interface Pair {
  readonly erlang: Erlang;
  readonly epmd: Epmd;
  readonly erl: ErlangNode;
  readonly node: Node;
  readonly beam: Beam;
  close(): Promise<void>;
}

export async function startPair(erlang: Erlang, options: Partial<BeamOptions> = {}): Promise<Pair> {
  const epmd = await Epmd.start(erlang);
  const erl = await ErlangNode.start({ erlang, epmd, name: erlName, cookie });
  const { node, beam } = await startJs(epmd, options);
  const close = async (): Promise<void> => {
    await node.stop();
    await erl.kill();
    await epmd.stop();
  };
  return { erlang, epmd, erl, node, beam, close };
}

export async function startJs(
  epmd: Epmd,
  options: Partial<BeamOptions> = {},
): Promise<{ readonly node: Node; readonly beam: Beam }> {
  const node = startNode({ name: options.name ?? jsName });
  const beam = await joinBeam(node, { name: jsName, cookie, epmd: { port: epmd.port }, atoms: testAtoms, ...options });
  return { node, beam };
}
