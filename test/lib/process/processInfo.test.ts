import {
  after,
  exit,
  isProcessAlive,
  link,
  makeRef,
  monitor,
  on,
  processes,
  processFlag,
  processInfo,
  put,
  receive,
  register,
  self,
  send,
  spawn,
} from 'regent-otp';
import type { Address, ProcessInfoItem } from 'regent-otp';
import { expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { forever } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

test('everything is told of a process that has a name, links, monitors and messages', async () => {
  await startTestNode().run(async () => {
    const parent = self();
    const helper = spawn(() => forever());
    const pid = spawn(async function worker() {
      processFlag('trap_exit', true);
      put('colour', 'red');
      register('info', self());
      link(parent);
      monitor('process', helper);
      send(parent, 'ready');
      await forever();
    });
    await receive(on('ready', () => undefined));
    monitor('process', pid);
    send(pid, 'a');
    send(pid, ['b', 1]);
    const info = Object.fromEntries(processInfo(pid)!);
    expect(info).toMatchObject({
      registered_name: 'info',
      trap_exit: true,
      links: [parent],
      monitors: [['process', helper]],
      monitored_by: [parent],
      message_queue_len: 2,
      messages: ['a', ['b', 1]],
      dictionary: [['colour', 'red']],
      initial_call: 'worker',
      parent,
      status: 'waiting',
    });
  });
});

test('a list of items is answered in its order, repeated ones repeatedly', async () => {
  await startTestNode().run(() => {
    expect(processInfo(self(), ['trap_exit', 'message_queue_len', 'trap_exit'])).toEqual([
      ['trap_exit', false],
      ['message_queue_len', 0],
      ['trap_exit', false],
    ]);
    expect(processInfo(self(), [])).toEqual([]);
  });
});

test('a process without a name has none: [] alone, [item, []] in a list', async () => {
  await startTestNode().run(() => {
    expect(processInfo(self(), 'registered_name')).toEqual([]);
    expect(processInfo(self(), ['registered_name'])).toEqual([['registered_name', []]]);
    register('named', self());
    expect(processInfo(self(), 'registered_name')).toEqual(['registered_name', 'named']);
  });
});

test('a process that runs is running, one that waits for messages is waiting', async () => {
  await startTestNode().run(async () => {
    const waits = spawn(() => forever());
    const computes = spawn(() => new Promise(() => undefined));
    await receive(after(1, () => undefined));
    expect([self(), waits, computes].map((pid) => processInfo(pid, 'status')?.[1])).toEqual([
      'running',
      'waiting',
      'running',
    ]);
  });
});

test('of a process that has ended there is nothing to tell', async () => {
  await startTestNode().run(async () => {
    const pid = spawn(() => forever());
    expect(isProcessAlive(pid)).toBe(true);
    const end = endOf(pid);
    exit(pid, 'kill');
    await end;
    expect([isProcessAlive(pid), processInfo(pid), processInfo(pid, 'links'), processInfo(pid, ['links'])]).toEqual([
      false,
      undefined,
      undefined,
      undefined,
    ]);
    expect(() => processInfo(pid, 'nosuch' as ProcessInfoItem)).toThrow('processInfo: item must be');
  });
});

test('an unknown item, and what is no address of this node, are badarg', async () => {
  const elsewhere = startTestNode({ name: 'elsewhere' }).newMailbox().address;
  await startTestNode().run(() => {
    expect(() => processInfo(self(), 'nosuchkey' as ProcessInfoItem)).toThrow(
      /item must be .*trap_exit.*, not 'nosuchkey'/,
    );
    expect(() => processInfo(self(), ['links', 'nosuchkey'] as ProcessInfoItem[])).toThrow("not 'nosuchkey'");
    for (const wrong of ['foo', makeRef(), elsewhere] as unknown as Address[]) {
      expect(() => processInfo(wrong)).toThrow('processInfo: pid must be an Address of this node');
      expect(() => isProcessAlive(wrong)).toThrow('isProcessAlive: pid must be an Address of this node');
    }
  });
});

test('all processes of the node are known, oldest first', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const [one, other, third] = [1, 2, 3].map(() => spawn(() => forever())) as [Address, Address, Address];
    expect(processes()).toEqual([self(), one, other, third]);
    const end = endOf(other);
    exit(other, 'kill');
    await end;
    expect(processes()).toEqual([self(), one, third]);
    expect(node.processes.count).toBe(3);
  });
});
