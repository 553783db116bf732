/** Starting applications, and why they do not start. */
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { Address, error, exit, on, receive, self, send, spawn, whereis } from 'regent-otp';
import { application } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { eventually } from '../../support/eventually.js';
import { waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { Bank, load, running, top, topOf } from './bank.js';

test('an application runs once it has been started, the newest is listed first', async () => {
  await startTestNode().run(async () => {
    load('one');
    load('two', {}, { description: 'the second', vsn: '2' });
    expect(await application.start('one')).toBe('ok');
    expect(await application.start('two')).toBe('ok');
    expect(application.whichApplications()[0]).toEqual(['two', 'the second', '2']);
    expect(running()).toEqual(['two', 'one']);
    expect(await application.start('one')).toEqual(['error', ['already_started', 'one']]);
    expect(await application.ensureStarted('one')).toBe('ok');
  });
});

test('a resource in place of a name is loaded and started', async () => {
  await startTestNode().run(async () => {
    expect(await application.start(['application', 'bank', {}])).toBe('ok');
    expect(running()).toEqual(['bank']);
  });
});

test('plain code starts and stops applications, too', async () => {
  startTestNode();
  expect(await application.start(['application', 'bank', {}])).toBe('ok');
  expect(await application.ensureAllStarted('bank')).toEqual(['ok', []]);
  expect(await application.stop('bank')).toBe('ok');
});

test('two that start one application at the same time get the same answer', async () => {
  await startTestNode().run(async () => {
    let started = 0;
    const start = async () => {
      started++;
      await receive(on('go', () => undefined));
      return ['ok', top()];
    };
    const me = self();
    load('bank', {
      start: async () => {
        send(me, ['starting', self()]);
        return start();
      },
    });
    const both = [application.start('bank'), application.start('bank')];
    send(await receive(on(['starting', P.instanceOf(Address)], ([, pid]) => pid)), 'go');
    expect(await Promise.all(both)).toEqual(['ok', 'ok']);
    expect(started).toBe(1);
  });
});

test('a start callback may start another application', async () => {
  await startTestNode().run(async () => {
    load('inner');
    load('outer', {
      start: async () => ((await application.start('inner')) === 'ok' ? ['ok', top()] : ['error', 'inner']),
    });
    expect(await application.start('outer')).toBe('ok');
    expect(running()).toEqual(['outer', 'inner']);
  });
});

describe('a start fails:', () => {
  test('of what cannot be loaded, or in a way that there is not', async () => {
    await startTestNode().run(async () => {
      expect(await application.start('bank')).toEqual(['error', ['no such file or directory', 'bank.app']]);
      load('bank');
      expect(await application.start('bank', 'sometimes' as 'temporary')).toEqual([
        'error',
        ['invalid_restart_type', 'sometimes'],
      ]);
    });
  });

  test('without what the application needs, whether it was never started or has ended', async () => {
    await startTestNode().run(async () => {
      load('ledger');
      load('bank', {}, { applications: ['kernel', 'ledger'] });
      expect(await application.start('bank')).toEqual(['error', ['not_started', 'ledger']]);
      await application.start('ledger');
      const ledger = await topOf('ledger');
      send(ledger, ['exit', 'oops']);
      await eventually(() => !running().includes('ledger'));
      expect(await application.start('bank')).toEqual(['error', ['not_running', 'ledger']]);
      await application.start('ledger');
      expect(await application.start('bank')).toBe('ok');
    });
  });

  const args = (start: () => unknown) => ({ start });
  const cases: readonly (readonly [string, () => unknown, (call: unknown) => unknown])[] = [
    ['the callback gives an error', () => ['error', 'no'], (call) => ['no', call]],
    ['it exits normally', () => exit('normal'), (call) => [['EXIT', 'normal'], call]],
    ['it exits', () => exit('x'), (call) => ['bad_return', [call, ['EXIT', 'x']]]],
    [
      'it raises an error',
      () => error('crash'),
      (call) => ['bad_return', [call, ['EXIT', ['crash', expect.any(Error)]]]],
    ],
    ['it gives something else', () => 'bad', (call) => ['bad_return', [call, 'bad']]],
    ['it throws something', thrower('thrown'), (call) => ['bad_return', [call, 'thrown']]],
    ['it throws an error tuple', thrower(['error', 'thrown']), (call) => ['thrown', call]],
    ['it gives no address', () => ['ok', 'x'], () => ['badarg', expect.any(Error)]],
    ['its process is killed', () => exit(self(), 'kill'), () => 'killed'],
  ];

  test.each(cases)('%s', async (_, start, reason) => {
    await startTestNode().run(async () => {
      load('bank', args(start));
      const call = ['Bank', 'start', ['normal', { start }]];
      expect(await application.start('bank')).toEqual(['error', reason(call)]);
      expect(running()).toEqual([]);
      expect(application.getAllKey('bank')).toBeDefined();
    });
  });

  test('a module that has no start', async () => {
    await startTestNode().run(async () => {
      application.load(['application', 'bank', { mod: [{ [Symbol.toStringTag]: 'bank' }, []] }]);
      const undef = ['EXIT', ['undef', expect.any(Error)]];
      expect(await application.start('bank')).toEqual([
        'error',
        ['bad_return', [['bank', 'start', ['normal', []]], undef]],
      ]);
    });
  });
});

function thrower(value: unknown): () => never {
  return () => {
    throw value;
  };
}

test('a module may be an object of functions', async () => {
  await startTestNode().run(async () => {
    application.load(['application', 'bank', { mod: [{ start: () => ['ok', top(), 'state'] }, []] }]);
    expect(await application.start('bank')).toBe('ok');
    expect(await application.stop('bank')).toBe('ok');
  });
});

test('a process knows its application by its group leader, and reads its environment and keys', async () => {
  await startTestNode().run(async () => {
    const me = self();
    const seen = () => [
      application.getApplication(),
      application.getEnv('k'),
      application.getAllEnv(),
      application.getKey('vsn'),
      application.startType(),
    ];
    const start = () => {
      send(me, ['starting', seen()]);
      spawn(async () => send(me, ['up', await receive(on('tell', seen)), self()]));
      return ['ok', top()];
    };
    load('bank', { start }, { vsn: '9', env: { k: 'v' }, modules: [Bank, 'ledger'] });
    expect(await application.start('bank')).toBe('ok');
    const own = [['ok', 'bank'], ['ok', 'v'], [['k', 'v']], ['ok', '9']];
    expect(waiting()).toEqual([['starting', [...own, 'normal']]]);
    expect(application.getApplication(await topOf('bank'))).toEqual(['ok', 'bank']);
    expect(application.getApplication(Bank)).toEqual(['ok', 'bank']);
    expect(application.getApplication('ledger')).toEqual(['ok', 'bank']);
    expect(application.getApplication('nobody')).toBeUndefined();
    expect(seen()).toEqual([undefined, undefined, [], undefined, undefined]);
  });
});

test('the top of a tree is found as long as the application runs', async () => {
  await startTestNode().run(async () => {
    load('bank');
    application.load(['application', 'library', {}]);
    await application.start('bank');
    await application.start('library');
    expect((await topOf('bank')) instanceof Address).toBe(true);
    expect(await application.getSupervisor('library')).toBeUndefined();
    expect(await application.getSupervisor('nobody')).toBeUndefined();
    await application.stop('bank');
    expect(await application.getSupervisor('bank')).toBeUndefined();
  });
});

test('the controller belongs to no application, whoever was the first to start one', async () => {
  await startTestNode().run(async () => {
    expect(whereis('application_controller')).toBeUndefined();
    await application.start(['application', 'library', {}]);
    const controller = whereis('application_controller')!;
    expect(application.getApplication(controller)).toBeUndefined();
    exit(controller, 'normal');
    expect(running()).toEqual(['library']);
    const starter = spawn(() => application.stop('library'));
    await endOf(starter);
    expect(running()).toEqual([]);
  });
});
