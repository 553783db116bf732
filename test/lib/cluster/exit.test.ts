// A node whose OS process exits: the others see it go down while the process is still there.
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import {
  down,
  joinCluster,
  monitor,
  on,
  receive,
  register,
  self,
  send,
  startNode,
  whereis,
  type Address,
  type Node,
} from 'regent-otp';
import { joinBeam } from 'regent-otp/beam';
import { P } from 'ts-pattern';
import { beforeAll, describe, expect, test } from 'vitest';
import { endpointText } from '../../../lib/cluster/endpoint.js';
import { freePort } from '../../support/beam/freePort.js';
import { built } from '../../support/built.js';
import { credentialsOf } from '../../support/certificates.js';
import { startProgram } from '../../support/runProgram.js';
import { loneSpec } from '../../support/startTlsCluster.js';

beforeAll(built, 120_000);

const here = 'one@127.0.0.1';
const there = 'two@127.0.0.1';

/** Joins the node here, and gives what a program does to join the node there. */
type Join = (node: Node) => Promise<string>;

async function overTls(node: Node): Promise<string> {
  const cluster = await joinCluster(node, { spec: await loneSpec(here) });
  const [port, { certPem, keyPem, clusterCertPem }] = await Promise.all([freePort(), credentialsOf(there)]);
  const nodes = [
    { id: there, address: `127.0.0.1:${port}` },
    { id: here, address: endpointText(cluster.endpoint!) },
  ];
  cluster.addNode(nodes[0]!);
  const pems = { node_cert_pem: certPem, node_key_pem: keyPem, cluster_cert_pem: clusterCertPem };
  return `const spec = ${JSON.stringify({ nodes, ...pems })};
    const cluster = await joinCluster(node, { spec });
    await cluster.connected('${here}');`;
}

async function asErlang(node: Node): Promise<string> {
  const [port, other] = await Promise.all([freePort(), freePort()]);
  const shared = { cookie: 'secret', epmd: false as const, ports: { [here]: port, [there]: other } };
  await joinBeam(node, { ...shared, name: here, port });
  return `const beam = await joinBeam(node, ${JSON.stringify({ ...shared, name: there, port: other })});
    await beam.connect('${here}');`;
}

/** Says its last words to whoever asks it to end, and does not quite end before its input does. */
const mortal = (join: string) => `
  import { readSync } from 'node:fs';
  import { halt, joinCluster, on, receive, self, send, startNode } from 'regent-otp';
  import { joinBeam } from 'regent-otp/beam';
  import { P } from 'ts-pattern';

  const node = startNode({ name: '${there}' });
  ${join}
  node.spawn(async () => {
    send(['asker', '${here}'], ['here', self()]);
    const asker = await receive(on(['end', P._], ([, pid]) => pid));
    // TLS takes nothing more before the turn after a write.
    for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
    process.on('exit', () => readSync(0, Buffer.alloc(1)));
    send(asker, 'last words');
    halt(23);
  });
`;

describe.each<[string, Join]>([
  ['in a cluster over TLS', overTls],
  ['in an Erlang cluster', asErlang],
])('a node that halts, %s', (_title, join) => {
  test('says its last words, and is gone for others before its OS process is', async () => {
    const node = startNode({ name: here });
    const asked = node.run(async () => {
      register('asker', self());
      const pid = await receive(on(['here', P._], ([, it]) => it as Address));
      const ref = monitor('process', pid);
      send(pid, ['end', self()]);
      const words = await receive(on('last words', (it) => it));
      return [words, await receive(on(down(ref), ([, , , , reason]) => reason))];
    });
    while ((await node.run(() => whereis('asker'))) === undefined);
    const child = await startProgram(mortal(await join(node)));
    const failed = text(child.stderr).then((error) => `it ended: ${error}`);
    expect(await Promise.race([asked, failed])).toEqual(['last words', 'noconnection']);
    expect(child.exitCode).toBe(null);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([23, null]);
    await node.stop();
  });
});

test('a node that stops and exits in the same turn says goodbye', async () => {
  const node = startNode({ name: here });
  const reason = new Promise((resolve) => node.on('nodedown', (_name, event) => resolve(event.reason)));
  const child = await startProgram(`
    import { joinCluster, startNode } from 'regent-otp';
    const node = startNode({ name: '${there}' });
    ${await overTls(node)}
    // TLS takes nothing more before the turn after a write.
    for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
    void node.stop();
    process.exit();
  `);
  child.stdin.end();
  expect(await reason).toBe('left');
  await Promise.all([once(child, 'exit'), node.stop()]);
});
