// Processes share one thread with timers and sockets: none of them keeps the others out.
import { after, genCall, on, receive, self, send, spawn, spawnDriver, yieldNow } from 'regent-otp';
import type { Address, Driver } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { startTestNode } from '../../support/startTestNode.js';

/** Lets a flood run until a timer of 10 ms has fired; true if the flood went on after that. */
async function timerFiresWithin(flood: (passed: { count: number }) => void): Promise<boolean> {
  const node = startTestNode();
  const passed = { count: 0 };
  node.spawn(() => flood(passed));
  const atTimer = await new Promise<number>((resolve) => setTimeout(() => resolve(passed.count), 10));
  const later = await new Promise<number>((resolve) => setTimeout(() => resolve(passed.count), 10));
  return later > atTimer;
}

async function player(passed: { count: number }, other?: Address): Promise<void> {
  if (other !== undefined) send(other, ['ball', self()]);
  for (;;) {
    await receive(
      on(['ball', P._], ([, from]) => {
        passed.count++;
        send(from as Address, ['ball', self()]);
      }),
    );
  }
}

class EndlessDriver implements Driver {
  readonly initialCall = 'endless';
  readonly #passed: { count: number };

  constructor(passed: { count: number }) {
    this.#passed = passed;
  }

  start(): undefined {
    send(self(), 'go');
  }

  handle(): undefined {
    this.#passed.count++;
    send(self(), 'go');
  }

  wake(): undefined {
    return undefined;
  }
}

test.each<[string, (passed: { count: number }) => void]>([
  [
    'two processes message each other without end',
    (passed) => {
      const one = spawn(() => player(passed));
      spawn(() => player(passed, one));
    },
  ],
  [
    'a process receives its own messages without end',
    (passed) => {
      spawn(async () => {
        for (;;) {
          send(self(), 'go');
          await receive(on('go', () => passed.count++));
        }
      });
    },
  ],
  [
    'a process polls without end',
    (passed) => {
      spawn(async () => {
        for (;;)
          await receive(
            on('never', () => 0),
            after(0, () => passed.count++),
          );
      });
    },
  ],
  [
    'a driver handles messages to itself without end',
    (passed) => {
      spawnDriver(new EndlessDriver(passed), []);
    },
  ],
  [
    'processes start each other without end',
    (passed) => {
      const next = () => {
        passed.count++;
        spawn(next);
      };
      next();
    },
  ],
  [
    'calls fail without end',
    (passed) => {
      spawn(async () => {
        for (;;) await genCall('test', undefined, 'x', 'infinity', (reason) => reason).catch(() => passed.count++);
      });
    },
  ],
  [
    'a computation lets others run now and then',
    (passed) => {
      spawn(async () => {
        for (;;) {
          passed.count++;
          await yieldNow();
        }
      });
    },
  ],
])('a timer fires while %s', async (_what, flood) => {
  expect(await timerFiresWithin(flood)).toBe(true);
});

test('a process gets its turn while others message each other without end', async () => {
  const node = startTestNode();
  const passed = { count: 0 };
  node.spawn(() => {
    const one = spawn(() => player(passed));
    spawn(() => player(passed, one));
  });
  const answered = await node.run(async () => {
    const parent = self();
    for (let round = 0; round < 100; round++) {
      spawn(() => send(parent, 'hello'));
      await receive(on('hello', () => undefined));
    }
    return 'answered';
  });
  expect(answered).toBe('answered');
});

test('yieldNow outside of a process rejects and names node.run', async () => {
  await expect(yieldNow()).rejects.toThrow('yieldNow needs a process to run in');
});
