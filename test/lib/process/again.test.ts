import fc from 'fast-check';
import { after, again, exit, makeRef, on, receive, self, send, spawn, yieldNow } from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { turn } from '../../kit/turn.js';
import { endOf } from '../../support/endOf.js';
import { sendAll, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';

// Erlang's loop(Total) -> receive {add, N} -> loop(Total + N); stop -> Total end.
function sum(total: number) {
  return receive(
    on(['add', P.number], ([, n]) => {
      total += n;
      return again;
    }),
    on('stop', () => total),
  );
}

describe('a receive loop', () => {
  test('goes on while its handlers return again, and gives what one returns else', async () => {
    await startTestNode().run(async () => {
      sendAll(['add', 1], ['add', 2], 'stop', ['add', 3]);
      const total: number = await sum(10);
      expect(total).toBe(13);
      expect(waiting()).toEqual([['add', 3]]);
    });
  });

  test('takes messages that come while it waits, one by one or many at once', async () => {
    await startTestNode().run(async () => {
      const total = sum(0);
      sendAll(['add', 1]);
      await yieldNow();
      sendAll('other', ['add', 2], ['add', 3]);
      await yieldNow();
      sendAll('stop');
      expect(await total).toBe(6);
      expect(waiting()).toEqual(['other']);
    });
  });

  test('is the body of a process, which ends with it', async () => {
    await startTestNode().run(async () => {
      const me = self();
      const echo = spawn(() =>
        receive(
          on(['echo', P._], ([, what]) => {
            send(me, what);
            return again;
          }),
          on('stop', () => undefined),
        ),
      );
      const ended = endOf(echo);
      send(echo, ['echo', 'a']);
      send(echo, ['echo', 'b']);
      const answers = [await receive(on('b', (answer) => answer)), await receive(on('a', (answer) => answer))];
      expect(answers).toEqual(['b', 'a']);
      send(echo, 'stop');
      expect(await ended).toBe('normal');
    });
  });

  test('looks at the mailbox from its front after each message, since its guards may hold now', async () => {
    await startTestNode().run(async () => {
      const log: unknown[] = [];
      let isOpen = false;
      const door = receive(
        on(
          'walk in',
          () => isOpen,
          (message) => {
            log.push(message);
            return again;
          },
        ),
        on(P.union('open', 'close'), (message) => {
          isOpen = message === 'open';
          log.push(message);
          return again;
        }),
        on('stop', () => 'stopped'),
      );
      sendAll('walk in', 'walk in');
      await yieldNow();
      sendAll('open', 'close', 'walk in', 'stop');
      expect(await door).toBe('stopped');
      expect(log).toEqual(['open', 'walk in', 'walk in', 'close']);
    });
  });

  test('gives the same as a for (;;) around an awaited receive', async () => {
    const messages = fc.array(fc.constantFrom('open', 'close', 'walk in', 'other'), { maxLength: 50 });
    // Whoever opens and closes a door takes only what can be done; `goesOn` is what a handler returns to go on.
    const clauses = <G>(door: { isOpen: boolean; readonly log: unknown[] }, goesOn: G) => {
      const take = (message: string) => {
        if (message !== 'walk in') door.isOpen = message === 'open';
        door.log.push(message);
        return goesOn;
      };
      return [
        on('walk in', () => door.isOpen, take),
        on('open', () => !door.isOpen, take),
        on('close', () => door.isOpen, take),
        on('stop', () => 'stopped' as const),
      ] as const;
    };
    await fc.assert(
      fc.asyncProperty(messages, fc.integer({ min: 0, max: 50 }), async (sent, early) => {
        await startTestNode().run(async () => {
          const run = async (loop: (door: { isOpen: boolean; readonly log: unknown[] }) => Promise<unknown>) => {
            const door = { isOpen: false, log: [] as unknown[] };
            sendAll(...sent.slice(0, early));
            const result = loop(door);
            for (const message of sent.slice(early)) {
              sendAll(message);
              if (door.log.length % 3 === 0) await yieldNow();
            }
            sendAll('stop');
            const outcome = [await result, door.log, waiting()];
            for (let left = waiting().length; left > 0; left--) await receive(on(P._, () => undefined));
            return outcome;
          };
          const withAgain = await run((door) => receive(...clauses(door, again)));
          const withFor = await run(async (door) => {
            for (;;) {
              const result = await receive(...clauses(door, 'goes on' as const));
              if (result === 'stopped') return result;
            }
          });
          expect(withAgain).toEqual(withFor);
        });
      }),
    );
  });

  test('that never ends lets timers and other processes run', async () => {
    await startTestNode().run(async () => {
      const flood = spawn(() =>
        receive(
          on('more', () => {
            send(self(), 'more');
            return again;
          }),
        ),
      );
      send(flood, 'more');
      await new Promise((resolve) => setTimeout(resolve, 1));
      const me = self();
      spawn(() => send(me, 'ran'));
      expect(await receive(on('ran', (message) => message))).toBe('ran');
      exit(flood, 'kill');
    });
  });
});

test('a loop with many messages lets who waits for it run after one slice', async () => {
  await startTestNode().run(async () => {
    let handled = 0;
    const answered = spawn(() => receive(on('go', () => handled)).then((count) => send(me, ['after', count])));
    const flooded = spawn(() =>
      receive(
        on('message', () => {
          if (++handled === 1) send(answered, 'go');
          return again;
        }),
      ),
    );
    const me = self();
    await yieldNow();
    for (let i = 0; i < 20_000; i++) send(flooded, 'message');
    expect(await receive(on(['after', P.number], ([, count]) => count))).toBeLessThanOrEqual(4000);
  });
});

describe('a handler', () => {
  test('may be asynchronous, and receive on its own before the loop goes on', async () => {
    await startTestNode().run(async () => {
      const log: unknown[] = [];
      const loop = receive(
        on('outer', async (message) => {
          log.push(message, await receive(on('inner', (inner) => inner)));
          return again;
        }),
        on('stop', async () => Promise.resolve(log)),
      );
      sendAll('outer', 'outer', 'stop', 'inner');
      await yieldNow();
      sendAll('inner');
      expect(await loop).toEqual(['outer', 'inner', 'outer', 'inner']);
    });
  });

  test('that is asynchronous may be the first of all', async () => {
    await startTestNode().run(async () => {
      sendAll('first', 'second', 'stop');
      const log: unknown[] = [];
      await receive(
        on(P.union('first', 'second'), async (message) => {
          await yieldNow();
          log.push(message);
          return again;
        }),
        on('stop', () => undefined),
      );
      expect(log).toEqual(['first', 'second']);
    });
  });

  test('that throws ends the loop with what it threw, at the first message and at a later one', async () => {
    await startTestNode().run(async () => {
      const untilOdd = () =>
        receive(
          on(P.number, (n) => {
            if (n % 2 === 1) throw new Error(`odd: ${n}`);
            return again;
          }),
          on('async', async () => Promise.reject(new Error('later'))),
        );
      sendAll(1, 2, 3, 'async', 4, 'async');
      await expect(untilOdd()).rejects.toThrow('odd: 1');
      await expect(untilOdd()).rejects.toThrow('odd: 3');
      await expect(untilOdd()).rejects.toThrow('later');
      await expect(untilOdd()).rejects.toThrow('later');
      expect(waiting()).toEqual([]);
    });
  });

  test('that ends its process ends the loop', async () => {
    await startTestNode().run(async () => {
      const handled: unknown[] = [];
      const pid = spawn(() =>
        receive(
          on(P._, async (message) => {
            handled.push(message);
            if (message === 'end') exit(self(), 'kill');
            await yieldNow();
            return again;
          }),
        ),
      );
      const ended = endOf(pid);
      for (const message of ['a', 'end', 'b']) send(pid, message);
      expect(await ended).toBe('killed');
      await yieldNow();
      expect(handled).toEqual(['a', 'end']);
    });
  });
});

describe('timeouts', () => {
  test('start anew after each message, and after one that was over', async () => {
    const clock = new VirtualClock();
    const node = startTestNode({ clock });
    const log: unknown[] = [];
    const pid = node.spawn(() =>
      receive(
        on('message', (message) => {
          log.push([clock.now(), message]);
          return again;
        }),
        after(30, () => {
          log.push([clock.now(), 'timeout']);
          return log.length < 4 ? again : undefined;
        }),
      ),
    );
    await clock.elapse(20);
    node.send(pid, 'message');
    await clock.elapse(20);
    node.send(pid, 'other');
    await clock.elapse(10);
    for (let i = 0; i < 3; i++) await clock.elapse(30);
    expect(log).toEqual([
      [1020, 'message'],
      [1050, 'timeout'],
      [1080, 'timeout'],
      [1110, 'timeout'],
    ]);
  });

  test('of 0 poll: whatever matches comes first, each time', async () => {
    await startTestNode().run(async () => {
      const log: unknown[] = [];
      sendAll('a', 'skipped', 'b');
      await receive(
        on(P.union('a', 'b'), (message) => {
          log.push(message);
          return again;
        }),
        after(0, () => {
          log.push('nothing');
          return log.length < 5 ? again : undefined;
        }),
      );
      expect(log).toEqual(['a', 'b', 'nothing', 'nothing', 'nothing']);
    });
  });

  test('of 0 that go on for ever keep nobody from running', async () => {
    await startTestNode().run(async () => {
      const spinning = spawn(() => receive(after(0, () => again)));
      await new Promise((resolve) => setTimeout(resolve, 1));
      exit(spinning, 'kill');
    });
  });
});

describe('several receives at once', () => {
  test('a loop that takes everything leaves replies to a receive that waits for their reference', async () => {
    await startTestNode().run(async () => {
      const ref = makeRef();
      const taken: unknown[] = [];
      const loop = receive(
        on('stop', () => 'stopped'),
        on(P._, (message) => {
          taken.push(message);
          if (message === 'ask') sendAll([ref, 'reply']);
          return again;
        }),
      );
      const reply = receive(on([ref, P._], ([, what]) => what));
      sendAll('ask', 'other');
      expect(await reply).toBe('reply');
      sendAll('stop');
      expect(await loop).toBe('stopped');
      expect(taken).toEqual(['ask', 'other']);
    });
  });

  test('a loop whose handler is asynchronous waits on alone, once the other receive has been served', async () => {
    await startTestNode().run(async () => {
      const ref = makeRef();
      const taken: unknown[] = [];
      const loop = receive(
        on([ref, 'stop'], () => 'stopped'),
        on([ref, P._], async ([, what]) => {
          taken.push(what);
          await other;
          return again;
        }),
      );
      const other = receive(on('other', (message) => message));
      sendAll([ref, 'one'], 'other', 'other');
      expect(await other).toBe('other');
      await yieldNow();
      sendAll([ref, 'stop']);
      expect(await loop).toBe('stopped');
      expect(taken).toEqual(['one']);
      expect(waiting()).toEqual(['other']);
    });
  });

  test('one that waits on beside another general one is the error of a missing await', async () => {
    await startTestNode().run(async () => {
      const hasty = (isAsync: boolean) =>
        receive(
          on('go', () => {
            void receive(on('never', () => undefined));
            return isAsync ? Promise.resolve(again) : again;
          }),
        );
      for (const isAsync of [false, true]) {
        const pid = spawn(() => hasty(isAsync));
        const ended = endOf(pid);
        await yieldNow();
        send(pid, 'go');
        expect(String(await ended)).toMatch(/waits in a receive already/);
      }
    });
  });
});

describe('a mailbox without a process', () => {
  test('has receive loops too', async () => {
    const node = startTestNode();
    const { address, mailbox } = node.newMailbox();
    const log: unknown[] = [];
    const loop = mailbox.receive(
      on(P.number, async (n) => {
        log.push(n);
        await Promise.resolve();
        return again;
      }),
      on('stop', () => 'stopped'),
    );
    for (const message of [1, 2, 'stop', 3]) node.send(address, message);
    expect(await loop).toBe('stopped');
    expect([log, mailbox.receiveAsync()]).toEqual([
      [1, 2],
      [3, true],
    ]);
  });

  test('keeps what comes once the process that runs its loop has ended', async () => {
    const node = startTestNode();
    const { address, mailbox } = node.newMailbox();
    let finish = () => undefined as void;
    const work = new Promise<void>((resolve) => (finish = resolve));
    const pid = node.spawn(() =>
      mailbox.receive(
        on('work', async () => {
          await work;
          return again;
        }),
        on('next', () => 'taken'),
      ),
    );
    node.send(address, 'work');
    await turn();
    await node.run(() => exit(pid, 'kill'));
    finish();
    await turn();
    node.send(address, 'next');
    await turn();
    expect(mailbox.receiveAsync()).toEqual(['next', true]);
  });

  test('ends its loop with noproc when it is closed', async () => {
    const node = startTestNode();
    const { address, mailbox } = node.newMailbox();
    const loop = mailbox.receive(on(P._, () => again));
    node.send(address, 'one');
    await turn();
    mailbox.close();
    await expect(loop).rejects.toThrow('noproc');
  });
});
