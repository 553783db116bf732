/** What a peer may ask to be started here: nothing that is not exported, and nothing in a form of its own. */
import {
  joinCluster,
  on,
  receive,
  self,
  spawnRequest,
  type Address,
  type ConnectionEvent,
  type Node,
  type Ref,
  type Signal,
} from 'regent-otp';
import { P } from 'ts-pattern';
import { beforeEach, describe, expect, test } from 'vitest';
import { msgpackCodec } from '../../../lib/cluster/codec/msgpackCodec.js';
import { createMemoryNetwork, type MemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import { memorySpec } from '../../../lib/cluster/spec/memorySpec.js';
import { Incarnation } from '../../../lib/terms/incarnation.js';
import { startTestNode } from '../../support/startTestNode.js';
import { rawNode, type RawNode } from './rawNode.js';

type Spawn = Signal & { readonly kind: 'spawn' };

const ids = ['a', 'b', 'c'];

let network: MemoryNetwork;
let a: Node;
let events: ConnectionEvent[];
let crashes: unknown[];
let b: RawNode;
/** A process of b. */
let theirs: Address;
let ran: unknown[];

beforeEach(async () => {
  network = createMemoryNetwork();
  ran = [];
  const bank = { note: (...args: readonly unknown[]) => ran.push(args), secret: () => ran.push('secret') };
  a = startTestNode({ name: 'a' });
  a.export('bank', bank, ['note']);
  events = [];
  crashes = [];
  await joinCluster(a, {
    spec: memorySpec(ids, 'a'),
    transport: network.transport('a'),
    reconnect: { min: 2 ** 20, max: 2 ** 20 },
  });
  b = await rawNode(network, a, { id: 'b', ids });
  theirs = b.incarnation.address(1);
  a.on('connection', (event) => events.push(event));
  a.on('crash', ({ reason }) => crashes.push(reason));
});

const spawnOf = (more: Partial<Spawn> = {}): Spawn => ({
  kind: 'spawn',
  from: theirs,
  to: ['bank', 'a'],
  ref: b.incarnation.ref(5),
  fun: 'note',
  args: [1],
  link: false,
  monitor: true,
  groupLeader: theirs,
  ...more,
});

/** What was said is taken in, and node a does what it did before. */
async function livesOn(): Promise<void> {
  await b.settled();
  b.signals.all();
  b.say(spawnOf({ ref: b.incarnation.ref(900), args: ['still here'] }));
  await b.settled();
  expect(ran.at(-1)).toEqual(['still here']);
  expect(b.signals.all().map(({ kind }) => kind)).toEqual(['spawn_reply', 'down']);
  expect(events).toEqual([]);
}

/** The reason with which the process that was asked for has ended. */
async function reasonOfEnd(): Promise<unknown> {
  await b.settled();
  const [reply, down] = b.signals.all() as readonly [Signal, Signal & { readonly kind: 'down' }];
  expect(reply).toMatchObject({ kind: 'spawn_reply', to: theirs, error: undefined });
  expect(down).toMatchObject({ kind: 'down', to: theirs });
  return down.reason;
}

test('what is exported runs', async () => {
  b.say(spawnOf({ args: [1, { deep: [2] }] }));
  expect(await reasonOfEnd()).toBe('normal');
  expect(ran).toEqual([[1, { deep: [2] }]]);
  await livesOn();
});

describe('what is not exported ends its own process alone:', () => {
  test.each([
    ['a function that was not listed', 'bank', 'secret'],
    ['a module that was not', 'vault', 'note'],
    ['a prototype as a module', '__proto__', 'toString'],
    ['a prototype as a function', 'bank', '__proto__'],
    ['a constructor', 'bank', 'constructor'],
    ['the constructor of a constructor', 'constructor', 'constructor'],
    ['what every object has', 'bank', 'hasOwnProperty'],
    ['what every function has', 'bank', 'call'],
    ['a path', 'bank.note', 'apply'],
    ['no name at all', '', ''],
    ['a name of a megabyte', 'bank', 'x'.repeat(2 ** 20)],
    ['erpc with too few arguments', 'erpc', 'execute_call'],
    ['another function of erpc', 'erpc', 'call'],
  ])('%s', async (_, module, fun) => {
    b.say(spawnOf({ to: [module, 'a'], fun, args: [] }));
    expect(await reasonOfEnd()).toEqual(['undef', expect.any(Error)]);
    expect(ran).toEqual([]);
    expect(crashes).toEqual([['undef', expect.any(Error)]]);
    await livesOn();
  });

  test.each([
    ['by erpc', ['bank', 'secret', []]],
    ['by erpc, of a prototype', ['__proto__', 'constructor', []]],
    ['by the other end of rpc', ['rpc', 'block_call', ['bank', 'secret', []]]],
  ])('%s', async (_, callee) => {
    b.say(spawnOf({ to: ['erpc', 'a'], fun: 'execute_call', args: ['tag', ...callee] }));
    expect(await reasonOfEnd()).toEqual(['tag', 'error', 'undef', expect.any(Error)]);
    expect(ran).toEqual([]);
    await livesOn();
  });

  test.each([
    ['no names', [1, {}, []]],
    ['no list of arguments', ['bank', 'note', 'args']],
    ['nothing in a block call', ['rpc', 'block_call', []]],
  ])('erpc of %s', async (_, callee) => {
    b.say(spawnOf({ to: ['erpc', 'a'], fun: 'execute_call', args: ['tag', ...callee] }));
    expect(await reasonOfEnd()).toEqual(['tag', 'error', 'badarg', expect.any(Error)]);
    await livesOn();
  });

  test('a block call of a block call, which would wait for itself', async () => {
    const callee = ['rpc', 'block_call', ['rpc', 'block_call', ['bank', 'note', [1]]]];
    b.say(spawnOf({ to: ['erpc', 'a'], fun: 'execute_call', args: ['tag', ...callee] }));
    expect(await reasonOfEnd()).toEqual(['tag', 'error', 'calling_self', expect.any(Error)]);
    b.say(
      spawnOf({ to: ['erpc', 'a'], fun: 'execute_call', args: ['tag', 'rpc', 'block_call', ['bank', 'note', [2]]] }),
    );
    expect(await reasonOfEnd()).toEqual(['tag', 'return', 1]);
    await livesOn();
  });

  test('more arguments than a function can be called with', async () => {
    b.say(spawnOf({ args: new Array<number>(300_000).fill(0) }));
    expect(await reasonOfEnd()).toEqual([expect.any(RangeError), expect.any(Error)]);
    await livesOn();
  });
});

describe('a request in a form of its own costs the connection:', () => {
  const ofC = Incarnation.of('c', 1);
  const earlier = Incarnation.of('b', 99);

  const forged: readonly (readonly [string, () => Signal])[] = [
    ['for another node', () => spawnOf({ to: ['bank', 'c'] })],
    ['in the name of another node', () => spawnOf({ from: ofC.address(1) })],
    ['in the name of an earlier run', () => spawnOf({ from: earlier.address(1) })],
    ['in the name of a process of this node', () => spawnOf({ from: a.incarnation.address(1) })],
    ['with a reference of another node', () => spawnOf({ ref: ofC.ref(1) })],
    ['with a reference of this node', () => spawnOf({ ref: a.incarnation.ref(1) })],
  ];

  test.each(forged)('%s', async (_, signal) => {
    b.say(signal());
    const reason = await b.closed;
    expect(reason).toMatch('forged: spawn signal ');
    expect(events).toEqual([{ event: 'violation', node: 'b', reason }]);
    expect(ran).toEqual([]);
  });

  test('with a reference that is in use', async () => {
    b.say({ kind: 'monitor', from: theirs, to: a.spawn(() => receive()), ref: b.incarnation.ref(5) });
    b.say(spawnOf());
    expect(await b.closed).toBe('forged: spawn signal with a reference that is in use');
    expect(ran).toEqual([]);
    expect(a.remoteWatches.count(b.incarnation)).toBe(0);
  });

  const malformed: readonly (readonly [string, (term: unknown[]) => unknown])[] = [
    ['fun of a spawn', (term) => term.with(4, 7)],
    ['args of a spawn', (term) => term.with(5, 'args')],
    ['link of a spawn', (term) => term.with(6, 'yes')],
    ['groupLeader of a spawn', (term) => term.with(8, null)],
    ['to of a spawn', (term) => term.with(2, ['bank', 'a', 'b'])],
    ['the form spawn', (term) => [...term, 'more']],
  ];

  test.each(malformed)('%s signal', async (problem, change) => {
    const { from, to, ref, fun, args, link, monitor, groupLeader } = spawnOf();
    b.sayBytes(msgpackCodec.encode(change([12, from, to, ref, fun, args, link, monitor, groupLeader])));
    const reason = await b.closed;
    expect(reason).toContain(problem);
    expect(events).toEqual([{ event: 'violation', node: 'b', reason }]);
    expect(ran).toEqual([]);
  });
});

describe('an answer that nobody asked for costs the connection:', () => {
  const reply = (ref: Ref, to: Address, from: Address = theirs): Signal => ({
    kind: 'spawn_reply',
    from,
    to,
    ref,
    linked: true,
    error: undefined,
  });

  test('without a request', async () => {
    b.say(reply(a.incarnation.ref(1), a.incarnation.address(1)));
    expect(await b.closed).toBe('forged: spawn_reply signal without a spawn');
  });

  test('for another process than the one that asked, or a second one', async () => {
    await a.run(async () => {
      const request = spawnRequest('b', 'bank', 'note', []);
      const asked = await b.signals.next();
      expect(asked).toMatchObject({ kind: 'spawn', from: self(), to: ['bank', 'b'], fun: 'note' });
      b.say({ ...reply(request, self()), linked: false } as Signal);
      const pid = await receive(on(['spawn_reply', request, 'ok', P._], ([, , , started]) => started));
      expect(pid).toBe(theirs);
      b.say(reply(request, self()));
      expect(await b.closed).toBe('forged: spawn_reply signal without a spawn');
    });
  });
});
