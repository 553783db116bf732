import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import {
  after,
  makeRef,
  node as nameOf,
  on,
  processFlag,
  receive,
  self,
  send,
  spawn,
  whereis,
  type Address,
} from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { forever } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

/** Every way on which code of a process goes on later. */
const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['a resolved promise', () => Promise.resolve()],
  ['a promise that somebody else resolves', () => new Promise((resolve) => resolvers.push(resolve))],
  ['setTimeout', () => new Promise((resolve) => setTimeout(resolve, 1))],
  ['setImmediate', () => new Promise((resolve) => setImmediate(resolve))],
  ['nextTick', () => new Promise<void>((resolve) => process.nextTick(resolve))],
  ['queueMicrotask', () => new Promise<void>((resolve) => queueMicrotask(resolve))],
  ['a promise of a timer', () => delay(1)],
  ['a callback of the file system', () => new Promise((resolve) => readFile('/', resolve))],
  ['an event', () => emitted()],
  ['Promise.all', () => Promise.all([delay(1), Promise.resolve(), receive(after(1, () => undefined))])],
  ['a receive that waits', () => receive(after(1, () => undefined))],
];

const resolvers: ((value: unknown) => void)[] = [];

function resolveAll(): void {
  for (const resolve of resolvers.splice(0)) resolve(undefined);
}

function emitted(): Promise<unknown> {
  const emitter = new EventEmitter();
  setImmediate(() => emitter.emit('event'));
  return once(emitter, 'event');
}

test.each(ways)('self() holds across %s', async (_name, way) => {
  const node = startTestNode();
  await node.run(async () => {
    const me = self();
    const done = way().then(() => self());
    spawn(async () => {
      await Promise.resolve();
      resolveAll();
    });
    expect(await done).toBe(me);
    expect(self()).toBe(me);
  });
});

test('each of many processes that wait in all ways, in turn and at once, knows itself', async () => {
  const node = startTestNode();
  const wrong: unknown[] = [];
  let checks = 0;
  const processes = Array.from({ length: 50 }, (_, index) =>
    node.run(async () => {
      const me = self();
      const check = () => {
        checks++;
        if (self() !== me) wrong.push([me, self()]);
      };
      const waits = ways.map(async (_way, at) => {
        for (const [, way] of [ways[at]!, ways[(at + index) % ways.length]!]) {
          await way();
          check();
        }
      });
      await Promise.all(waits);
      check();
    }),
  );
  const resolving = setInterval(resolveAll, 1);
  await Promise.all(processes);
  clearInterval(resolving);
  expect(wrong).toEqual([]);
  expect(checks).toBe(50 * (2 * ways.length + 1));
});

test('two nodes in one OS process do not mix', async () => {
  const nodes = [startTestNode({ name: 'one' }), startTestNode({ name: 'two' })];
  const seen = await Promise.all(
    nodes.map((node) =>
      node.run(async () => {
        const names = [nameOf()];
        await delay(1);
        names.push(self().node);
        await receive(after(1, () => names.push(nameOf(self()))));
        return new Promise<readonly string[]>((resolve) => {
          const child: Address = spawn(() => resolve([...names, nameOf(), child.node]));
        });
      }),
    ),
  );
  expect(seen).toEqual([Array(5).fill('one'), Array(5).fill('two')]);
});

test('a handler of a receive runs as the process that receives, not as the sender', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const parent = self();
    const child = spawn(() => receive(on('go', () => send(parent, ['handled by', self()]))));
    await receive(after(1, () => undefined));
    send(child, 'go');
    expect(await receive(on(['handled by', P._], ([, pid]) => pid))).toBe(child);
  });
});

test.each<[string, () => unknown]>([
  ['self', () => self()],
  ['makeRef', () => makeRef()],
  ['processFlag', () => processFlag('trap_exit', true)],
  ['whereis', () => whereis('x')],
  ['spawn', () => spawn(() => undefined)],
])('%s outside of a process throws and names node.run', (what, call) => {
  expect(call).toThrow(`${what} needs a process to run in`);
  expect(call).toThrow('node.run(');
});

test('a receive outside of a process rejects and names node.run', async () => {
  await expect(forever()).rejects.toThrow('receive needs a process to run in');
});

test('a listener belongs to the process that emits', async () => {
  const node = startTestNode();
  const emitter = new EventEmitter();
  const seen: unknown[] = [];
  emitter.on('tick', () => seen.push(self()));
  await node.run(() => {
    emitter.emit('tick');
    expect(seen).toEqual([self()]);
  });
  expect(() => emitter.emit('tick')).toThrow('self needs a process');
});

test('processFlag gives the old value, and refuses flags and values that do not exist', async () => {
  await startTestNode().run(() => {
    expect(processFlag('trap_exit', true)).toBe(false);
    expect(processFlag('trap_exit', true)).toBe(true);
    expect(processFlag('trap_exit', false)).toBe(true);
    expect(() => processFlag('other' as 'trap_exit', true)).toThrow(
      /^processFlag: flag must be trap_exit, priority, .*, not 'other'$/,
    );
    expect(() => processFlag('trap_exit', 'maybe' as unknown as boolean)).toThrow(
      "processFlag: value must be true or false, not 'maybe'",
    );
    expect(processFlag('trap_exit', false)).toBe(false);
  });
});
