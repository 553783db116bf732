import type { Ref } from 'regent-otp';
import {
  genCall,
  joinCluster,
  link,
  monitor,
  on,
  processFlag,
  processInfo,
  receive,
  self,
  unlink,
  type Address,
  type ConnectionEvent,
  type Node,
  send,
  type Signal,
} from 'regent-otp';
import { P } from 'ts-pattern';
import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryNetwork, type MemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import { memorySpec } from '../../../lib/cluster/spec/memorySpec.js';
import type { RemotePeer } from '../../../lib/cluster/remotePeer.js';
import { Incarnation } from '../../../lib/terms/incarnation.js';
import { startTestNode } from '../../support/startTestNode.js';
import { flush, idle, next } from './across/place.js';
import { rawNode, type RawNode } from './rawNode.js';

const ids = ['a', 'b', 'c'];

let network: MemoryNetwork;
let a: Node;
let events: ConnectionEvent[];
let b: RawNode;
/** A process of b. */
let theirs: Address;

const connect = (creation = 1) => rawNode(network, a, { id: 'b', creation, ids });

beforeEach(async () => {
  network = createMemoryNetwork();
  a = startTestNode({ name: 'a' });
  events = [];
  await joinCluster(a, {
    spec: memorySpec(ids, 'a'),
    transport: network.transport('a'),
    reconnect: { min: 2 ** 20, max: 2 ** 20 },
  });
  b = await connect();
  theirs = b.incarnation.address(1);
  a.on('connection', (event) => events.push(event));
});

describe('a node that speaks for others, or to others, loses its connection:', () => {
  const ours = () => idle(a);
  const ofC = Incarnation.of('c', 1);
  const earlier = Incarnation.of('b', 99);
  const earlierHere = Incarnation.of('a', 99);
  const theirRef = () => b.incarnation.ref(5);

  const forged: readonly (readonly [string, () => Signal])[] = [
    ['an exit of another node', () => ({ kind: 'exit', from: ofC.address(1), to: ours(), reason: 'x', linked: false })],
    [
      'an exit of another run',
      () => ({ kind: 'exit', from: earlier.address(1), to: ours(), reason: 'x', linked: true }),
    ],
    ['an exit of our own process', () => ({ kind: 'exit', from: ours(), to: ours(), reason: 'kill', linked: false })],
    ['a link of another node', () => ({ kind: 'link', from: ofC.address(1), to: ours() })],
    ['an unlink of another node', () => ({ kind: 'unlink', from: ofC.address(1), to: ours(), id: 1 })],
    ['an unlink without an id', () => ({ kind: 'unlink', from: theirs, to: ours() })],
    ['an acknowledgement of another node', () => ({ kind: 'unlink_ack', from: ofC.address(1), to: ours(), id: 1 })],
    ['a monitor of another node', () => ({ kind: 'monitor', from: ofC.address(1), to: ours(), ref: theirRef() })],
    ['a monitor with a reference of another', () => ({ kind: 'monitor', from: theirs, to: ours(), ref: ofC.ref(1) })],
    ['a demonitor of another node', () => ({ kind: 'demonitor', from: ofC.address(1), to: ours(), ref: theirRef() })],
    [
      'a down of another node',
      () => ({ kind: 'down', from: ofC.address(1), to: ours(), ref: a.incarnation.ref(1), reason: 'x' }),
    ],
    [
      'a down of a name there',
      () => ({ kind: 'down', from: ['x', 'c'], to: ours(), ref: a.incarnation.ref(1), reason: 'x' }),
    ],
    ['a down with its own reference', () => ({ kind: 'down', from: theirs, to: ours(), ref: theirRef(), reason: 'x' })],
    ['a message for another node', () => ({ kind: 'message', to: ofC.address(1), message: 'x' })],
    ['a message for a name there', () => ({ kind: 'message', to: ['x', 'c'], message: 'x' })],
    [
      'a message for an earlier run of this node',
      () => ({ kind: 'message', to: earlierHere.address(1), message: 'x' }),
    ],
    ['a message for a reference of its own', () => ({ kind: 'message', to: theirRef(), message: 'x' })],
  ];

  test.each(forged)('%s', async (_, signal) => {
    const victim = idle(a);
    const down = new Promise((resolve) => a.once('nodedown', (id, { reason }) => resolve([id, reason])));
    const said = signal();
    b.say(said);
    const reason = await b.closed;
    expect(reason).toMatch(`forged: ${said.kind} signal `);
    expect(await down).toEqual(['b', reason]);
    expect(events).toEqual([{ event: 'violation', node: 'b', reason }]);
    expect(await a.run(() => processInfo(victim, 'links'))).toEqual(['links', []]);
  });

  test('a second monitor with one reference', async () => {
    const ref = theirRef();
    b.say({ kind: 'monitor', from: theirs, to: ours(), ref });
    b.say({ kind: 'monitor', from: theirs, to: ours(), ref });
    expect(await b.closed).toBe('forged: monitor signal with a reference that is in use');
    expect(a.remoteWatches.count(b.incarnation)).toBe(0);
  });

  test('bytes that are no signal', async () => {
    b.sayBytes(Buffer.from('hello'));
    expect(await b.closed).toBe(events[0]!.reason);
    expect(events).toHaveLength(1);
  });
});

