/** The environments of applications. */
import { describe, expect, test } from 'vitest';
import { ErlangError, send, self } from 'regent-otp';
import { application, type Config } from 'regent-otp/behaviours';
import { waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { load, top } from './bank.js';

test('a parameter is found with its value, or with a default', async () => {
  await startTestNode().run(() => {
    application.load(['application', 'bank', { env: { rate: 3, nothing: undefined } }]);
    expect(application.getEnv('bank', 'rate')).toEqual(['ok', 3]);
    expect(application.getEnv('bank', 'nothing')).toEqual(['ok', undefined]);
    expect(application.getEnv('bank', 'nothing', 'default')).toBeUndefined();
    expect(application.getEnv('bank', 'limit')).toBeUndefined();
    expect(application.getEnv('bank', 'limit', 100)).toBe(100);
    expect(application.getEnv('bank', '__proto__')).toBeUndefined();
  });
});

test('parameters of several applications are set at once, loaded or not', async () => {
  await startTestNode().run(() => {
    expect(
      application.setEnv([
        ['bank', [['a', 1]]],
        ['ledger', { b: 2 }],
      ]),
    ).toBe('ok');
    expect(application.setEnv({ bank: { c: 3 } })).toBe('ok');
    expect(application.getAllEnv('bank')).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
    expect(application.getAllEnv('ledger')).toEqual([['b', 2]]);
    expect(application.unsetEnv('bank', 'a')).toBe('ok');
    expect(application.unsetEnv('bank', 'a')).toBe('ok');
    expect(application.getAllEnv('bank')).toEqual([['c', 3]]);
  });
});

describe('a configuration that is none is badarg, with the words of OTP, and sets nothing:', () => {
  const wrong: readonly (readonly [unknown, string])[] = [
    [[['bank', 'x']], "application: 'bank'; parameters must be a list"],
    [[[5, []]], 'application: 5; application name must be an atom'],
    [[['bank', ['x']]], "application: bank; invalid parameter: 'x'"],
    [
      [
        [
          'bank',
          [
            ['a', 1],
            ['a', 2],
          ],
        ],
      ],
      'application: bank; duplicate parameter: a',
    ],
    [
      [
        ['bank', []],
        ['bank', []],
      ],
      'duplicate application config: bank',
    ],
    [[['good', [['a', 1]]], 'foo'], "invalid application config: 'foo'"],
    [5, 'configuration must be a list'],
  ];

  test.each(wrong)('%j', async (config, text) => {
    await startTestNode().run(() => {
      const set = () => application.setEnv(config as Config);
      expect(set).toThrow(ErlangError);
      expect(set).toThrow(expect.objectContaining({ reason: ['badarg', text] }));
      expect(application.getAllEnv('good')).toEqual([]);
    });
  });
});

test('what a resource brings counts more than what was set before, unless that is persistent', async () => {
  await startTestNode().run(() => {
    application.setEnv('bank', 'kept', 'mine', [['persistent', true]]);
    application.setEnv('bank', 'lost', 'mine');
    const resource = ['application', 'bank', { env: { kept: 'spec', lost: 'spec', own: 'spec' } }] as const;
    application.load(resource);
    expect(new Map(application.getAllEnv('bank'))).toEqual(
      new Map([
        ['kept', 'mine'],
        ['lost', 'spec'],
        ['own', 'spec'],
      ]),
    );
    application.unload('bank');
    expect(application.getEnv('bank', 'kept')).toBeUndefined();
    application.load(resource);
    expect(application.getEnv('bank', 'kept')).toEqual(['ok', 'mine']);
    application.unsetEnv('bank', 'kept', [['persistent', true]]);
    application.unload('bank');
    application.load(resource);
    expect(application.getEnv('bank', 'kept')).toEqual(['ok', 'spec']);
  });
});

test('a timeout in place of options is let pass', async () => {
  await startTestNode().run(() => {
    expect(application.setEnv('bank', 'a', 1, 5000)).toBe('ok');
    expect(application.unsetEnv('bank', 'a', 'infinity')).toBe('ok');
  });
});

test('configChange tells an application what has changed, what is new and what is gone', async () => {
  await startTestNode().run(async () => {
    const me = self();
    load('bank', { change: (...args) => (send(me, args), 'ok') }, { env: { a: 1, b: 2, same: 3 } });
    load('other', { change: () => ['error', 'never asked'] });
    await application.start('bank');
    const before = application.prepConfigChange();
    application.setEnv('bank', 'a', 9);
    application.unsetEnv('bank', 'b');
    application.setEnv('bank', 'c', 3);
    expect(await application.configChange(before)).toBe('ok');
    expect(waiting()).toEqual([[[['a', 9]], [['c', 3]], ['b']]]);
  });
});

test('configChange gathers the errors of all applications', async () => {
  await startTestNode().run(async () => {
    load('bank', { start: () => ['ok', top()], change: () => ['error', 'no'] });
    application.load(['application', 'library', {}]);
    await application.start('bank');
    await application.start('library');
    const before = application.prepConfigChange();
    for (const name of ['bank', 'library']) application.setEnv(name, 'new', true);
    expect(await application.configChange(before)).toEqual(['error', ['no', ['module_not_defined', 'library']]]);
  });
});
