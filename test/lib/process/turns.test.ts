import { exit, spawn, yieldNow } from 'regent-otp';
import { expect, test } from 'vitest';
import { Turns } from '../../../lib/process/turns.js';
import { endOf } from '../../support/endOf.js';
import { startTestNode } from '../../support/startTestNode.js';

test('what goes on in a process that has been killed in its turn takes nobody else his', async () => {
  await startTestNode().run(async () => {
    const turns = new Turns();
    const log: string[] = [];
    const [open, opened] = [[] as (() => void)[], [] as Promise<void>[]];
    for (let gate = 0; gate < 2; gate++) opened.push(new Promise((resolve) => open.push(resolve)));
    const killed = spawn(() => turns.run(() => opened[0]));
    await yieldNow();
    const next = spawn(() => turns.run(() => opened[1]!.then(() => log.push('next'))));
    const last = spawn(() => turns.run(() => log.push('last')));
    await yieldNow();
    exit(killed, 'kill');
    open[0]!();
    await yieldNow();
    open[1]!();
    expect(await Promise.all([endOf(next), endOf(last)])).toEqual(['normal', 'normal']);
    expect(log).toEqual(['next', 'last']);
  });
});