test('what came after the forged signal is not delivered', async () => {
  const { address, mailbox } = a.newMailbox();
  b.say({ kind: 'message', to: address, message: 'before' });
  b.say({ kind: 'link', from: address, to: address });
  b.say({ kind: 'message', to: address, message: 'after' });
  await b.closed;
  expect([mailbox.receiveAsync(), mailbox.receiveAsync()]).toEqual([
    ['before', true],
    [undefined, false],
  ]);
});

describe('a call is one signal to the other node and one back:', () => {
  test('its reply ends its monitor at both ends', async () => {
    const reply = a.run(() => genCall('$gen_call', theirs, 'question', 1000, (reason) => reason));
    const call = await nextCall();
    expect(call).toMatchObject({ to: theirs, label: '$gen_call', request: 'question' });
    const { ref } = call;
    expect(a.incarnation.held(ref.id)).toBe(ref);
    const { session } = a.peers.get('b') as RemotePeer;
    expect(session!.monitors.size).toBe(1);
    b.say({ kind: 'message', to: ref, message: [ref, 'answer'] });
    expect(await reply).toBe('answer');
    expect([a.incarnation.held(ref.id), session!.monitors.size]).toEqual([undefined, 0]);
    await b.settled();
    expect(b.signals.all()).toEqual([]);
  });

  test('one that is not waited for any more is taken back', async () => {
    const reply = a.run(() => genCall('$gen_call', theirs, 'question', 1, (reason) => reason)).catch(String);
    const { ref } = await nextCall();
    const takenBack = await b.signals.next();
    expect([takenBack.kind, (takenBack as { readonly ref: Ref }).ref.id]).toEqual(['demonitor', ref.id]);
    expect(await reply).toBe("ExitError: exit: 'timeout'");
    expect(a.incarnation.held(ref.id)).toBeUndefined();
  });

  test('who is called is watched until it replies', async () => {
    const server = a.spawn(async () => {
      for (;;) {
        await receive(on(['$gen_call', [P._, P._], P._], ([, [, tag]]) => send(tag as Ref, [tag, 'answer'])));
      }
    });
    const ref = b.incarnation.ref(7);
    b.say({ kind: 'call', from: theirs, to: server, ref, label: '$gen_call', request: 'question' });
    expect(await b.signals.next()).toEqual({ kind: 'message', to: ref, message: [ref, 'answer'] });
    expect([a.remoteWatches.count(b.incarnation), b.incarnation.held(7)]).toEqual([0, undefined]);
    b.say({ kind: 'call', from: theirs, to: idle(a), ref, label: '$gen_call', request: 'question' });
    b.say({ kind: 'call', from: theirs, to: idle(a), ref, label: '$gen_call', request: 'question' });
    expect(await b.closed).toBe('forged: call signal with a reference that is in use');
  });

  test('a call of nobody is answered with noproc', async () => {
    const ref = b.incarnation.ref(8);
    b.say({ kind: 'call', from: theirs, to: ['nobody', 'a'], ref, label: '$gen_call', request: 'question' });
    expect(await b.signals.next()).toMatchObject({ kind: 'down', from: ['nobody', 'a'], to: theirs, reason: 'noproc' });
  });

  test('its reference is one object for whoever mentions it, also after the call', async () => {
    const { address, mailbox } = a.newMailbox();
    const ref = b.incarnation.ref(9);
    b.say({ kind: 'call', from: theirs, to: address, ref, label: '$gen_call', request: 'question' });
    b.say({ kind: 'message', to: address, message: ref });
    await b.settled();
    const [, [, tag]] = mailbox.receiveAsync()[0] as readonly [string, readonly [Address, Ref]];
    expect(mailbox.receiveAsync()[0]).toBe(tag);
    a.send(theirs, tag);
    b.say({ kind: 'demonitor', from: theirs, to: address, ref });
    b.say({ kind: 'message', to: address, message: ref });
    await b.settled();
    expect(mailbox.receiveAsync()[0]).toBe(tag);
  });

  const nextCall = async () => {
    const signal = await b.signals.next();
    if (signal.kind !== 'call') throw new Error(`a ${signal.kind} signal in place of a call`);
    return signal;
  };
});

test('a down under a reference that is not known any more is dropped', async () => {
  b.say({ kind: 'down', from: theirs, to: idle(a), ref: a.incarnation.ref(12_345), reason: 'x' });
  await b.settled();
  expect(events).toEqual([]);
});

