import {
  after,
  down,
  ErlangError,
  exit,
  makeRef,
  monitor,
  on,
  receive,
  self,
  send,
  sendAfter,
  spawn,
  spawnMonitor,
} from 'regent-otp';
import type { Address, Ref } from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { turn } from '../../kit/turn.js';
import { endOf } from '../../support/endOf.js';
import { forever, sendAll, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';

const any = on(P._, (message) => message);
const nothing = after(0, () => 'nothing');

describe('selection', () => {
  test('a message is taken when any clause matches it; the others stay in their order', async () => {
    await startTestNode().run(async () => {
      sendAll('a', 'b', 'c', 'd');
      expect(await receive(on('c', () => 'C'))).toBe('C');
      expect(await receive(on('b', () => 'B'))).toBe('B');
      expect([await receive(any), await receive(any)]).toEqual(['a', 'd']);
    });
  });

  test('the order of arrival decides, not that of the clauses', async () => {
    await startTestNode().run(async () => {
      sendAll('low', 'high');
      const next = () =>
        receive(
          on('high', () => 1),
          on('low', () => 2),
        );
      expect([await next(), await next()]).toEqual([2, 1]);
    });
  });

  test('a message of higher priority is picked by a poll before the rest', async () => {
    await startTestNode().run(async () => {
      sendAll('low1', 'low2', 'high');
      const next = async () => {
        const high = await receive(
          on('high', (message) => message),
          after(0, () => undefined),
        );
        return high ?? (await receive(any));
      };
      expect([await next(), await next(), await next()]).toEqual(['high', 'low1', 'low2']);
    });
  });

  test('a guard selects by what it says about the whole message', async () => {
    await startTestNode().run(async () => {
      sendAll(1, 5, 3, 9);
      const big = () =>
        receive(
          on(
            P.number,
            (number) => number > 4,
            (number) => number,
          ),
        );
      expect([await big(), await big(), await receive(any), await receive(any)]).toEqual([5, 9, 1, 3]);
    });
  });

  test('a guard that throws does not hold', async () => {
    await startTestNode().run(async () => {
      const guarded = on(
        P._,
        (message) => (message as string[])[0]!.length > 0,
        () => 'taken',
      );
      sendAll(5, ['text']);
      expect(await receive(guarded)).toBe('taken');
      for (let index = 0; index < 100; index++) sendAll(index);
      sendAll(['far']);
      expect(await receive(guarded)).toBe('taken');
      const waits = receive(guarded);
      sendAll(null, ['late']);
      expect(await waits).toBe('taken');
      expect(
        await receive(
          on(
            P.when((message: any) => message.a.b),
            () => 'x',
          ),
          nothing,
        ),
      ).toBe('nothing');
    });
  });

  test('what does not match is seen again by the next receive', async () => {
    await startTestNode().run(async () => {
      sendAll('a', 'b', 'c');
      await receive(on('c', () => undefined));
      expect(await receive(any)).toBe('a');
    });
  });

  test('a receive waits through messages that do not match, and looks at each once', async () => {
    await startTestNode().run(async () => {
      const seen: unknown[] = [];
      const note = (message: unknown) => {
        seen.push(message);
        return message === 'wanted';
      };
      const received = receive(on(P._, note, () => 'done'));
      const me = self();
      spawn(async () => {
        for (const message of [1, 2, 3, 'wanted', 4]) {
          send(me, message);
          await turn();
        }
      });
      expect(await received).toBe('done');
      expect(seen).toEqual([1, 2, 3, 'wanted']);
    });
  });

  test('replies are told apart by their references, in whatever order they come', async () => {
    await startTestNode().run(async () => {
      const server = spawn(async () => {
        const first = await receive(on([P._, P._], (request) => request as [Address, Ref]));
        const second = await receive(on([P._, P._], (request) => request as [Address, Ref]));
        for (const [client, ref] of [second, first]) send(client, [ref, 'reply to', ref]);
      });
      const [one, other] = [makeRef(), makeRef()];
      send(server, [self(), one]);
      send(server, [self(), other]);
      for (const ref of [one, other]) {
        expect(await receive(on([ref, 'reply to', P._], ([, , to]) => to))).toBe(ref);
      }
    });
  });

  test('two processes do not see the messages of each other', async () => {
    await startTestNode().run(async () => {
      const parent = self();
      const other = spawn(async () => send(parent, ['other got', await receive(any)]));
      sendAll('mine');
      send(other, 'yours');
      expect(await receive(on(['other got', P._], ([, what]) => what))).toBe('yours');
      expect(waiting()).toEqual(['mine']);
    });
  });

  test('a long mailbox gives the message wanted, and keeps the rest in order', async () => {
    await startTestNode().run(async () => {
      const ref = makeRef();
      const pid = spawn(() => exit('gone'));
      const monitored = monitor('process', pid);
      for (let index = 0; index < 10_000; index++) sendAll(['old', index]);
      sendAll([ref, 'reply']);
      expect(await receive(on(down(monitored), ([, , , , reason]) => reason))).toBe('gone');
      expect(await receive(on([ref, P._], ([, reply]) => reply))).toBe('reply');
      expect(
        await receive(
          on(['new', P._], () => 'new'),
          nothing,
        ),
      ).toBe('nothing');
      for (let index = 0; index < 10_000; index++) {
        const number = await receive(on(['old', P._], ([, each]) => each));
        if (number !== index) expect(number).toBe(index);
      }
      expect(waiting()).toEqual([]);
    });
  });
});

describe('handlers', () => {
  test('a receive gives what its handler gives, at once or later', async () => {
    await startTestNode().run(async () => {
      sendAll('a', 'b');
      expect(await receive(on('a', () => 1))).toBe(1);
      expect(await receive(on('b', async () => Promise.resolve(2)))).toBe(2);
      expect(await receive(after(0, async () => Promise.resolve(3)))).toBe(3);
      expect(await receive(after(1, () => 4))).toBe(4);
    });
  });

  test('what a handler throws is what the receive throws, whether it waited or not', async () => {
    await startTestNode().run(async () => {
      const failing = on('x', () => {
        throw new Error('handler');
      });
      sendAll('x');
      await expect(receive(failing)).rejects.toThrow('handler');
      const waits = receive(failing);
      sendAll('x');
      await expect(waits).rejects.toThrow('handler');
      expect(waiting()).toEqual([]);
    });
  });

  test('a handler can receive: older messages too', async () => {
    await startTestNode().run(async () => {
      sendAll('inner', 'outer', 'rest');
      const log: unknown[] = [];
      await receive(
        on('outer', async () => {
          log.push('outer', await receive(on('inner', (message) => message)));
        }),
      );
      log.push(await receive(any));
      expect(log).toEqual(['outer', 'inner', 'rest']);
    });
  });

  test('a handler of a receive that waited can receive and wait again', async () => {
    await startTestNode().run(async () => {
      const outer = receive(on('outer', () => receive(on('inner', () => receive(on('innermost', () => 'done'))))));
      for (const message of ['outer', 'innermost', 'inner']) {
        sendAll(message);
        await turn();
      }
      expect(await outer).toBe('done');
    });
  });
});

describe('timeouts', () => {
  test('after(0) looks through the whole mailbox first, and takes nothing when nothing matches', async () => {
    await startTestNode().run(async () => {
      expect(await receive(any, nothing)).toBe('nothing');
      for (let index = 0; index < 100; index++) sendAll(index);
      expect(
        await receive(
          on('wanted', () => 'found'),
          nothing,
        ),
      ).toBe('nothing');
      sendAll('wanted');
      expect(
        await receive(
          on('wanted', () => 'found'),
          nothing,
        ),
      ).toBe('found');
      expect(await receive(nothing)).toBe('nothing');
      expect(waiting()).toHaveLength(100);
    });
  });

  test('a receive that waits gives up when its time is over, and the late message is still there', async () => {
    const clock = new VirtualClock();
    const node = startTestNode({ clock });
    const result = node.run(async () => {
      const me = self();
      const log: unknown[] = [
        clock.now(),
        await receive(
          on('late', () => 'received'),
          after(30, () => 'timeout'),
        ),
      ];
      log.push(clock.now());
      send(me, 'late');
      return [...log, await receive(on('late', () => 'received'))];
    });
    await clock.elapse(29);
    await clock.elapse(1);
    expect(await result).toEqual([1000, 'timeout', 1030, 'received']);
  });

  test('messages that do not match do not restart the time', async () => {
    const clock = new VirtualClock();
    const node = startTestNode({ clock });
    const { address, mailbox } = node.newMailbox();
    const pid = node.spawn(async () => {
      await receive(
        on('wanted', () => 'received'),
        after(80, () => 'timeout'),
      );
      send(address, ['timeout at', clock.now(), waiting().length]);
    });
    for (let time = 0; time < 100; time += 20) {
      await clock.elapse(20);
      node.send(pid, 'other');
    }
    await clock.elapse(1);
    expect(mailbox.receiveAsync()).toEqual([['timeout at', 1080, 3], true]);
  });

  test('a receive that is served stops its time', async () => {
    const clock = new VirtualClock();
    const node = startTestNode({ clock });
    await node.run(async () => {
      const waits = receive(
        on('x', () => 'received'),
        after(10, () => 'timeout'),
      );
      sendAll('x');
      expect(await waits).toBe('received');
      const next = receive(on('y', () => 'received'));
      clock.advance(100);
      sendAll('y');
      expect(await next).toBe('received');
    });
  });

  test('a message that arrives before its process runs wins over a time that is over', async () => {
    const clock = new VirtualClock();
    const node = startTestNode({ clock });
    await node.run(async () => {
      const waits = receive(
        on('x', () => 'received'),
        after(10, () => 'timeout'),
      );
      clock.advance(10);
      sendAll('x');
      expect(await waits).toBe('received');
    });
  });

  test.each([2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])('a timeout of %d ms does not come early', async (ms) => {
    const clock = new VirtualClock();
    const node = startTestNode({ clock });
    let done = false;
    node.spawn(() => receive(after(ms, () => (done = true))));
    await clock.elapse(ms - 1);
    expect(done).toBe(false);
    await clock.elapse(1);
    expect(done).toBe(true);
  });

  test("after('infinity') waits for ever", async () => {
    const clock = new VirtualClock();
    const node = startTestNode({ clock });
    await node.run(async () => {
      const waits = receive(
        on('x', () => 'received'),
        after('infinity', () => 'timeout'),
      );
      await clock.elapse(2 ** 33);
      sendAll('x');
      expect(await waits).toBe('received');
    });
  });

  test('a bad timeout is the error timeout_value, which a process can catch', async () => {
    await startTestNode().run(async () => {
      for (const ms of [-1, 1.5, 2 ** 32, 'foo']) {
        expect(() => receive(after(ms as number, () => 'x'))).toThrow(ErlangError);
      }
      const [, ref] = spawnMonitor(() => receive(after(-1, () => 'x')));
      expect(await receive(on(down(ref), ([, , , , reason]) => reason))).toEqual(['timeout_value', expect.any(Error)]);
    });
  });

  test('a timeout clause may stand anywhere', async () => {
    await startTestNode().run(async () => {
      expect(
        await receive(
          after(1, () => 'timeout'),
          on('x', () => 'received'),
        ),
      ).toBe('timeout');
      sendAll('x');
      expect(
        await receive(
          nothing,
          on('x', () => 'received'),
        ),
      ).toBe('received');
    });
  });

  test('a receive and a timer of the same process keep their times', async () => {
    const clock = new VirtualClock();
    const node = startTestNode({ clock });
    const result = node.run(async () => {
      sendAfter(60, self(), 'timer');
      const next = () =>
        receive(
          on('timer', (message) => message),
          after(20, () => 'timeout'),
        );
      return [await next(), await next(), await receive(any)];
    });
    await clock.elapse(100);
    expect(await result).toEqual(['timeout', 'timeout', 'timer']);
  });
});

describe('several receives at once', () => {
  test('receives for different references do not disturb each other, nor a general one', async () => {
    await startTestNode().run(async () => {
      const refs = [makeRef(), makeRef(), makeRef()];
      const general = receive(any);
      const bound = refs.map((ref) => receive(on([ref, P._], ([, reply]) => reply)));
      for (const ref of refs.toReversed()) sendAll([ref, ref.id]);
      sendAll('general');
      expect(await Promise.all(bound)).toEqual(refs.map((ref) => ref.id));
      expect(await general).toBe('general');
    });
  });

  test('receives for references find what waits already', async () => {
    await startTestNode().run(async () => {
      const ref = makeRef();
      sendAll([ref, 'reply']);
      const general = receive(on('general', () => 'general'));
      expect(await receive(on([ref, P._], ([, reply]) => reply))).toBe('reply');
      expect(
        await receive(
          on([ref, P._], ([, reply]) => reply),
          nothing,
        ),
      ).toBe('nothing');
      sendAll('general');
      expect(await general).toBe('general');
    });
  });

  test('a second general receive is an error that names the process', async () => {
    await startTestNode().run(async () => {
      const first = receive(on('x', () => 'first'));
      await expect(receive(on('y', () => 'second'))).rejects.toThrow(
        `${String(self())} waits in a receive already; a second one at the same time must be bound to a Ref`,
      );
      await expect(
        receive(
          on('y', () => 'second'),
          nothing,
        ),
      ).rejects.toThrow('waits in a receive already');
      sendAll('x');
      expect(await first).toBe('first');
      sendAll('y');
      expect(await receive(on('y', () => 'third'))).toBe('third');
    });
  });

  test('a second receive for a reference is an error too', async () => {
    await startTestNode().run(async () => {
      const [ref, other] = [makeRef(), makeRef()];
      const first = receive(
        on([ref, P._], () => 'first'),
        on([other, P._], () => 'first'),
      );
      await expect(receive(on(down(other), () => 'second'))).rejects.toThrow('waits in a receive already');
      sendAll([ref, 'x']);
      expect(await first).toBe('first');
    });
  });

  test('a sleep never conflicts', async () => {
    await startTestNode().run(async () => {
      const general = receive(on('x', () => 'received'));
      const sleeps = [receive(after(1, () => 'slept')), receive(after(2, () => 'slept')), receive(nothing)];
      expect(await Promise.all(sleeps)).toEqual(['slept', 'slept', 'nothing']);
      sendAll('x');
      expect(await general).toBe('received');
    });
  });

  test('a receive that has lost a race still takes its message', async () => {
    await startTestNode().run(async () => {
      const loser = receive(on('late', () => 'taken'));
      await Promise.race([loser, Promise.resolve('winner')]);
      sendAll('late');
      expect(await loser).toBe('taken');
      expect(waiting()).toEqual([]);
    });
  });

  test('one is served while the handler of another waits', async () => {
    await startTestNode().run(async () => {
      const [one, other] = [makeRef(), makeRef()];
      const nested = receive(on([one, P._], () => receive(on('last', () => 'nested done'))));
      const plain = receive(on([other, P._], () => 'plain done'));
      sendAll([one, 1], [other, 1]);
      expect(await plain).toBe('plain done');
      sendAll('last');
      expect(await nested).toBe('nested done');
    });
  });
});

test('a process that returns while it waits tells so by a crash event', async () => {
  const node = startTestNode();
  const crashes: unknown[] = [];
  node.on('crash', ({ pid, reason }) => crashes.push([pid, reason]));
  await node.run(async () => {
    const pid = spawn(() => {
      void receive(
        on('x', () => 'forgotten'),
        after(5, () => 'forgotten'),
      );
    });
    expect(await endOf(pid)).toBe('normal');
    expect(crashes).toEqual([[pid, ['missing_await', 'returned while it waited in receive(on(...), after(5))']]]);
  });
});

test('a process that waits for ever is ended by a signal, and never by a timeout that would come later', async () => {
  const clock = new VirtualClock();
  const node = startTestNode({ clock });
  let timedOut = false;
  await node.run(async () => {
    const pid = spawn(() => receive(after(10, () => (timedOut = true))));
    const other = spawn(() => forever());
    await turn();
    const ends = Promise.all([endOf(pid), endOf(other)]);
    exit(pid, 'stop');
    exit(other, 'stop');
    expect(await ends).toEqual(['stop', 'stop']);
    await clock.elapse(20);
    expect(timedOut).toBe(false);
  });
});
