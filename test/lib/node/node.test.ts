import { AsyncLocalStorage } from 'node:async_hooks';
import {
  currentNode,
  error,
  exit,
  exitFrom,
  link,
  monotonicTime,
  node as nameOf,
  on,
  processFlag,
  processSignal,
  receive,
  self,
  send,
  spawn,
  startNode,
  systemTime,
} from 'regent-otp';
import type { CrashEvent, NodeOptions } from 'regent-otp';
import { P } from 'ts-pattern';
import { beforeAll, describe, expect, test } from 'vitest';
import { built } from '../../support/built.js';
import { endOf } from '../../support/endOf.js';
import { forever } from '../../support/mailbox.js';
import { runProgram } from '../../support/runProgram.js';
import { messageMode, startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';

describe('starting a node', () => {
  test('needs no options', () => {
    const node = startTestNode();
    expect([node.name, node.messages, node.isStopping]).toEqual(['nonode@nohost', messageMode, false]);
    expect(node.creation).toBeGreaterThanOrEqual(1);
    expect(startTestNode().creation).not.toBe(node.creation);
  });

  test('freezes messages unless NODE_ENV is production', async () => {
    const before = process.env['NODE_ENV'];
    try {
      process.env['NODE_ENV'] = 'production';
      expect(await stopped({})).toBe('shared');
      expect(await stopped({ messages: 'cloned' })).toBe('cloned');
      delete process.env['NODE_ENV'];
      expect(await stopped({})).toBe('frozen');
    } finally {
      process.env['NODE_ENV'] = before;
    }
    async function stopped(options: NodeOptions): Promise<string> {
      const node = startNode(options);
      await node.stop();
      return node.messages;
    }
  });

  test('takes a name, a creation and a clock', async () => {
    const clock = new VirtualClock(5000.5);
    const node = startTestNode({ name: 'alpha@host', creation: 7, clock });
    await node.run(() => {
      expect([nameOf(), nameOf(self()), self().creation, currentNode()]).toEqual(['alpha@host', 'alpha@host', 7, node]);
      expect([monotonicTime(), systemTime()]).toEqual([5000, clock.systemTime()]);
    });
  });

  test.each<[string, NodeOptions, string]>([
    ['a name', { name: 'a b' }, "startNode: name must be a text of letters, digits, and _ - . @, not 'a b'"],
    ['no name', { name: '' }, "startNode: name must be a text of letters, digits, and _ - . @, not ''"],
    ['a name that is no text', { name: 5 as unknown as string }, 'not 5'],
    [
      'a mode',
      { messages: 'copied' as 'cloned' },
      "startNode: messages must be 'frozen', 'shared' or 'cloned', not 'copied'",
    ],
    ['a creation', { creation: 0 }, 'startNode: creation must be an integer from 1 to 4294967295, not 0'],
    ['a creation that is too large', { creation: 2 ** 32 }, 'startNode: creation must be'],
    ['a creation that is broken', { creation: 1.5 }, 'startNode: creation must be'],
  ])('refuses %s that cannot be', (_what, options, message) => {
    expect(() => startNode(options)).toThrow(message);
  });
});

describe('stopping a node', () => {
  test('ends all processes with killed, whatever they trap and however they are linked', async () => {
    const node = startTestNode();
    const { address, mailbox } = node.newMailbox();
    const aborted: unknown[] = [];
    const ends = Array.from({ length: 5 }, () =>
      node.run(async () => {
        const parent = self();
        for (let count = 0; count < 3; count++) {
          spawn(() => {
            if (count === 0) processFlag('trap_exit', true);
            const signal = processSignal();
            signal.addEventListener('abort', () => aborted.push(signal.reason));
            link(parent);
            send(address, 'ready');
            return forever();
          });
        }
        return forever();
      }),
    );
    for (let count = 0; count < 15; count++) await mailbox.receive(on('ready', () => undefined));
    expect(node.processes.count).toBe(21);
    const results = Promise.allSettled(ends);
    await node.stop();
    expect(node.processes.count).toBe(0);
    expect(aborted).toEqual(Array(15).fill('killed'));
    for (const result of await results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { reason: 'killed' } });
    }
  });

  test('is done once', async () => {
    const node = startTestNode();
    const stopping = node.stop();
    expect(node.isStopping).toBe(true);
    expect(node.stop()).toBe(stopping);
    await stopping;
  });

  test('waits for what is to be done before, while processes live; what a hook throws comes after the end', async () => {
    const node = startNode();
    const log: unknown[] = [];
    const { address } = node.newMailbox();
    node.onStop(() => {
      throw new Error('hook');
    });
    const takeBack = node.onStop(() => log.push('never') as never);
    node.onStop(async () => {
      await Promise.resolve();
      log.push(await node.run(() => 'still runs'));
    });
    takeBack();
    await expect(node.stop()).rejects.toThrow('hook');
    expect(log).toEqual(['still runs']);
    expect(address.process).toBeUndefined();
  });

  test('leaves a node that starts no process', async () => {
    const node = startTestNode({ name: 'gone' });
    await node.stop();
    expect(() => node.spawn(() => undefined)).toThrow('the node gone has stopped');
    expect(() => node.newMailbox()).toThrow('the node gone has stopped');
    await expect(node.run(() => undefined)).rejects.toThrow('the node gone has stopped');
  });

  test('can be done by a process of the node', async () => {
    const node = startTestNode();
    await expect(node.run(() => node.stop())).rejects.toMatchObject({ reason: 'killed' });
  });
});

