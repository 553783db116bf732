// Who is connected with, and what of a node of this library nobody in the Erlang cluster can take over or end.
import { afterEach, expect, it } from 'vitest';
import { down, monitor, on, receive, register, self, send, startNode, type Node } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { atom, joinBeam, type BeamOptions } from 'regent-otp/beam';
import { startMemoryCluster } from 'regent-otp/testing';
import { P } from 'ts-pattern';
import { startBeams } from '../../support/beam/beamPair.js';
import { RawPeer, rawName } from '../../support/beam/rawPeer.js';
import { cookie, jsName } from '../../support/beam/withBeam.js';

const one = 'one@127.0.0.1';
const two = 'two@127.0.0.1';

const nodes: Node[] = [];
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.stop();
});

const join = (node: Node, options: Partial<BeamOptions> = {}) => {
  nodes.push(node);
  return joinBeam(node, { name: jsName, cookie, epmd: false, ...options });
};

const eventOf = (node: Node): Promise<object> => new Promise((resolve) => node.once('connection', resolve));

it('a node that is not allowed is not connected with either', async () => {
  const [first, second] = await startBeams({ [one]: { allow: ['friend@127.0.0.1'] }, [two]: {} });
  nodes.push(first!.node, second!.node);
  const failed = eventOf(first!.node);
  expect(await first!.beam.connect(two)).toBe(false);
  expect(await failed).toEqual({ event: 'dial_failed', node: two, reason: 'it is not allowed' });
  const reason = await first!.node.run(async () => {
    const ref = monitor('process', ['net_kernel', two]);
    return receive(on(down(ref), ([, , , , why]) => why));
  });
  expect(reason).toBe('noconnection');
  expect(second!.beam.nodes()).toEqual([]);
});

it('a node that has left connects with nobody', async () => {
  const [first, second] = await startBeams({ [one]: {}, [two]: {} });
  nodes.push(first!.node, second!.node);
  await first!.beam.leave();
  const failed = eventOf(first!.node);
  expect(await first!.beam.connect(two)).toBe(false);
  expect(await failed).toMatchObject({ event: 'dial_failed', reason: 'left' });
  expect([first!.beam.nodes(), first!.node.peers.has(two)]).toEqual([[], false]);
});

it('an Erlang node cannot have the name of a member of the cluster of this library', async () => {
  const cluster = await startMemoryCluster([jsName, rawName]);
  const [node, member] = [cluster.nodes[jsName], cluster.nodes[rawName]];
  nodes.push(member);
  const beam = await join(node);
  const refused = eventOf(node);
  await expect(RawPeer.connect(beam.port)).rejects.toThrow('not_allowed');
  expect(await refused).toMatchObject({ event: 'refused', node: rawName });
  expect(await beam.connect(rawName)).toBe(false);
  const echoed = await node.run(async () => {
    spawnEcho(member);
    send(['echo', rawName], [self(), 'hello']);
    return receive(on(['echo', P._], ([, what]) => what));
  });
  expect(echoed).toBe('hello');
});

function spawnEcho(node: Node): void {
  node.spawn(async () => {
    register('echo', self());
    await receive(on([P._, P._], ([from, what]) => send(from as never, ['echo', what])));
  });
}

it('an Erlang node cannot have the name that the node has here', async () => {
  const beam = await join(startNode({ name: rawName }));
  await expect(RawPeer.connect(beam.port)).rejects.toThrow('not_allowed');
});

it('a certificate that is none leaves nothing behind', async () => {
  const node = startNode({ name: jsName });
  const before = node.processes.count;
  const tls = { certPem: 'none', keyPem: 'none', clusterCertPem: 'none' };
  await expect(join(node, { tls })).rejects.toThrow();
  expect([node.processes.count, node.registered(), node.peers.canFind]).toEqual([before, [], false]);
  expect((await join(node)).nodes()).toEqual([]);
});

it('requests whose caller is none end no service', async () => {
  const node = startNode({ name: jsName });
  await join(node);
  const crashes: unknown[] = [];
  node.on('crash', (crash) => void crashes.push(crash));
  const answers = await node.run(async () => {
    send('net_kernel', ['$gen_call', 'nobody', ['is_auth', jsName]]);
    send('rex', ['$gen_call', 'nobody', ['call', 'os', 'cmd', [], 'user']]);
    const rex = genServer.call('rex', ['call', 'os', 'cmd', [], 'user']);
    return [await genServer.call('net_kernel', ['is_auth', jsName]), await rex];
  });
  expect(answers).toEqual([atom('yes'), ['badrpc', ['EXIT', expect.anything()]]]);
  expect(crashes).toEqual([]);
});
