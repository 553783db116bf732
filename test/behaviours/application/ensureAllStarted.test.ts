/** Starting applications together with all that they need. */
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { Address, on, receive, self, send, spawn } from 'regent-otp';
import { application } from 'regent-otp/behaviours';
import { startTestNode } from '../../support/startTestNode.js';
import { load, running, top } from './bank.js';

describe.each(['serial', 'concurrent'] as const)('%s', (mode) => {
  test('what is needed is started before, once, and told in that order', async () => {
    await startTestNode().run(async () => {
      load('a');
      load('b', {}, { applications: ['kernel', 'a'] });
      load('c', {}, { applications: ['a', 'b'] });
      application.load(['application', 'library', {}]);
      expect(await application.ensureAllStarted(['c', 'library'], 'temporary', mode)).toEqual([
        'ok',
        mode === 'serial' ? ['a', 'b', 'c', 'library'] : ['library', 'a', 'b', 'c'],
      ]);
      expect(await application.ensureAllStarted('c', 'temporary', mode)).toEqual(['ok', []]);
      expect(await application.ensureAllStarted([], 'temporary', mode)).toEqual(['ok', []]);
    });
  });

  test('when one fails, those that were started are stopped again, and no others', async () => {
    await startTestNode().run(async () => {
      load('before');
      await application.start('before');
      load('a', {}, { applications: ['before'] });
      const start = () => ['error', 'no'];
      load('bad', { start });
      load('c', {}, { applications: ['a', 'bad'] });
      expect(await application.ensureAllStarted('c', 'temporary', mode)).toEqual([
        'error',
        ['bad', ['no', ['Bank', 'start', ['normal', { start }]]]],
      ]);
      expect(running()).toEqual(['before']);
    });
  });

  test('what cannot be found fails, unless it is optional', async () => {
    await startTestNode().run(async () => {
      const missing = ['no such file or directory', 'missing.app'];
      load('a', {}, { applications: ['missing'] });
      expect(await application.ensureAllStarted('a', 'temporary', mode)).toEqual(['error', ['missing', missing]]);
      load('b', {}, { applications: ['missing'], optional_applications: ['missing'] });
      expect(await application.ensureAllStarted('b', 'temporary', mode)).toEqual(['ok', ['b']]);
    });
  });

  test('an optional application that is there is started, too', async () => {
    await startTestNode().run(async () => {
      application.provide(['application', 'extra', {}]);
      load('b', {}, { applications: ['extra'], optional_applications: ['extra'] });
      expect(await application.ensureAllStarted('b', 'temporary', mode)).toEqual(['ok', ['extra', 'b']]);
    });
  });
});

test('concurrently those start at the same time that do not need each other', async () => {
  await startTestNode().run(async () => {
    const me = self();
    const start = async () => {
      send(me, ['starting', self()]);
      await receive(on('go', () => undefined));
      return ['ok', top()];
    };
    load('a', { start });
    load('b', { start });
    load('c', {}, { applications: ['a', 'b'] });
    spawn(async () => send(me, ['all', await application.ensureAllStarted('c', 'temporary', 'concurrent')]));
    const next = () => receive(on(['starting', P.instanceOf(Address)], ([, pid]) => pid));
    const pids = [await next(), await next()];
    for (const pid of pids) send(pid, 'go');
    const [, names] = await receive(on(['all', ['ok', P._]], ([, result]) => result));
    expect(names).toHaveLength(3);
  });
});