describe('events', () => {
  test('a crash is told with what there is to know of the process; an exit is none', async () => {
    const node = startTestNode();
    const crashes: CrashEvent[] = [];
    node.on('crash', (event) => crashes.push(event));
    await node.run(async () => {
      await endOf(spawn(() => exit('not told')));
      const pid = spawn(function worker() {
        error('oops');
      });
      const reason = await endOf(pid);
      expect(crashes).toMatchObject([{ pid, name: undefined, initialCall: 'worker', reason }]);
    });
  });

  test('listeners belong to no process', async () => {
    const node = startTestNode();
    const seen: unknown[] = [];
    node.on('crash', () => {
      try {
        seen.push(self());
      } catch (thrown) {
        seen.push((thrown as Error).message);
      }
    });
    await node.run(() => endOf(spawn(() => error('x'))));
    expect(seen).toEqual([expect.stringContaining('self needs a process')]);
  });

  test('can be listened to once, and no more', async () => {
    const node = startTestNode();
    const log: unknown[] = [];
    const listener = () => log.push('on');
    node.once('report', ({ label }) => log.push(['once', label])).on('report', listener);
    node.emit('report', { label: 'a' });
    node.off('report', listener).emit('report', { label: 'b' });
    expect(log).toEqual([['once', 'a'], 'on']);
  });
});

test('a reason that cannot be frozen ends a process all the same', async () => {
  const node = startTestNode({ messages: 'frozen' });
  await node.run(async () => {
    processFlag('trap_exit', true);
    const reason = {
      get broken(): never {
        throw new Error('getter');
      },
    };
    const pid = spawn(() => {
      exit(reason);
    });
    link(pid);
    expect(await receive(on(exitFrom(pid), ([, , why]) => why))).toBe(reason);
  });
});

test('processes of one node do not reach those of another in the same OS process without a way', async () => {
  const [one, other] = [startTestNode({ name: 'one' }), startTestNode({ name: 'other' })];
  const { address, mailbox } = other.newMailbox();
  await one.run(() => {
    send(address, 'x');
    expect(exit(address, 'kill')).toBe(true);
  });
  expect(mailbox.messageCount).toBe(0);
  expect(address.process).toBeDefined();
});

test('the values of an AsyncLocalStorage stay with the code that set them, whoever lets a process run', async () => {
  const storage = new AsyncLocalStorage<string>();
  const node = startTestNode();
  await node.run(() =>
    storage.run('mine', async () => {
      const parent = self();
      const child = spawn(async () => {
        send(parent, ['started with', storage.getStore()]);
        await receive(on('go', () => send(parent, ['handles with', storage.getStore()])));
        await receive(on('go', () => send(parent, ['handles again with', storage.getStore()])));
      });
      for (const what of ['started', 'handles', 'handles again']) {
        expect(await receive(on([`${what} with`, P._], ([, value]) => value))).toBeUndefined();
        expect(storage.getStore()).toBe('mine');
        send(child, 'go');
      }
    }),
  );
});

describe('the OS process', () => {
  beforeAll(built, 120_000);

  test('lives as long as a node does, and ends with it', async () => {
    const { code, stdout, stderr } = await runProgram(`
      import { startNode, receive, after, on } from 'regent-otp';
      const node = startNode();
      node.spawn(() => receive(on('never', () => undefined)));
      process.on('exit', () => console.log('end'));
      // Nothing else keeps the OS process alive: timers of processes do not.
      node.run(() => receive(after(20, () => console.log('waited')))).then(() => node.stop());
    `);
    expect([code, stdout, stderr]).toEqual([0, 'waited\nend\n', '']);
  });

  test('ends when a node could not be started', async () => {
    const { code, stdout } = await runProgram(`
      import { startNode } from 'regent-otp';
      try { startNode({ name: 'bad name' }); } catch (error) { console.log(error.reason); }
    `);
    expect([code, stdout]).toEqual([0, 'badarg\n']);
  });

  test('hears of the error of a listener as of any error of plain code', async () => {
    const { code, stderr } = await runProgram(`
      import { startNode } from 'regent-otp';
      const node = startNode();
      node.on('crash', () => { throw new Error('in the listener'); });
      node.run(async () => { node.spawn(() => { throw new Error('in the process'); }); });
    `);
    expect(code).toBe(1);
    expect(stderr).toContain('Error: in the listener');
  });
});
