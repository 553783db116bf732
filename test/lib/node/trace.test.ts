// Tracing: what processes tell, in the order and the words of erlang:trace/3, and what it leaves alone.
import { expect, test } from 'vitest';
import {
  currentNode,
  exit,
  link,
  on,
  processFlag,
  receive,
  register,
  self,
  send,
  spawn,
  startNode,
  traceReceived,
  traceSent,
  unlink,
  unregister,
  type Address,
  type From,
  type Node,
  type Ref,
  type TraceEvent,
  type TraceFlags,
} from 'regent-otp';
import { GenServer, genServer, noreply, ok, reply } from 'regent-otp/behaviours';
import { eventually } from '../../support/eventually.js';
import { startTestNode } from '../../support/startTestNode.js';

/** Answers a call with what was asked. */
class Echo extends GenServer<null> {
  init() {
    return ok(null);
  }
  override handleCall(request: unknown, _from: From, state: null) {
    return reply(request, state);
  }
  override handleCast(_request: unknown, state: null) {
    return noreply(state);
  }
}

async function untilEnd(): Promise<void> {
  await receive(on('end', () => undefined));
}

const everything: TraceFlags = { send: true, receive: true, spawns: true, exits: true, names: true, links: true };

/** The events of a trace, each without its 'trace'. */
function traced(node: Node, what: Address | 'all', flags: TraceFlags = everything) {
  const events: unknown[][] = [];
  const end = node.trace(what, flags, ([, ...event]) => events.push(event));
  return { events, end };
}

// The order of these events, and their form, is what OTP 25 prints for the same two processes.
test('a process tells what it does as erlang:trace/3 does', async () => {
  const node = startTestNode();
  const server = await node.run(async () => (await genServer.start(['local', 'srv'], Echo, [], []))[1] as Address);
  let child: Address | undefined;
  const pid = node.spawn(async () => {
    await receive(on('go', () => undefined));
    await genServer.call(server, 'hi');
    genServer.cast(server, 'x');
    send('srv', 'named');
    child = spawn(() => undefined);
    register('me', self());
    unregister('me');
    await receive(on('dead', () => undefined));
    send(child, 'gone');
    expect(() => send('nobody', 'x')).toThrow();
    send(self(), 'mine');
    await receive(on('mine', () => undefined));
    processFlag('trap_exit', true);
    link(server);
    unlink(server);
    exit('bye');
  });
  const { events, end } = traced(node, pid);
  const ofServer = traced(node, server, { send: true, receive: true });
  node.send(pid, 'go');
  await eventually(() => child !== undefined && child.process === undefined);
  node.send(pid, 'dead');
  await eventually(() => pid.process === undefined);

  const ref = ((events[1]![2] as unknown[])[1] as [Address, Ref])[1];
  expect(events).toEqual([
    [pid, 'receive', 'go'],
    [pid, 'send', ['$gen_call', [pid, ref], 'hi'], server],
    [pid, 'receive', [ref, 'hi']],
    [pid, 'send', ['$gen_cast', 'x'], server],
    [pid, 'send', 'named', 'srv'],
    [pid, 'spawn', child, expect.anything()],
    [pid, 'register', 'me'],
    [pid, 'unregister', 'me'],
    [pid, 'receive', 'dead'],
    [pid, 'send_to_non_existing_process', 'gone', child],
    [pid, 'send', 'x', 'nobody'],
    [pid, 'send', 'mine', pid],
    [pid, 'receive', 'mine'],
    [pid, 'link', server],
    [pid, 'unlink', server],
    [pid, 'exit', 'bye'],
  ]);
  expect(ofServer.events).toEqual([
    [server, 'receive', ['$gen_call', [pid, ref], 'hi']],
    [server, 'send', [ref, 'hi'], ref],
    [server, 'receive', ['$gen_cast', 'x']],
    [server, 'receive', 'named'],
  ]);
  ofServer.end();
  end();
});

test('only what was asked for is told', async () => {
  const node = startTestNode();
  const { events, end } = traced(node, 'all', { exits: true });
  await node.run(() => {
    send(self(), 'quiet');
    spawn(() => exit('loud'));
  });
  await eventually(() => events.length === 2);
  expect(events.map(([, kind, reason]) => `${String(kind)} ${String(reason)}`).sort()).toEqual([
    'exit loud',
    'exit normal',
  ]);
  end();
});

