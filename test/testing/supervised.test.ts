/** Processes that a test starts end with it, in order. */
import { exit, isProcessAlive, processFlag, receive, self, send, spawnLink, type Address } from 'regent-otp';
import { genServer, GenServer, ok } from 'regent-otp/behaviours';
import { expectReceive, expectSupervised, flush, startSupervised, stopSupervised } from 'regent-otp/testing';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { startTestNode } from '../support/startTestNode.js';

/** Tells a log what it is asked to end with. */
class Talker extends GenServer<readonly [name: string, log: unknown[]]> {
  static startLink(name: string, log: unknown[]) {
    return genServer.startLink(['local', name], Talker, [name, log]);
  }
  init([name, log]: readonly [string, unknown[]]) {
    processFlag('trap_exit', true);
    return ok<readonly [string, unknown[]]>([name, log]);
  }
  override terminate(reason: unknown, [name, log]: readonly [string, unknown[]]) {
    log.push([name, reason]);
  }
}

const talker = (name: string, log: unknown[]) => ({ id: name, start: [Talker, 'startLink', [name, log]] }) as const;

test('they are shut down, the last first, when the process of the test has ended', async () => {
  const node = startTestNode({ messages: 'shared' });
  const log: unknown[] = [];
  await node.run(async () => {
    await startSupervised(talker('one', log));
    await startSupervised(talker('two', log));
    expect(log).toEqual([]);
  });
  await node.stop();
  expect(log).toEqual([
    ['two', 'shutdown'],
    ['one', 'shutdown'],
  ]);
});

test('stopping the node waits for them, also while the process of the test still runs', async () => {
  const node = startTestNode({ messages: 'shared' });
  const log: unknown[] = [];
  let isUp!: () => void;
  const up = new Promise<void>((resolve) => (isUp = resolve));
  const killed = node.run(async () => {
    await startSupervised(talker('one', log));
    isUp();
    await receive();
  });
  const ended = expect(killed).rejects.toMatchObject({ reason: 'killed' });
  await up;
  await node.stop();
  expect(log).toEqual([['one', 'shutdown']]);
  await ended;
});

test('one that ends is restarted, and the process of the test lives', async () => {
  await startTestNode().run(async () => {
    const test = self();
    const worker = {
      startLink: () => {
        const pid = spawnLink(() => receive());
        send(test, ['started', pid]);
        return ['ok', pid];
      },
    };
    const first = await expectSupervised({ id: 'worker', start: [worker, 'startLink', []] });
    await expectReceive(['started', first]);
    exit(first, 'kill');
    const [, second] = await expectReceive(['started', P._]);
    expect(second).not.toBe(first);
    expect(isProcessAlive(second as Address)).toBe(true);
  });
});

test('one that does not start gives its reason, or fails the test', async () => {
  await startTestNode().run(async () => {
    const broken = { id: 'broken', start: [{ startLink: () => ['error', 'no_disk'] }, 'startLink', []] } as const;
    expect((await startSupervised(broken))[0]).toBe('error');
    await expect(expectSupervised(broken)).rejects.toThrow(/the child 'broken' did not start: 'no_disk'/);
    expect(flush()).toEqual([]);
  });
});

test('one is stopped and forgotten by its id', async () => {
  await startTestNode({ messages: 'shared' }).run(async () => {
    expect(await stopSupervised('one')).toEqual(['error', 'not_found']);
    const log: unknown[] = [];
    const pid = await expectSupervised(talker('one', log));
    expect(await stopSupervised('one')).toBe('ok');
    expect(isProcessAlive(pid)).toBe(false);
    expect(log).toEqual([['one', 'shutdown']]);
    expect(await stopSupervised('one')).toEqual(['error', 'not_found']);
  });
});
