// What the code of a process does after the process has ended.
import {
  after,
  alias,
  cancelTimer,
  catchTerm,
  currentNode,
  demonitor,
  erase,
  exit,
  genCall,
  genReply,
  get,
  getKeys,
  isProcessAlive,
  link,
  makeRef,
  monitor,
  monitorNode,
  monotonicTime,
  node as nameOf,
  nodes,
  on,
  processes,
  processFlag,
  processInfo,
  processSignal,
  put,
  receive,
  register,
  registered,
  self,
  send,
  sendAfter,
  spawn,
  spawnLink,
  spawnMonitor,
  spawnOpt,
  startTimer,
  unalias,
  unlink,
  unregister,
  whereis,
  yieldNow,
  ZombieError,
} from 'regent-otp';
import type { Address, Node } from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { genCast } from '../../../lib/process/genCast.js';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

const neverReplies = () => forever();

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('a killed process', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['a receive', () => receive(on('never', () => undefined))],
    ['a sleep', () => receive(after(5, () => undefined))],
    ['several receives', () => Promise.all([1, 2].map(() => receive(on([makeRef(), P._], () => undefined))))],
    ['a receive in a handler', () => receive(on('first', () => receive(on('never', () => undefined))))],
    ['a call', () => genCall('test', spawn(neverReplies), 'request', 'infinity', (reason) => reason)],
    ['a call with a timeout', () => genCall('test', spawn(neverReplies), 'request', 5, (reason) => reason)],
    ['node.run', () => currentNode().run(() => forever())],
    ['node.run that ends', () => currentNode().run(() => receive(after(5, () => undefined)))],
    [
      'a mailbox',
      () =>
        currentNode()
          .newMailbox()
          .mailbox.receive(after(5, () => undefined)),
    ],
    ['catchTerm', () => catchTerm(() => forever())],
  ])('that waits in %s never goes on: no catch and no finally runs', async (_what, wait) => {
    await startTestNode().run(async () => {
      const log: unknown[] = [];
      const parent = self();
      const pid = spawn(async () => {
        try {
          const waits = wait();
          send(self(), 'first');
          send(parent, 'waits');
          log.push(['settled', await waits]);
        } catch (error) {
          log.push(['caught', error]);
        } finally {
          log.push('finally');
        }
      });
      await receive(on('waits', () => undefined));
      const end = endOf(pid);
      exit(pid, 'bye');
      expect(await end).toBe('bye');
      // Whatever it waited for has come to its end by now.
      await receive(after(20, () => undefined));
      await turns();
      expect(log).toEqual([]);
    });
  });

  test('that lets others run never goes on', async () => {
    await startTestNode().run(async () => {
      let rounds = 0;
      const pid = spawn(async () => {
        for (;;) {
          rounds++;
          await yieldNow();
        }
      });
      while (rounds < 3) await yieldNow();
      exit(pid, 'kill');
      // It may have been let go on already.
      await yieldNow();
      const before = rounds;
      for (let round = 0; round < 5; round++) await yieldNow();
      expect(rounds).toBe(before);
    });
  });

  test('waits for ever from then on, so that a loop that catches everything does not spin', async () => {
    await startTestNode().run(async () => {
      let rounds = 0;
      let open!: () => void;
      const gate = new Promise<void>((resolve) => (open = resolve));
      const pid = spawn(async () => {
        await gate;
        for (;;) {
          rounds++;
          try {
            await receive(on('never', () => undefined));
          } catch {
            // Tries again.
          }
        }
      });
      await turns();
      exit(pid, 'kill');
      open();
      await turns();
      expect(rounds).toBe(1);
    });
  });

  test('frees what it waited for: a call leaves no monitor, a reply no trace', async () => {
    await startTestNode().run(async () => {
      const parent = self();
      const server = spawn(async () => {
        const [from] = await receive(on(['test', P._, P._], ([, tag]) => [tag]));
        await receive(on('reply', () => send(parent, ['replied', genReply(from as never, 'late')])));
        await forever();
      });
      const client = spawn(() => genCall('test', server, 'request', 'infinity', (reason) => reason));
      await turns();
      expect(processInfo(server, 'monitored_by')).toEqual(['monitored_by', [client]]);
      exit(client, 'kill');
      expect(processInfo(server, 'monitored_by')).toEqual(['monitored_by', []]);
      send(server, 'reply');
      expect(await receive(on(['replied', P._], ([, result]) => result))).toBe('ok');
    });
  });
});

/** Everything that a process can do without waiting. */
const deeds: readonly (readonly [string, (other: Address, node: Node) => unknown])[] = [
  ['self', () => self()],
  ['send', (other) => send(other, 'x')],
  ['genCast', (other) => genCast('$gen_cast', other, 'x')],
  ['genReply', (other) => genReply([other, makeRef()], 'x')],
  ['spawn', () => spawn(() => expect.unreachable())],
  ['spawnLink', () => spawnLink(() => expect.unreachable())],
  ['spawnMonitor', () => spawnMonitor(() => expect.unreachable())],
  ['spawnOpt', () => spawnOpt(() => expect.unreachable(), [])],
  ['exit(pid, reason)', (other) => exit(other, 'kill')],
  ['link', (other) => link(other)],
  ['unlink', (other) => unlink(other)],
  ['monitor', (other) => monitor('process', other)],
  ['demonitor', () => demonitor(someRef)],
  ['alias', () => alias()],
  ['unalias', () => unalias(someRef)],
  ['register', (other) => register('taken', other)],
  ['unregister', () => unregister('other')],
  ['whereis', () => whereis('other')],
  ['registered', () => registered()],
  ['makeRef', () => makeRef()],
  ['processFlag', () => processFlag('trap_exit', true)],
  ['processInfo', (other) => processInfo(other)],
  ['isProcessAlive', (other) => isProcessAlive(other)],
  ['processes', () => processes()],
  ['sendAfter', (other) => sendAfter(0, other, 'x')],
  ['startTimer', (other) => startTimer(0, other, 'x')],
  ['cancelTimer', () => cancelTimer(someRef)],
  ['put', () => put('k', 1)],
  ['get', () => get('k')],
  ['getKeys', () => getKeys()],
  ['erase', () => erase('k')],
  ['processSignal', () => processSignal()],
  ['monitorNode', () => monitorNode('elsewhere', true)],
  ['node', () => nameOf()],
  ['nodes', () => nodes()],
  ['monotonicTime', () => monotonicTime()],
  ['currentNode', () => currentNode()],
  ['node.spawn', (_other, node) => node.spawn(() => expect.unreachable())],
  ['node.send', (other, node) => node.send(other, 'x')],
  ['node.newMailbox', (_other, node) => node.newMailbox()],
];

