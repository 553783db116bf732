// What a node sends that means ill, or is broken: it costs the connection and an event, never this node.
import fc from 'fast-check';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startNode, type Node } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { atom, joinBeam, list, termToBinary, tuple, type Beam } from 'regent-otp/beam';
import { Incarnation } from '../../../lib/terms/incarnation.js';
import { Bank } from '../../behaviours/beam/bank.js';
import { RawPeer, rawCreation, rawName } from '../../support/beam/rawPeer.js';
import { cookie, jsName } from '../../support/beam/withBeam.js';
import { garbage } from './etf/garbage.js';

let node: Node;
let beam: Beam;
beforeAll(async () => {
  node = startNode({ name: jsName });
  beam = await joinBeam(node, { name: jsName, cookie, epmd: false, atoms: Bank.atoms, limits: { maxBytes: 2 ** 20, maxAtoms: 1000 } }); // prettier-ignore
  await node.run(() => genServer.start(['local', 'bank'], Bank, ['bob']));
});
afterAll(() => node.stop());

const raw = Incarnation.of(rawName, rawCreation);
const other = Incarnation.of('other@127.0.0.1', 3);
const pid = raw.address(5);
const here = () => node.whereis('bank')!;

/** A frame of these terms: a control tuple, and perhaps what follows it. */
const frame = (...terms: readonly unknown[]): Buffer =>
  Buffer.concat([Buffer.of(112), ...terms.map((term) => termToBinary(term))]);

const control = (...items: readonly unknown[]): unknown => tuple(...items);

/** Sends a frame, and gives why the connection was lost. */
async function lossBy(...frames: readonly Buffer[]): Promise<string> {
  const peer = await RawPeer.connect(beam.port);
  const violation = new Promise<string>((resolve) => {
    node.once('nodedown', (_name, { reason }) => resolve(reason));
  });
  for (const each of frames) peer.send(each);
  await peer.closed;
  return violation;
}

const lives = async (): Promise<void> => {
  expect(await node.run(() => genServer.call('bank', 'owner'))).toBe('bob');
};

const forged: readonly (readonly [name: string, frame: () => Buffer, reason: RegExp])[] = [
  ['a link in the name of another node', () => frame(control(1, other.address(5), here())), /forged: link signal in the name of/],
  ['an exit in the name of another node', () => frame(control(24, other.address(5), here()), atom('boom')), /forged: exit/],
  ['an exit in the name of an earlier run', () => frame(control(26, Incarnation.of(rawName, 6).address(5), here()), atom('kill')), /forged: exit/], // prettier-ignore
  ['a monitor in the name of another node', () => frame(control(19, other.address(5), here(), raw.ref(3))), /forged: monitor/],
  ['an end of a process of another node', () => frame(control(21, other.address(5), here(), raw.ref(3), atom('boom'))), /forged/],
  ['a message for another node', () => frame(control(22, pid, other.address(5)), 1), /message signal for .* not of this node/],
  ['an unlink in the name of another node', () => frame(control(35, 1, other.address(5), here())), /forged: unlink/],
  ['a spawn in the name of another node', () => frame(control(29, raw.ref(3), other.address(5), pid, tuple(atom('os'), atom('cmd'), 1), []), list(1)), /forged: spawn/], // prettier-ignore
]; // prettier-ignore

it.each(forged)('%s is forged', async (_name, bytes, reason) => {
  expect(await lossBy(bytes())).toMatch(reason);
  await lives();
});

const broken: readonly (readonly [name: string, frame: Buffer])[] = [
  ['an unknown operation', frame(control(99, 1, 2))],
  ['an operation with too few items', frame(control(22, pid))],
  ['an operation with too many', frame(control(1, pid, pid, pid))],
  ['a control term that is no tuple', frame(5)],
  ['a target that is no pid', frame(control(2, atom(''), 5), 1)],
  ['a message that is missing', frame(control(22, pid, pid))],
  ['bytes behind the message', Buffer.concat([frame(control(22, pid, pid), 1), Buffer.of(1)])],
  ['another kind of frame', Buffer.of(113, 131, 97, 1)],
  ['no version byte', Buffer.of(112, 97, 1)],
  ['an unlink without an id', frame(control(35, 0, pid, pid))],
  ['a compressed term', Buffer.concat([frame(control(22, pid, pid)), Buffer.of(131, 80, 0, 0, 0, 1, 1)])],
  ['a term nested too deep', Buffer.concat([frame(control(22, pid, pid)), Buffer.of(131), Buffer.from('6801'.repeat(600) + '6a', 'hex')])], // prettier-ignore
  ['too many atoms', frame(control(22, pid, pid), list(...Array.from({ length: 1500 }, (_, index) => atom(`a${index}`))))],
]; // prettier-ignore

it.each(broken)('%s ends the connection', async (_name, bytes) => {
  expect(await lossBy(bytes)).not.toBe('connection_closed');
  await lives();
});

it('a frame that is too large ends the connection before it has come', async () => {
  const peer = await RawPeer.connect(beam.port);
  const down = new Promise<string>((resolve) => node.once('nodedown', (_name, { reason }) => resolve(reason)));
  peer.send(Buffer.of(112), 2 ** 31);
  await peer.closed;
  expect(await down).toMatch('a frame of 2147483648 bytes, at most 1048576 are allowed');
  await lives();
});

it('what is not exported does not run', async () => {
  const peer = await RawPeer.connect(beam.port);
  const crashed = new Promise<unknown>((resolve) => node.once('crash', ({ reason }) => resolve(reason)));
  peer.send(frame(control(29, raw.ref(9), pid, pid, tuple(atom('os'), atom('cmd'), 1), []), list('id')));
  expect(await crashed).toMatchObject(['undef', expect.anything()]);
  peer.close();
  await lives();
});

it('atoms that nobody needs are not kept', async () => {
  const peer = await RawPeer.connect(beam.port);
  for (let round = 0; round < 200; round++) {
    const atoms = Array.from({ length: 500 }, (_, index) => atom(`flood_${round}_${index}`));
    peer.send(frame(control(22, pid, here()), list(...atoms)));
  }
  await lives();
  peer.close();
  await peer.closed;
  await lives();
});

it('whatever the frames are, the node lives', { timeout: 60_000 }, async () => {
  const bodies = fc.sample(garbage, { numRuns: 300, seed: 42 });
  for (const body of bodies) {
    const peer = await RawPeer.connect(beam.port);
    peer.send(Buffer.concat([Buffer.of(112), body]));
    peer.send(Buffer.of(0));
    await peer.closed;
  }
  await lives();
});

it('whatever is said in the handshake, the node lives', { timeout: 60_000 }, async () => {
  const openings = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 60 }), { numRuns: 200, seed: 42 });
  const valid = Buffer.from('000e6e', 'hex');
  for (const bytes of openings) {
    const socket = connect(beam.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.end(bytes[0]! % 2 === 0 ? Buffer.concat([valid, bytes]) : bytes);
    socket.resume();
    await once(socket, 'close');
  }
  await lives();
});
