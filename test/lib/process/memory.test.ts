// What is garbage when processes wait, receive and end.
import {
  after,
  down,
  exit,
  genCall,
  makeRef,
  monitor,
  on,
  receive,
  self,
  send,
  sendAfter,
  spawn,
  spawnMonitor,
  startNode,
  yieldNow,
} from 'regent-otp';
import type { Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { eventuallyCollected, living } from '../../support/garbage.js';
import { forever } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

const number = on(P.number, (each) => each);

test('a million messages in one mailbox are drained, each looked at once', { timeout: 120_000 }, async () => {
  const node = startTestNode();
  const total = 1_000_000;
  const result = await node.run(async () => {
    const me = self();
    for (let index = 0; index < total; index++) send(me, index);
    let looks = 0;
    const counting = on(
      P.number,
      () => ++looks > 0,
      (each) => each,
    );
    let inOrder = 0;
    for (let index = 0; index < total; index++) if ((await receive(counting)) === index) inOrder++;
    return { looks, inOrder };
  });
  expect(result).toEqual({ looks: total, inOrder: total });
});

test('a million messages are drained behind one that stays', { timeout: 120_000 }, async () => {
  const node = startTestNode();
  await node.run(async () => {
    const me = self();
    send(me, 'stays');
    for (let index = 0; index < 1_000_000; index++) send(me, index);
    for (let index = 0; index < 1_000_000; index++) await receive(number);
    expect(await receive(on('stays', () => 'still there'))).toBe('still there');
  });
});

test('a process that ends with a million messages waiting frees them', { timeout: 120_000 }, async () => {
  const node = startTestNode({ messages: 'shared' });
  const { address, mailbox } = node.newMailbox();
  const pid = node.spawn(async () => {
    send(address, 'waits');
    await forever();
  });
  await mailbox.receive();
  const samples: WeakRef<object>[] = [];
  for (let index = 0; index < 1_000_000; index++) {
    const message = { index };
    if (index % 10_000 === 0) samples.push(new WeakRef(message));
    node.send(pid, message);
  }
  expect(living(samples)).toBe(100);
  await node.run(() => exit(pid, 'kill'));
  expect(await eventuallyCollected(() => living(samples) === 0)).toBe(true);
  // The address, which may be kept for long, keeps nothing of the process.
  expect(pid.process).toBeUndefined();
});

/** Runs many processes that hold an object in a frame that waits; gives references to the objects. */
async function parked(
  node: ReturnType<typeof startTestNode>,
  wait: () => PromiseLike<unknown>,
): Promise<readonly [readonly WeakRef<object>[], readonly Address[]]> {
  const { address, mailbox } = node.newMailbox();
  const held: WeakRef<object>[] = [];
  const pids = Array.from({ length: 200 }, () =>
    node.spawn(async () => {
      const resource = { held: true };
      held.push(new WeakRef(resource));
      const waits = wait();
      send(address, 'waits');
      await waits;
      return resource;
    }),
  );
  for (const _pid of pids) await mailbox.receive(on('waits', () => undefined));
  return [held, pids];
}

// The last promise that was made for a wait is kept until the next one, and with it one frame.
const almostNone = 2;

test.each<[string, (server: Address) => PromiseLike<unknown>]>([
  ['a receive', () => forever()],
  [
    'a receive with a long timeout',
    () =>
      receive(
        on('never', () => 0),
        after(600_000, () => 0),
      ),
  ],
  ['several receives', () => Promise.all([receive(on([makeRef(), 1], () => 0)), receive(on([makeRef(), 1], () => 0))])],
  ['a call whose request the server keeps', (server) => genCall('test', server, 'x', 600_000, (reason) => reason)],
])('what a killed process holds that was parked in %s is collected', async (_what, wait) => {
  const node = startTestNode({ messages: 'shared' });
  const requests: unknown[] = [];
  const server = node.spawn(async () => {
    for (;;) requests.push(await receive(on(P._, (message) => message)));
  });
  const [held, pids] = await parked(node, () => wait(server));
  expect(await eventuallyCollected(() => living(held) < 100)).toBe(false);
  await node.run(() => {
    for (const pid of pids) exit(pid, 'kill');
  });
  expect(await eventuallyCollected(() => living(held) <= almostNone)).toBe(true);
  expect(requests.every((request) => Array.isArray(request))).toBe(true);
});

test('a message that was received is not kept while its process waits for the next', async () => {
  const node = startTestNode({ messages: 'shared' });
  const { address, mailbox } = node.newMailbox();
  const pids = Array.from({ length: 100 }, () =>
    node.spawn(async () => {
      await receive(on(P._, () => undefined));
      const next = receive(on('never', () => undefined));
      send(address, 'waits');
      await next;
    }),
  );
  const messages = pids.map((pid) => {
    const message = { large: true };
    node.send(pid, message);
    return new WeakRef(message);
  });
  for (const _pid of pids) await mailbox.receive(on('waits', () => undefined));
  expect(await eventuallyCollected(() => living(messages) <= almostNone)).toBe(true);
});

test('processes that have ended, and what they watched, are garbage', async () => {
  const node = startTestNode({ messages: 'shared' });
  const watched = node.spawn(() => forever());
  const processes: WeakRef<object>[] = [];
  await node.run(async () => {
    for (let index = 0; index < 500; index++) {
      const [pid, ref] = spawnMonitor(() => {
        monitor('process', watched);
        sendAfter(600_000, self(), 'x');
      });
      processes.push(new WeakRef(pid.process as object));
      await receive(on(down(ref), () => undefined));
    }
    await endOf(spawn(() => undefined));
  });
  expect(await eventuallyCollected(() => living(processes) <= almostNone)).toBe(true);
});

test('a node that has stopped is garbage, with the process that was the last to wait', async () => {
  const references: WeakRef<object>[] = [];
  await (async () => {
    const node = startNode();
    node.spawn(() => forever());
    await node.run(() => yieldNow());
    references.push(new WeakRef(node), ...[...node.processes].map((process) => new WeakRef(process)));
    await node.stop();
  })();
  expect(references).toHaveLength(2);
  expect(await eventuallyCollected(() => living(references) === 0)).toBe(true);
});

// A closure made beside the state would keep it.
const nothing = () => undefined;

test('timers that user code keeps of a process that has ended keep little of it', async () => {
  const node = startTestNode({ messages: 'shared' });
  const states: WeakRef<object>[] = [];
  const timers: NodeJS.Timeout[] = [];
  await node.run(async () => {
    for (let index = 0; index < 100; index++) {
      const pid = spawn(() => {
        timers.push(setInterval(nothing, 600_000));
        const state = { index };
        states.push(new WeakRef(state));
        send(self(), state);
        return receive(on('never', () => state));
      });
      const end = endOf(pid);
      exit(pid, 'kill');
      await end;
    }
  });
  for (const timer of timers) expect(timer.hasRef()).toBe(true);
  expect(await eventuallyCollected(() => living(states) <= almostNone)).toBe(true);
  for (const timer of timers) clearInterval(timer);
});