let someRef: ReturnType<typeof makeRef>;

describe('the code of a process that has ended', () => {
  test.each(deeds)('cannot %s: ZombieError, and no effect', async (_name, deed) => {
    const node = startTestNode();
    await node.run(async () => {
      someRef = makeRef();
      const parent = self();
      register('other', parent);
      const seen: unknown[] = [];
      const pid = spawn(async () => {
        await Promise.resolve();
        const address = self();
        try {
          exit(address, 'gone');
        } catch {
          // Goes on as nobody must.
        }
        try {
          seen.push(deed(parent, node));
        } catch (error) {
          seen.push(error);
        }
      });
      expect(await endOf(pid)).toBe('gone');
      await turns();
      expect(seen).toEqual([expect.any(ZombieError)]);
      expect((seen[0] as Error).message).toContain(`the process ${String(pid)} has exited`);
      expect([waiting(), node.processes.count, whereis('other'), whereis('taken')]).toEqual([[], 1, parent, undefined]);
      expect(processInfo(self(), ['links', 'monitored_by'])).toEqual([
        ['links', []],
        ['monitored_by', []],
      ]);
    });
  });

  test('runs nothing by node.run', async () => {
    const node = startTestNode();
    await node.run(async () => {
      const log: unknown[] = [];
      let open!: () => void;
      const gate = new Promise<void>((resolve) => (open = resolve));
      const pid = spawn(async () => {
        await gate;
        log.push('goes on');
        await node.run(() => log.push('ran'));
        log.push('settled');
      });
      await turns();
      exit(pid, 'kill');
      open();
      await turns();
      expect(log).toEqual(['goes on']);
    });
  });
});

describe('a handler that ends its own process', () => {
  const handlers: readonly (readonly [string, (fire: () => void) => Promise<unknown>])[] = [
    ['whose message waited', (fire) => (send(self(), 'x'), receive(on('x', fire)))],
    ['whose message came later', (fire) => (sendAfter(1, self(), 'x'), receive(on('x', fire)))],
    ['of a timeout', (fire) => receive(after(1, fire))],
    ['of a poll', (fire) => receive(after(0, fire))],
  ];

  test.each(handlers)('%s ends the receive too, which never settles', async (_what, wait) => {
    for (const deed of [() => exit(self(), 'bye'), () => void catchTerm(() => exit(self(), 'bye')).catch(() => 0)]) {
      await startTestNode().run(async () => {
        const log: unknown[] = [];
        const pid = spawn(async () => {
          try {
            log.push(['settled', await wait(deed)]);
          } catch (error) {
            log.push(['caught', error]);
          } finally {
            log.push('finally');
          }
        });
        expect(await endOf(pid)).toBe('bye');
        await turns();
        expect(log).toEqual([]);
      });
    }
  });
});

describe('processSignal', () => {
  test('aborts when the process has ended, after all others have been told', async () => {
    await startTestNode().run(async () => {
      const parent = self();
      const log: unknown[] = [];
      const pid = spawn(() => {
        const signal = processSignal();
        expect(processSignal()).toBe(signal);
        signal.addEventListener('abort', () => log.push([signal.reason, mailboxLength(parent)]));
        send(parent, 'ready');
        return forever();
      });
      await receive(on('ready', () => undefined));
      const ref = monitor('process', pid);
      exit(pid, 'bye');
      expect(log).toEqual([['bye', 1]]);
      expect(waiting()).toEqual([['DOWN', ref, 'process', pid, 'bye']]);
    });
  });

  test('aborts at a normal end too, and its listeners run as the process that has ended', async () => {
    await startTestNode().run(async () => {
      const log: unknown[] = [];
      const pid = spawn(() => {
        processSignal().addEventListener('abort', () => {
          try {
            self();
          } catch (error) {
            log.push(error);
          }
        });
      });
      expect(await endOf(pid)).toBe('normal');
      expect(log).toEqual([expect.any(ZombieError)]);
    });
  });

  test('ends what was started with it', async () => {
    await startTestNode().run(async () => {
      const { setTimeout: delay } = await import('node:timers/promises');
      let result: unknown;
      const pid = spawn(() => {
        void delay(1_000_000, 'late', { signal: processSignal() }).catch((error: unknown) => (result = error));
        return forever();
      });
      await receive(after(1, () => undefined));
      exit(pid, 'kill');
      await turns();
      expect(result).toMatchObject({ name: 'AbortError' });
    });
  });
});

/** Seen from outside: who asks is nobody any more. */
function mailboxLength(pid: Address): number {
  return (pid.process as { mailbox: { count: number } }).mailbox.count;
}