test('an exit over a link that does not stand is dropped', async () => {
  const pid = a.spawn(() => receive(on('never', () => undefined)));
  b.say({ kind: 'exit', from: theirs, to: pid, reason: 'boom', linked: true });
  await b.settled();
  expect(await a.run(() => processInfo(pid, 'status'))).toEqual(['status', 'waiting']);
});

test('a link to a process that has ended is answered with an exit of noproc', async () => {
  const dead = a.spawn(() => undefined);
  await a.run(() => undefined);
  b.say({ kind: 'link', from: theirs, to: dead });
  expect(await b.signals.next()).toEqual({ kind: 'exit', from: dead, to: theirs, reason: 'noproc', linked: true });
  expect((a.peers.get('b') as RemotePeer).session!.links.size).toBe(0);
});

test('an unlink is acknowledged, also for a process that has ended', async () => {
  const dead = a.spawn(() => undefined);
  await a.run(() => undefined);
  b.say({ kind: 'unlink', from: theirs, to: dead, id: 77 });
  expect(await b.signals.next()).toEqual({ kind: 'unlink_ack', from: dead, to: theirs, id: 77 });
});

test('a link that was set before the unlink was known is void', async () => {
  await a.run(async () => {
    processFlag('trap_exit', true);
    const me = self();
    link(theirs);
    expect(await b.signals.next()).toEqual({ kind: 'link', from: me, to: theirs });
    unlink(theirs);
    const { id } = (await b.signals.next()) as Signal & { id: number };
    b.say({ kind: 'link', from: theirs, to: me });
    await b.settled();
    expect(processInfo(me, 'links')).toEqual(['links', []]);
    b.say({ kind: 'unlink_ack', from: theirs, to: me, id });
    b.say({ kind: 'link', from: theirs, to: me });
    await b.settled();
    expect(processInfo(me, 'links')).toEqual(['links', [theirs]]);
  });
});

test('the frames of an old connection are not delivered after a new one has taken its place', async () => {
  const { address, mailbox } = a.newMailbox();
  const again = await connect();
  b.say({ kind: 'message', to: address, message: 'old' });
  again.say({ kind: 'message', to: address, message: 'new' });
  expect(await b.closed).toBe('replaced');
  await again.settled();
  expect([mailbox.receiveAsync(), mailbox.messageCount]).toEqual([['new', true], 0]);
});

describe('a node that connects although it is connected', () => {
  const nodeEvents = () => {
    const seen: unknown[] = [];
    a.on('nodeup', (id, { creation }) => seen.push(['nodeup', id, creation]));
    a.on('nodedown', (id, { reason }) => seen.push(['nodedown', id, reason]));
    return seen;
  };

  test('has lost its connection: the old one is lost here too', async () => {
    const seen = nodeEvents();
    await a.run(async () => {
      const ref = monitor('process', theirs);
      await connect();
      expect(await next()).toEqual(['DOWN', ref, 'process', theirs, 'noconnection']);
    });
    expect(seen).toEqual([
      ['nodedown', 'b', 'replaced'],
      ['nodeup', 'b', 1],
    ]);
  });

  test('has restarted if its creation is another: the earlier run goes down first', async () => {
    const seen = nodeEvents();
    await a.run(async () => {
      processFlag('trap_exit', true);
      link(theirs);
      await connect(2);
      expect(await next()).toEqual(['EXIT', theirs, 'noconnection']);
      const ref = monitor('process', theirs);
      expect(await next()).toEqual(['DOWN', ref, 'process', theirs, 'noproc']);
    });
    expect(await b.closed).toBe('restarted');
    expect(seen).toEqual([
      ['nodedown', 'b', 'restarted'],
      ['nodeup', 'b', 2],
    ]);
  });

  test('is refused if a later run has taken its place: two use one id', async () => {
    const later = await connect(2);
    await expect(connect(1)).rejects.toMatchObject({ code: 'not_admitted', reason: 'superseded' });
    expect(events.at(-1)).toEqual({ event: 'refused', node: 'b', reason: 'superseded' });
    await later.settled();
    later.connection.close('bye');
    await new Promise((resolve) => a.once('nodedown', resolve));
    await (await connect(1)).settled();
  });
});

test('processes of this node that ended are forgotten with their links', async () => {
  const session = (a.peers.get('b') as RemotePeer).session!;
  const pids = Array.from({ length: 10 }, () => a.spawn(() => (link(theirs), monitor('process', theirs))));
  for (const pid of pids) {
    expect(await b.signals.next()).toEqual({ kind: 'link', from: pid, to: theirs });
    expect(await b.signals.next()).toMatchObject({ kind: 'monitor', from: pid });
    expect(await b.signals.next()).toMatchObject({ kind: 'demonitor', from: pid });
    expect(await b.signals.next()).toMatchObject({ kind: 'exit', from: pid, reason: 'normal', linked: true });
  }
  expect([session.links.size, session.monitors.size]).toEqual([0, 0]);
  expect(await a.run(() => flush())).toEqual([]);
});
