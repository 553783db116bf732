// How connections come about and stay, between nodes of this library that speak Erlang's distribution.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { down, monitor, netAdm, on, receive, send } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { createAuthority, issueNodeCertificate } from 'regent-otp/certs';
import type { BeamOptions, BeamTls } from 'regent-otp/beam';
import { startBeams, type BeamNode } from '../../support/beam/beamPair.js';
import { freePort } from '../../support/beam/freePort.js';

const one = 'one@127.0.0.1';
const two = 'two@127.0.0.1';
const nobody = 'nobody@127.0.0.1';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(options: Readonly<Record<string, Partial<BeamOptions>>>): Promise<BeamNode[]> {
  const started = await startBeams(options);
  for (const { node } of started) closing.push(() => node.stop());
  return started;
}

async function certified(...names: readonly string[]): Promise<Record<string, { readonly tls: BeamTls }>> {
  const authority = await createAuthority();
  const entries = names.map(async (name) => {
    const { certPem, keyPem } = await issueNodeCertificate(authority, name);
    return [name, { tls: { certPem, keyPem, clusterCertPem: authority.certPem } }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

it.each(['plain', 'TLS'])(
  'strangers that say nothing take no connection from a node that has one: %s',
  async (kind) => {
    const [first, second] = await start(kind === 'TLS' ? await certified(one, two) : { [one]: {}, [two]: {} });
    expect(await first!.beam.connect(two)).toBe(true);
    const silent: Socket[] = [];
    for (let count = 0; count < 70; count++) {
      const socket = connect(second!.beam.port, '127.0.0.1').on('error', () => undefined);
      closing.push(() => socket.destroy());
      silent.push(socket);
      await once(socket, 'connect');
    }
    // 64 may wait: the oldest make room.
    const evicted = silent.slice(0, 6).map(async (socket) => {
      if (!socket.closed) await once(socket.resume(), 'close');
    });
    await Promise.all(evicted);
    expect([first!.beam.nodes(), second!.beam.nodes()]).toEqual([[two], [one]]);
  },
);

it('a node that is connected again when its loss is told stays known', async () => {
  const [first, second] = await start({ [one]: {}, [two]: {} });
  await first!.beam.connect(two);
  const again = new Promise((resolve) => {
    first!.node.once('nodedown', () => void first!.beam.connect(two).then(resolve));
  });
  first!.node.peers.get(two)!.disconnect();
  expect(await again).toBe(true);
  expect([first!.beam.nodes(), second!.beam.nodes()]).toEqual([[two], [one]]);
});

it('an attempt that is made when the failure of another is told has an end of its own', async () => {
  const [first] = await start({ [one]: { ports: { [nobody]: await freePort() } } });
  const { node, beam } = first!;
  const order: string[] = [];
  const again = new Promise<void>((resolve) => {
    const retry = (): void => void beam.connect(nobody).then(() => resolve(void order.push('second')));
    node.once('connection', retry);
    node.on('connection', ({ event }) => order.push(event));
  });
  expect(await beam.connect(nobody)).toBe(false);
  await again;
  expect(order).toEqual(['dial_failed', 'dial_failed', 'second']);
});

it('a name that no atom can have is the error of whoever uses it, and costs no connection', async () => {
  const [first, second] = await start({ [one]: {}, [two]: {} });
  await first!.beam.connect(two);
  const lost: unknown[] = [];
  for (const { node } of [first!, second!]) node.on('nodedown', (name) => void lost.push(name));
  const unusable = ['x'.repeat(256), `half \ud800`];
  const problem = /^atom: an atom is up to 255 whole characters long, not '/;
  await first!.node.run(async () => {
    for (const name of unusable) {
      expect(() => send([name, two], 'hello')).toThrow(problem);
      expect(() => monitor('process', [name, two])).toThrow(problem);
      await expect(genServer.call([name, two], 'hello')).rejects.toThrow(problem);
    }
    const ref = monitor('process', ['x'.repeat(255), two]);
    expect(await receive(on(down(ref), ([, , , , why]) => why))).toBe('noproc');
  });
  // What is left of the process has been told by the time that this one is answered.
  expect(await first!.node.run(() => netAdm.ping(two))).toBe('pong');
  expect(lost).toEqual([]);
});
