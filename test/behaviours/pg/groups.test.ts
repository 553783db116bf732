/** Process groups on one node, beyond the recorded scenarios. */
import { expect, test } from 'vitest';
import { catchTerm, down, exit, monitor, on, receive, self, send, spawn, type Address } from 'regent-otp';
import { genServer, pg, sys } from 'regent-otp/behaviours';
import { waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

const idle = (): Address => spawn(() => receive(on('stop', () => 'ok')));

/** Ends a process; resolves when the scope 'pg' has seen that. */
async function end(pid: Address): Promise<void> {
  const ref = monitor('process', pid);
  send(pid, 'stop');
  await receive(on(down(ref), () => 'ended'));
  await sys.getState('pg');
}

/** Runs a test as a process of a node with the default scope. */
const inScope = (run: () => Promise<unknown>) =>
  startTestNode().run(async () => {
    await pg.startLink();
    await run();
  });

test('groups are there while they have members, local ones alike', () =>
  inScope(async () => {
    expect(pg.whichGroups()).toEqual([]);
    await pg.join('one', self());
    await pg.join(['two', { a: 1 }], self());
    expect(pg.whichGroups()).toEqual(['one', ['two', { a: 1 }]]);
    expect(pg.whichLocalGroups()).toEqual(['one', ['two', { a: 1 }]]);
    expect(pg.getLocalMembers(['two', { a: 1 }])).toEqual([self()]);
    await pg.leave('one', self());
    expect(pg.whichGroups()).toEqual([['two', { a: 1 }]]);
  }));

test('a process that ends leaves all groups, as often as it has joined, and each leave is told', () =>
  inScope(async () => {
    const pid = idle();
    const [ref] = await pg.monitorScope();
    await pg.join('one', [pid, pid]);
    await pg.join('two', pid);
    await end(pid);
    expect(pg.whichGroups()).toEqual([]);
    expect(waiting()).toEqual([
      [ref, 'join', 'one', [pid, pid]],
      [ref, 'join', 'two', [pid]],
      [ref, 'leave', 'two', [pid]],
      [ref, 'leave', 'one', [pid]],
      [ref, 'leave', 'one', [pid]],
    ]);
  }));

test('a process that has left is not watched any more', () =>
  inScope(async () => {
    const pid = idle();
    await pg.join('one', [pid, pid]);
    await pg.leave('one', [pid, pid]);
    const [ref, members] = await pg.monitor('one');
    expect(members).toEqual([]);
    await end(pid);
    expect(waiting()).toEqual([]);
    expect(await pg.demonitor(ref)).toBe('ok');
  }));

test('a monitor of a group hears of that group alone, and tells who is in it', () =>
  inScope(async () => {
    await pg.join('one', self());
    const [ref, members] = await pg.monitor('one');
    expect(members).toEqual([self()]);
    await pg.join('two', self());
    await pg.leave('one', self());
    expect(waiting()).toEqual([[ref, 'leave', 'one', [self()]]]);
  }));

test('demonitor drops what waits, and of nothing else', () =>
  inScope(async () => {
    const [ref] = await pg.monitor('one');
    const [other] = await pg.monitor('one');
    await pg.join('one', self());
    expect(await pg.demonitor(ref)).toBe('ok');
    expect(waiting()).toEqual([[other, 'join', 'one', [self()]]]);
    expect(await pg.demonitor(ref)).toBe(false);
  }));

test('a monitor that ends is forgotten', () =>
  inScope(async () => {
    const watcher = spawn(async () => {
      await pg.monitor('one');
      await pg.monitorScope();
      await receive(on('stop', () => 'ok'));
    });
    await sys.getState('pg');
    await end(watcher);
    await pg.join('one', self());
    expect(await sys.getState('pg')).toMatchObject({ subscribers: {} });
    expect(pg.getMembers('one')).toEqual([self()]);
  }));

test('what a scope does not understand ends it with badarg', () =>
  inScope(async () => {
    await pg.start('other');
    for (const offend of [
      () => genServer.call('other', 'nonsense'),
      () => genServer.call('other', ['nonsense', 1]),
      async () => genServer.cast('other', 'nonsense'),
      async () => send('other', 'nonsense'),
      async () => send('other', ['join', 'nobody', 'one', self()]),
    ]) {
      const ref = monitor('process', 'other');
      await catchTerm(offend);
      const reason = await receive(on(down(ref), (message) => message[4]));
      expect((reason as readonly unknown[])[0]).toBe('badarg');
      await pg.start('other');
    }
  }));

test('which groups there are in a scope that is not there is a badarg; it has no members', () =>
  inScope(async () => {
    expect(() => pg.whichGroups('nowhere')).toThrow('badarg');
    expect(() => pg.whichLocalGroups('nowhere')).toThrow('badarg');
    expect(pg.getLocalMembers('nowhere', 'one')).toEqual([]);
    expect(await catchTerm(() => pg.monitorScope('nowhere'))).toEqual([
      'EXIT',
      ['noproc', ['gen_server', 'call', ['nowhere', 'monitor', 'infinity']]],
    ]);
  }));

test('a scope has a name of its own', () =>
  inScope(async () => {
    expect(await pg.start('pg')).toEqual(['error', ['already_started', expect.anything()]]);
    await expect(pg.start(5 as never)).rejects.toThrow('scope must be a name, not 5');
    await expect(pg.startLink(['pg'] as never)).rejects.toMatchObject({ reason: 'function_clause' });
  }));

test('the end of a scope is no end of its members', () =>
  inScope(async () => {
    await pg.start('other');
    const pid = idle();
    await pg.join('other', 'one', pid);
    exit(((await pg.start('other')) as readonly ['error', readonly [string, Address]])[1][1], 'kill');
    expect(pg.getMembers('other', 'one')).toEqual([]);
    await pg.start('other');
    expect(await pg.join('other', 'one', pid)).toBe('ok');
  }));
