// Addresses, references and aliases of what is gone: a process, a connection, a run of a node. They travel like any other,
// and never mean somebody else.
import {
  alias,
  cancelTimer,
  catchTerm,
  demonitor,
  down,
  exit,
  isProcessAlive,
  link,
  makeRef,
  monitor,
  on,
  parseAddress,
  processFlag,
  receive,
  register,
  self,
  send,
  sendAfter,
  unalias,
  unlink,
  type Address,
  type Node,
  type Ref,
} from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { startMemoryCluster } from 'regent-otp/testing';
import { P } from 'ts-pattern';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clusters, type Cluster } from '../../../support/clusters.js';
import { flush, idle, next } from './place.js';

async function three() {
  const cluster = await startMemoryCluster(['a', 'b', 'c'], { cluster: { reconnect: { min: 1, max: 5 } } });
  onTestFinished(() => cluster.stop());
  return cluster;
}

/** What comes back of a term that goes to a node and further to a third. */
async function sentRound<T>(term: T, ...nodes: readonly Node[]): Promise<T> {
  const me = self();
  const couriers: Address[] = [];
  for (const node of nodes.toReversed()) {
    const onward = couriers[0] ?? me;
    couriers.unshift(node.spawn(() => receive(on(['round', P._], (message: unknown) => send(onward, message)))));
  }
  send(couriers[0]!, ['round', term]);
  const [, back] = await receive(on(['round', P._], (message) => message as readonly [string, T]));
  return back;
}

/** What links, monitors and calls tell of an address. */
async function told(pid: Address): Promise<readonly unknown[]> {
  processFlag('trap_exit', true);
  const ref = monitor('process', pid);
  const reason = await receive(on(down(ref), (message) => message[4]));
  link(pid);
  const exited = await receive(on(['EXIT', pid, P._], (message) => message[2]));
  const call = await catchTerm(() => genServer.call(pid, 'hello'));
  return [reason, exited, (call as readonly [string, readonly unknown[]])[1][0]];
}

async function ended(pid: Address): Promise<Address> {
  const ref = monitor('process', pid);
  exit(pid, 'kill');
  await receive(on(down(ref), () => undefined));
  return pid;
}

describe.each(clusters)('an address of a process that has ended, $network', ({ start }) => {
  const run = async (test: (nodes: Cluster['nodes']) => Promise<void>) => {
    const cluster = await start();
    onTestFinished(cluster.stop);
    await cluster.nodes.a.run(() => test(cluster.nodes));
  };

  test('of this node: goes round as it is, and is dead', () =>
    run(async ({ a, b, c }) => {
      const pid = await ended(idle(a));
      expect(await sentRound(pid, b, c)).toBe(pid);
      expect(await told(pid)).toEqual(['noproc', 'noproc', 'noproc']);
      expect(await b.run(() => told(pid))).toEqual(['noproc', 'noproc', 'noproc']);
    }));

  test('of another node: goes round as it is, and is dead', () =>
    run(async ({ b, c }) => {
      const pid = await ended(idle(b));
      expect(await sentRound({ pid, all: [pid] }, c, b)).toEqual({ pid, all: [pid] });
      expect((await sentRound(pid, c, b)) === pid).toBe(true);
      expect(await told(pid)).toEqual(['noproc', 'noproc', 'noproc']);
    }));
});