test('messages that a node or a link brings are told of as well', async () => {
  const node = startTestNode();
  const pid = node.spawn(async () => {
    processFlag('trap_exit', true);
    await receive(on('end', () => undefined));
  });
  const { events, end } = traced(node, pid, { receive: true, links: true, exits: true });
  const friend = node.spawn(() => {
    link(pid);
    exit('friend');
  });
  await eventually(() => events.length === 2);
  node.send(pid, 'end');
  await eventually(() => pid.process === undefined);
  expect(events).toEqual([
    [pid, 'getting_linked', friend],
    [pid, 'receive', ['EXIT', friend, 'friend']],
    [pid, 'receive', 'end'],
    [pid, 'exit', 'normal'],
  ]);
  end();
});

test('what a traced process spawns is traced too if that is asked for', async () => {
  const node = startTestNode();
  const parent = node.spawn(async () => {
    await receive(on('go', () => undefined));
    spawn(() => send(self(), 'from the child'));
  });
  const { events, end } = traced(node, parent, { spawns: true, send: true, inherit: true });
  node.send(parent, 'go');
  await eventually(() => events.some(([, kind]) => kind === 'send'));
  const [, , child] = events[0]!;
  expect(events).toEqual([
    [parent, 'spawn', child, expect.anything()],
    [child, 'spawned', parent, expect.anything()],
    [child, 'send', 'from the child', child],
  ]);
  end();
});

test('what a listener does is not traced, and what it throws harms nobody', async () => {
  const node = startTestNode();
  const sink = node.spawn(untilEnd);
  const thrown: unknown[] = [];
  const onError = (error: unknown) => thrown.push(error);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', onError);
  let count = 0;
  const end = node.trace('all', { send: true, receive: true }, () => {
    count++;
    node.send(sink, 'told');
    throw new Error('listener');
  });
  await node.run(() => send(self(), 'once'));
  await eventually(() => thrown.length === 2);
  end();
  process.removeAllListeners('uncaughtException');
  for (const other of others) process.on('uncaughtException', other);
  expect(count).toBe(2);
});

test('tracing ends with its last process, when it is ended, and when the node stops', async () => {
  const node = startNode();
  const pid = node.spawn(untilEnd);
  const first = traced(node, pid, { exits: true });
  expect(node.tracer).toBeDefined();
  node.send(pid, 'end');
  await eventually(() => node.tracer === undefined);
  expect(first.events).toEqual([[pid, 'exit', 'normal']]);

  const second = traced(node, 'all', { send: true });
  second.end();
  await node.run(() => send(self(), 'unheard'));
  expect(second.events).toEqual([]);

  traced(node, 'all', { send: true });
  await node.stop();
  expect(node.tracer).toBeUndefined();
});

/** Counts what becomes of it. */
class Parcel {
  readonly ways: unknown[] = [];
  [traceSent](info: { from: Address; to: unknown }) {
    this.ways.push(['sent', info.from, info.to]);
  }
  [traceReceived](info: { by: Address }) {
    this.ways.push(['received', info.by]);
  }
}

test('an object in a message hears that it is sent and received, where hooks are asked for', async () => {
  const node = startTestNode({ messages: 'shared' });
  const [parcel, other] = [new Parcel(), new Parcel()];
  const to = node.spawn(untilEnd);
  const end = node.trace('all', { hooks: true });
  const from = await node.run(() => {
    send(to, ['deep', { in: new Map([['a', [parcel, parcel]]]) }]);
    return self();
  });
  end();
  await node.run(() => send(to, other));
  expect(parcel.ways).toEqual([
    ['sent', from, to],
    ['received', to],
  ]);
  expect(other.ways).toEqual([]);
});

test.each([
  ['a name', { send: true }, 'what'],
  ['all', { sends: true }, 'flags'],
  ['all', { send: true }, 'listener'],
])('trace of %j with %j is refused', (what, flags, field) => {
  const node = startTestNode();
  expect(() => node.trace(what as 'all', flags as TraceFlags)).toThrow(field);
});

test('the type of an event tells its kind', async () => {
  const node = startTestNode();
  const end = node.trace('all', { exits: true }, (event: TraceEvent) => {
    if (event[2] === 'exit') expect(event[3]).toBe('normal');
  });
  await node.run(() => currentNode());
  end();
});
