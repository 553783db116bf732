import {
  down,
  exit,
  monitor,
  node as nameOf,
  nodes,
  on,
  receive,
  register,
  registered,
  self,
  send,
  spawn,
  unregister,
  whereis,
} from 'regent-otp';
import type { Address } from 'regent-otp';
import { expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { forever } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

test('a name leads to its process until it is taken back', async () => {
  await startTestNode().run(() => {
    const pid = spawn(() => forever());
    expect(register('me', self())).toBe(true);
    expect(register('other', pid)).toBe(true);
    expect([whereis('me'), whereis('other'), registered()]).toEqual([self(), pid, ['me', 'other']]);
    expect(unregister('me')).toBe(true);
    expect([whereis('me'), registered()]).toEqual([undefined, ['other']]);
    expect(register('again', self())).toBe(true);
  });
});

test.each<[string, () => unknown, string]>([
  [
    'a name that is taken',
    () =>
      register(
        'taken',
        spawn(() => forever()),
      ),
    "register: name must be a name that is not taken, not 'taken'",
  ],
  [
    'the name of a process that has it already',
    () => register('taken', self()),
    "register: name must be a name that is not taken, not 'taken'",
  ],
  [
    'a second name',
    () => register('second', self()),
    "register: pid must be a process without a name (it is 'taken'), not <",
  ],
  [
    "the name 'undefined'",
    () =>
      register(
        'undefined',
        spawn(() => forever()),
      ),
    "register: name must be a text other than 'undefined', not 'undefined'",
  ],
  [
    'a name that is no text',
    () => register(5 as unknown as string, self()),
    "register: name must be a text other than 'undefined', not 5",
  ],
  ['what is no process', () => register('x', 'y' as unknown as Address), "register: pid must be an Address, not 'y'"],
  [
    'a name that nobody has, to be taken back',
    () => unregister('nobody'),
    "unregister: name must be a name that is registered, not 'nobody'",
  ],
  [
    'what is no name, to be taken back',
    () => unregister(5 as unknown as string),
    'unregister: name must be a name that is registered, not 5',
  ],
  ['what is no name, to be looked up', () => whereis(5 as unknown as string), 'whereis: name must be a text, not 5'],
])('%s is badarg and named', async (_what, call, message) => {
  await startTestNode().run(() => {
    register('taken', self());
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ reason: 'badarg' }));
    expect(registered()).toEqual(['taken']);
  });
});

test('a process that has ended, or is of another node, cannot be registered', async () => {
  const elsewhere = startTestNode({ name: 'elsewhere' }).newMailbox().address;
  await startTestNode().run(async () => {
    const dead = spawn(() => undefined);
    await endOf(dead);
    for (const pid of [dead, elsewhere]) {
      expect(() => register('x', pid)).toThrow('register: pid must be a living process of this node, not <');
    }
  });
});

test('a name is free again before anyone hears of the end of its process', async () => {
  await startTestNode().run(async () => {
    const parent = self();
    const pid = spawn(() => receive(on('end', () => undefined)));
    register('server', pid);
    const watcher = spawn(async () => {
      const ref = monitor('process', pid);
      send(parent, 'watches');
      await receive(on(down(ref), () => send(parent, ['found', whereis('server'), register('server', self())])));
    });
    await receive(on('watches', () => undefined));
    send(pid, 'end');
    expect(await receive(on(['found', undefined, true], (message) => message))).toEqual(['found', undefined, true]);
    expect(await endOf(watcher)).toMatch(/normal|noproc/);
    expect(registered()).toEqual([]);
  });
});

test('a killed process loses its name at once', async () => {
  await startTestNode().run(() => {
    const pid = spawn(() => forever());
    register('server', pid);
    exit(pid, 'kill');
    expect([whereis('server'), register('server', self())]).toEqual([undefined, true]);
  });
});

test('names are those of the node, and unknown to another', async () => {
  const [one, other] = [startTestNode({ name: 'one' }), startTestNode({ name: 'other' })];
  const { address } = one.newMailbox();
  await one.run(() => register('mailbox', address));
  expect(await one.run(() => [whereis('mailbox'), nameOf(), nameOf(address), nodes()])).toEqual([
    address,
    'one',
    'one',
    [],
  ]);
  expect(await other.run(() => [whereis('mailbox'), nameOf(), nameOf(address)])).toEqual([undefined, 'other', 'one']);
});

test.each<[string, () => unknown, string]>([
  ['a name that is no text', () => register(17 as never, self()), "a text other than 'undefined', not 17"],
  ['a process that is none', () => register('name', 'pid' as never), "register: pid must be an Address, not 'pid'"],
  ['a lookup of what is no text', () => whereis(17 as never), 'whereis: name must be a text, not 17'],
  ['nodes of no type', () => nodes('near' as never), "nodes: which must be 'visible', 'hidden'"],
  ['a name to take back that nobody has', () => unregister('nobody'), "a name that is registered, not 'nobody'"],
])('refused: %s', async (_, call, problem) => {
  await startTestNode().run(() => expect(call).toThrow(problem));
});

test('a process that has ended gets no name', async () => {
  await startTestNode().run(async () => {
    const gone = spawn(() => 'done');
    await endOf(gone);
    expect(() => register('late', gone)).toThrow('a living process of this node');
    expect(nameOf(gone)).toBe(nameOf());
  });
});