describe('an address of a node that has left', () => {
  test('goes round as it is, and leads nowhere', async () => {
    const { nodes } = await three();
    const pid = idle(nodes.c);
    await nodes.c.stop();
    await nodes.a.run(async () => {
      expect((await sentRound(pid, nodes.b)) === pid).toBe(true);
      expect(await told(pid)).toEqual(['noconnection', 'noconnection', ['nodedown', 'c']]);
      expect(send(pid, 'lost')).toBe('lost');
    });
  });

  test('is dead once the node has started anew, and is not the process there that has its number', async () => {
    const { nodes, restart } = await three();
    // A number that the later run has not given yet when it is connected.
    const [old] = Array.from({ length: 100 }, () => idle(nodes.c)).slice(-1) as [Address];
    const anew = await restart('c');
    const heard: unknown[] = [];
    const namesakes: Address[] = [];
    while ((namesakes.at(-1)?.id ?? 0) < old.id) {
      namesakes.push(anew.spawn(() => receive(on(P._, (message: unknown) => heard.push(message)))));
    }
    await nodes.a.run(async () => {
      expect(namesakes.at(-1)!.id).toBe(old.id);
      const back = await sentRound(old, nodes.b, anew);
      expect([back === old, namesakes.includes(back)]).toEqual([true, false]);
      expect(await told(old)).toEqual(['noproc', 'noproc', 'noproc']);
      send(old, 'hello');
      exit(old, 'kill');
      unlink(old);
      expect(await anew.run(() => namesakes.every((pid) => isProcessAlive(pid)))).toBe(true);
    });
    await anew.run(async () => {
      expect(isProcessAlive(old)).toBe(false);
      expect(await told(old)).toEqual(['noproc', 'noproc', 'noproc']);
      exit(old, 'kill');
      send(old, 'hello');
      expect(() => register('old', old)).toThrow('register: pid must be a living process of this node');
    });
    expect(heard).toEqual([]);
  });

  test('its text leads to the same address, before and after', async () => {
    const { nodes, restart } = await three();
    const old = idle(nodes.c);
    const text = old.toString();
    await restart('c');
    expect(parseAddress(text)).toBe(old);
    await nodes.a.run(async () => expect(await told(parseAddress(text)!)).toEqual(['noproc', 'noproc', 'noproc']));
  });
});

describe('references and aliases of what is gone', () => {
  test('a reference of an earlier run goes round as it is, and is none of the later run', async () => {
    const { nodes, restart } = await three();
    const old = await nodes.c.run(() => makeRef());
    const anew = await restart('c');
    await nodes.a.run(async () => expect((await sentRound(old, nodes.b, anew)) === old).toBe(true));
    await anew.run(() => {
      const refs: Ref[] = [];
      while ((refs.at(-1)?.id ?? 0) < old.id) refs.push(makeRef());
      expect(refs.some((ref) => ref === old)).toBe(false);
      expect(demonitor(old)).toBe(true);
      expect(cancelTimer(old)).toBe(false);
      expect(unalias(old)).toBe(false);
    });
  });

  test('a message to an alias of an earlier run is lost, and does not reach the alias that has its number', async () => {
    const { nodes, restart } = await three();
    const old = await nodes.c.run(() => alias());
    const anew = await restart('c');
    await anew.run(async () => {
      const aliases = [alias()];
      while (aliases.at(-1)!.id < old.id) aliases.push(alias());
      const me = self();
      await nodes.a.run(() => {
        send(old, 'stale');
        send(me, 'fresh');
      });
      expect(await next()).toBe('fresh');
      expect(await flush()).toEqual([]);
    });
  });

  test('an alias of this node comes back live, and is dead once it was taken back', async () => {
    const { nodes } = await three();
    await nodes.a.run(async () => {
      const mine = alias();
      expect((await sentRound(mine, nodes.b, nodes.c)) === mine).toBe(true);
      await nodes.b.run(() => send(mine, 'by alias'));
      expect(await next()).toBe('by alias');
      unalias(mine);
      const me = self();
      await nodes.b.run(() => {
        send(mine, 'too late');
        send(me, 'by address');
      });
      expect(await next()).toBe('by address');
      expect(await flush()).toEqual([]);
    });
  });

  test('a timer for a process of a node that has left says nothing', async () => {
    const { nodes } = await three();
    const pid = idle(nodes.c);
    await nodes.c.stop();
    await nodes.a.run(async () => {
      const timer = sendAfter(0, self(), 'time');
      expect(() => sendAfter(0, pid, 'lost')).toThrow('sendAfter');
      expect(await next()).toBe('time');
      expect(cancelTimer(timer)).toBe(false);
    });
  });
});
