import { setTimeout as later } from 'node:timers/promises';
import { after, on, receive, register, self, send, spawn, spawnDriver, startNode } from 'regent-otp';
import type { Address, Driver, LongScheduleEvent, Node } from 'regent-otp';
import { expect, test } from 'vitest';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';

/** A node that tells of who holds the event loop for more than 20 ms of its clock. */
function startTimedNode(clock?: VirtualClock): { readonly node: Node; readonly told: LongScheduleEvent[] } {
  const node = startTestNode({ longSchedule: 20, ...(clock === undefined ? {} : { clock }) });
  const told: LongScheduleEvent[] = [];
  node.on('long_schedule', (event) => told.push(event));
  return { node, told };
}

/** Computes for so many ms, and lets nobody else run. */
function hold(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** Events are told at the next tick. */
const whenTold = () => new Promise((resolve) => setImmediate(resolve));

test('a process that computes for long is told of, with its name, what it was started with, and how long', async () => {
  const { node, told } = startTimedNode();
  let pid: Address | undefined;
  await node.run(async () => {
    await receive(after(1, () => undefined));
    pid = spawn(function indexer() {
      register('search', self());
      hold(25);
    });
    await receive(after(1, () => undefined));
  });
  await whenTold();
  // On a busy machine others may be told of too.
  const event = told.find(({ name }) => name === 'search')!;
  expect(event).toEqual({ pid, name: 'search', initialCall: 'indexer', ms: expect.any(Number) as number });
  expect(event.ms).toBeGreaterThan(20);
});

/** Holds the loop in the handling of each message. */
class Counter implements Driver {
  readonly initialCall = ['counter', 'init', 1];
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  start(): undefined {
    return undefined;
  }

  handle(): undefined {
    this.#clock.stall(21);
  }

  wake(): undefined {
    return undefined;
  }
}

test('so is a callback, each time', async () => {
  const clock = new VirtualClock();
  const { node, told } = startTimedNode(clock);
  await node.run(async () => {
    const counter = spawnDriver(new Counter(clock), []) as Address;
    send(counter, 'count');
    await later(1);
    send(counter, 'count');
    await later(1);
  });
  expect(told).toMatchObject([
    { initialCall: ['counter', 'init', 1], ms: 21 },
    { initialCall: ['counter', 'init', 1], ms: 21 },
  ]);
});

test.each<[string, (stall: () => void) => unknown]>([
  [
    'after it has received a message',
    async (stall) => {
      send(self(), 'go');
      await receive(on('go', () => undefined));
      await receive(after(1, () => undefined));
      stall();
    },
  ],
  [
    'in the handler of a receive',
    async (stall) => {
      await receive(after(1, stall));
    },
  ],
  [
    'after a promise of Node.js',
    async (stall) => {
      await later(1);
      stall();
    },
  ],
  [
    'in a timer of Node.js',
    (stall) =>
      new Promise<void>((resolve) => {
        setTimeout(() => {
          stall();
          resolve();
        }, 1);
      }),
  ],
  [
    'in a microtask',
    (stall) =>
      new Promise<void>((resolve) => {
        queueMicrotask(() => {
          stall();
          resolve();
        });
      }),
  ],
  [
    'and throws',
    (stall) => {
      stall();
      throw new Error('tired');
    },
  ],
])('a process is found that holds the loop %s', async (_where, body) => {
  const clock = new VirtualClock();
  const { node, told } = startTimedNode(clock);
  const worker = Object.defineProperty(async () => body(() => clock.stall(30)), 'name', { value: 'worker' });
  const timers = setInterval(() => clock.advance(1), 1);
  await node.run(worker).catch(() => undefined);
  clearInterval(timers);
  await whenTold();
  expect(told).toEqual([expect.objectContaining({ initialCall: 'worker', ms: 30 })]);
});

test('who lets others run is not told of for what they do, nor for many short turns of its own', async () => {
  const clock = new VirtualClock();
  const { node, told } = startTimedNode(clock);
  await node.run(async function patient() {
    const parent = self();
    for (let round = 0; round < 5; round++) {
      clock.stall(19);
      spawn(function hasty() {
        clock.stall(round === 0 ? 25 : 15);
        send(parent, 'done');
      });
      await receive(on('done', () => undefined));
    }
  });
  await whenTold();
  expect(told).toMatchObject([{ initialCall: 'hasty', ms: 25 }]);
});

test('a callback that throws ends its turn', async () => {
  const clock = new VirtualClock();
  const { node, told } = startTimedNode(clock);
  const worker = async () => {
    setTimeout(() => {
      clock.stall(30);
      throw new Error('tired');
    }, 1);
    await receive();
  };
  for (let round = 0; round < 2; round++) await node.run(worker).catch(() => undefined);
  await whenTold();
  expect(told).toMatchObject([
    { initialCall: 'worker', ms: 30 },
    { initialCall: 'worker', ms: 30 },
  ]);
});

test('each node tells of its own processes', async () => {
  const clock = new VirtualClock();
  const one = startTimedNode(clock);
  const other = startTimedNode(clock);
  await one.node.run(() => clock.stall(30));
  await whenTold();
  expect([one.told.length, other.told.length]).toEqual([1, 0]);
});

test('a node that has not been asked tells nothing', async () => {
  const clock = new VirtualClock();
  const node = startTestNode({ clock });
  const told: unknown[] = [];
  node.on('long_schedule', (event) => told.push(event));
  await node.run(() => clock.stall(1000));
  await whenTold();
  expect(told).toEqual([]);
});

test.each([0, -1, Number.NaN, Infinity])('longSchedule: %s is refused', (longSchedule) => {
  expect(() => startNode({ longSchedule })).toThrow(/longSchedule/);
});
