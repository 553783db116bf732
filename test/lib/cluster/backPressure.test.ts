import {
  drained,
  exit,
  on,
  receive,
  register,
  self,
  send,
  sendNosuspend,
  spawn,
  type Address,
  type Node,
} from 'regent-otp';
import { startMemoryCluster, type MemoryClusterOptions } from 'regent-otp/testing';
import { P } from 'ts-pattern';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startTestNode } from '../../support/startTestNode.js';
import { idle, next, settled } from './across/place.js';

const chunk = 'x'.repeat(10_000);

async function start(options: MemoryClusterOptions = {}) {
  const cluster = await startMemoryCluster(['a', 'b'], {
    ...options,
    network: { highWaterMark: 1000 },
    cluster: { highWaterMark: 50_000, reconnect: { min: 1, max: 20 }, ...options.cluster },
  });
  onTestFinished(() => cluster.stop());
  return cluster;
}

/** Sends until the way is busy; gives how many were sent. */
const fill = (to: Address): number => {
  let count = 0;
  while (sendNosuspend(to, chunk)) count++;
  return count;
};

describe('sendNosuspend', () => {
  test('sends as send does while the way is not busy', async () => {
    const { nodes } = await start();
    await nodes.a.run(async () => {
      const me = self();
      const server = nodes.b.spawn(() => receive(on('hello', () => send(me, 'hello to you'))));
      expect(sendNosuspend(server, 'hello')).toBe(true);
      expect(await next()).toBe('hello to you');
    });
  });

  test('refuses while more waits than the high-water mark, and nothing that it took is lost', async () => {
    const { nodes, network } = await start();
    await nodes.a.run(async () => {
      const me = self();
      const server = nodes.b.spawn(async () => {
        for (;;) await receive(on(P._, (message: unknown) => send(me, message === chunk)));
      });
      network.hold('a', 'b');
      const sent = fill(server);
      expect(sent).toBeGreaterThan(2);
      expect(sendNosuspend(server, 'more')).toBe(false);
      network.release('a', 'b');
      await drained(server);
      for (let count = 0; count < sent + 1; count++) {
        if (count === sent) send(server, 'last');
        expect(await next()).toBe(count < sent);
      }
    });
  });

  test('refuses while the outbox is half full', async () => {
    const { nodes, network } = await start({
      cluster: { outbox: { maxSignals: 10 }, reconnect: { min: 2 ** 30, max: 2 ** 30 } },
    });
    await nodes.a.run(async () => {
      const server = idle(nodes.b);
      const down = new Promise((resolve) => nodes.a.once('nodedown', resolve));
      network.cut('a', 'b');
      await down;
      network.hold('a', 'b');
      network.heal('a', 'b');
      expect([fill(server), sendNosuspend(['x', 'b'], 'x')]).toEqual([6, false]);
      network.release('a', 'b');
      await drained(server);
      expect(sendNosuspend(server, 'x')).toBe(true);
    });
  });

  test('always sends inside a node', async () => {
    const node = startTestNode();
    await node.run(async () => {
      register('me', self());
      for (const to of [self(), 'me', ['me', self().node] as const]) expect(sendNosuspend(to, 'x')).toBe(true);
      expect([await next(), await next(), await next()]).toEqual(['x', 'x', 'x']);
    });
  });

  test('fails as send does', async () => {
    const { nodes } = await start();
    await nodes.a.run(() => {
      expect(() => sendNosuspend('nobody', 'x')).toThrow('send: to must be');
      expect(() => sendNosuspend(['x', 'b'], () => 1)).toThrow('message: a function');
    });
  });
});

describe('drained', () => {
  test('is at once where nothing is busy', async () => {
    const { nodes } = await start();
    await nodes.a.run(async () => {
      await drained(idle(nodes.b));
      await drained(self());
      await drained('any name');
      await drained(['any name', 'c']);
    });
  });

  test('waits until the way is free', async () => {
    const { nodes, network } = await start();
    await nodes.a.run(async () => {
      const server = idle(nodes.b);
      network.hold('a', 'b');
      fill(server);
      const order: string[] = [];
      const waiting = drained(server).then(() => order.push('drained'));
      await settled(nodes.a);
      order.push('released');
      network.release('a', 'b');
      await waiting;
      expect(order).toEqual(['released', 'drained']);
      expect(sendNosuspend(server, 'x')).toBe(true);
    });
  });

  test('ends when the node is lost', async () => {
    const { nodes, network } = await start();
    await nodes.a.run(async () => {
      const server = idle(nodes.b);
      network.hold('a', 'b');
      fill(server);
      const waiting = drained(server);
      network.cut('a', 'b');
      await waiting;
    });
  });

  test('never ends for a process that has ended', async () => {
    const { nodes, network } = await start();
    await nodes.a.run(async () => {
      const server = idle(nodes.b);
      network.hold('a', 'b');
      fill(server);
      let hasGoneOn = false;
      const waiting = spawn(() => drained(server).finally(() => (hasGoneOn = true)));
      await settled(nodes.a);
      exit(waiting, 'kill');
      network.release('a', 'b');
      await drained(server);
      await settled(nodes.b);
      expect(hasGoneOn).toBe(false);
    });
  });
});

test('a node that takes nothing any more is lost, not the memory of this one', async () => {
  const { nodes, network } = await start({ cluster: { sendLimit: 1_000_000 } });
  const reason = new Promise<string>((resolve) => nodes.a.once('nodedown', (_, info) => resolve(info.reason)));
  await nodes.a.run(async () => {
    const server = idle(nodes.b);
    network.hold('a', 'b');
    for (let count = 0; count < 200; count++) send(server, chunk);
    expect(await reason).toBe('send queue limit');
  });
  network.release('a', 'b');
});

test('a flood in both directions is taken in to its end', async () => {
  const { nodes } = await start();
  const count = 300;
  const flood = (from: Node, to: Address) =>
    from.run(async () => {
      for (let number = 0; number < count; number++) {
        if (!sendNosuspend(to, [number, chunk])) {
          await drained(to);
          send(to, [number, chunk]);
        }
      }
    });
  const collect = (node: Node) => {
    const { address, mailbox } = node.newMailbox();
    const numbers = async () => {
      const taken: unknown[] = [];
      while (taken.length < count) taken.push(((await mailbox.receive()) as unknown[])[0]);
      return taken;
    };
    return { address, numbers: numbers() };
  };
  const [one, two] = [collect(nodes.a), collect(nodes.b)];
  await Promise.all([flood(nodes.a, two.address), flood(nodes.b, one.address)]);
  const expected = Array.from({ length: count }, (_, index) => index);
  expect(await Promise.all([one.numbers, two.numbers])).toEqual([expected, expected]);
});
