import { after, down, exit, ExitError, link, on, processFlag, receive, register, self, send, spawn } from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';

test('a mailbox takes messages from plain code and from processes', async () => {
  const node = startTestNode();
  const { address, mailbox } = node.newMailbox();
  node.send(address, 1);
  await node.run(() => send(address, 2));
  expect(mailbox.messageCount).toBe(2);
  expect([await mailbox.receive(), await mailbox.receive(), mailbox.messageCount]).toEqual([1, 2, 0]);
});

test('it can be received from selectively, in arrival order, and waits', async () => {
  const node = startTestNode();
  const { address, mailbox } = node.newMailbox();
  for (const message of ['a', 'b', 'c']) node.send(address, message);
  expect(
    await mailbox.receive(
      on('c', () => 'C'),
      on('b', () => 'B'),
    ),
  ).toBe('B');
  expect(
    await mailbox.receive(
      on(P.number, (number) => number),
      after(0, () => 'nothing'),
    ),
  ).toBe('nothing');
  const waits = mailbox.receive(on(['late', P._], ([, what]) => what));
  node.send(address, ['late', 'message']);
  expect(await waits).toBe('message');
  expect([mailbox.receiveAsync(), mailbox.receiveAsync(), mailbox.receiveAsync()]).toEqual([
    ['a', true],
    ['c', true],
    [undefined, false],
  ]);
});

test('it can wait for some time', async () => {
  const clock = new VirtualClock();
  const { mailbox } = startTestNode({ clock }).newMailbox();
  const waits = mailbox.receive(after(100, () => 'timeout'));
  await clock.elapse(100);
  expect(await waits).toBe('timeout');
});

test('handlers run as the code that receives, and what they throw is thrown', async () => {
  const node = startTestNode();
  const { address, mailbox } = node.newMailbox();
  node.send(address, 'x');
  await expect(mailbox.receive(on('x', () => self()))).rejects.toThrow('self needs a process');
  await node.run(async () => {
    send(address, 'y');
    expect(await mailbox.receive(on('y', () => self()))).toBe(self());
    const waits = mailbox.receive(on('z', async () => Promise.resolve(self())));
    send(address, 'z');
    expect(await waits).toBe(self());
  });
});

test('undefined is a message', () => {
  const node = startTestNode();
  const { address, mailbox } = node.newMailbox();
  node.send(address, undefined);
  expect([mailbox.receiveAsync(), mailbox.receiveAsync()]).toEqual([
    [undefined, true],
    [undefined, false],
  ]);
});

test('more than 32 messages wait, and none is lost', async () => {
  const node = startTestNode();
  const { address, mailbox } = node.newMailbox();
  for (let index = 0; index < 100_000; index++) node.send(address, index);
  expect(mailbox.messageCount).toBe(100_000);
  for (let index = 0; index < 100_000; index++) {
    const [message] = mailbox.receiveAsync();
    if (message !== index) expect(message).toBe(index);
  }
  expect(mailbox.messageCount).toBe(0);
});

test('two receives at once conflict, unless they are bound to references', async () => {
  const node = startTestNode();
  const { address, mailbox } = node.newMailbox();
  const first = mailbox.receive();
  await expect(mailbox.receive()).rejects.toThrow(`${String(address)} waits in a receive already`);
  node.send(address, 'x');
  expect(await first).toBe('x');
});

test('it has an address like a process: a name, links, exits', async () => {
  const node = startTestNode();
  const { address, mailbox } = node.newMailbox();
  await node.run(async () => {
    register('mailbox', address);
    send('mailbox', 'by name');
    expect(await mailbox.receive()).toBe('by name');
    processFlag('trap_exit', true);
    link(address);
    exit(address, 'kill');
    expect(await receive(on(['EXIT', address, P._], ([, , reason]) => reason))).toBe('killed');
  });
});

describe('a mailbox that is closed', () => {
  test('has lost its messages, and takes none', async () => {
    const node = startTestNode();
    const { address, mailbox } = node.newMailbox();
    node.send(address, 'lost');
    mailbox.close();
    mailbox.close();
    expect(node.send(address, 'late')).toBe('late');
    expect([mailbox.messageCount, mailbox.receiveAsync()]).toEqual([0, [undefined, false]]);
    await expect(mailbox.receive()).rejects.toMatchObject({ constructor: ExitError, reason: 'noproc' });
    expect(() => mailbox.onCloseNotify(address)).toThrow(ExitError);
    expect(node.processes.count).toBe(0);
  });

  test('rejects the receive that waits', async () => {
    const node = startTestNode();
    const { address, mailbox } = node.newMailbox();
    const waits = [mailbox.receive(on('x', () => 'x')), mailbox.receive(after(1_000_000, () => 'late'))];
    mailbox.close();
    for (const each of waits) await expect(each).rejects.toMatchObject({ reason: 'noproc' });
    const other = node.newMailbox();
    const inProcess = node.run(() => other.mailbox.receive());
    await node.run(() => exit(other.address, 'kill'));
    await expect(inProcess).rejects.toMatchObject({ reason: 'noproc' });
    expect(address.process).toBeUndefined();
  });

  test('tells those who watch it: normal', async () => {
    const node = startTestNode();
    const { address, mailbox } = node.newMailbox();
    await node.run(async () => {
      const end = endOf(address);
      mailbox.close();
      expect(await end).toBe('normal');
    });
  });
});

describe('onCloseNotify', () => {
  test('brings a message when a process or a mailbox has ended, also one that ended before', async () => {
    const node = startTestNode();
    const { mailbox } = node.newMailbox();
    const other = node.newMailbox();
    const pid = node.spawn(() => receive(on('end', () => exit('bye'))));
    const refs = [mailbox.onCloseNotify(other.address), mailbox.onCloseNotify(pid)] as const;
    other.mailbox.close();
    expect(await mailbox.receive(on(down(refs[0]), (message) => message))).toEqual([
      'DOWN',
      refs[0],
      'process',
      other.address,
      'normal',
    ]);
    node.send(pid, 'end');
    expect(await mailbox.receive(on(down(refs[1]), ([, , , , reason]) => reason))).toBe('bye');
    const late = mailbox.onCloseNotify(pid);
    expect(mailbox.receiveAsync()).toEqual([['DOWN', late, 'process', pid, 'noproc'], true]);
  });

  test('is taken back by removeNotify, every one for that address, with what waits already', () => {
    const node = startTestNode();
    const { address, mailbox } = node.newMailbox();
    const [one, other] = [node.newMailbox(), node.newMailbox()];
    for (const { address: watched } of [one, one, other]) mailbox.onCloseNotify(watched);
    mailbox.removeNotify(one.address);
    one.mailbox.close();
    expect(mailbox.messageCount).toBe(0);
    other.mailbox.close();
    node.send(address, 'stays');
    expect(mailbox.messageCount).toBe(2);
    mailbox.removeNotify(other.address);
    expect([mailbox.receiveAsync(), mailbox.messageCount]).toEqual([['stays', true], 0]);
    mailbox.removeNotify(one.address);
  });
});

test('a process that waits in a mailbox can be ended like any other', async () => {
  const node = startTestNode();
  const { address, mailbox } = node.newMailbox();
  await node.run(async () => {
    let received: unknown;
    const pid = spawn(async () => {
      received = await mailbox.receive();
    });
    await new Promise((resolve) => setImmediate(resolve));
    exit(pid, 'kill');
    send(address, 'x');
    await new Promise((resolve) => setImmediate(resolve));
    expect(received).toBeUndefined();
  });
});
