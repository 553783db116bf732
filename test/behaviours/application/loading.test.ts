/** Loading applications: their resources, and what is wrong with them. */
import { describe, expect, test } from 'vitest';
import { application, type ApplicationResource } from 'regent-otp/behaviours';
import { startTestNode } from '../../support/startTestNode.js';
import { Bank } from './bank.js';

test('a resource is read as Erlang writes it, and with an object for its options', async () => {
  await startTestNode().run(() => {
    application.load([
      'application',
      'pairs',
      [
        ['vsn', '1'],
        ['env', [['k', 1]]],
        ['vsn', 'not the first'],
      ],
    ]);
    application.load(['application', 'object', { vsn: '1', env: { k: 1 } }]);
    expect(application.getAllKey('pairs')).toEqual(application.getAllKey('object'));
    expect(application.getKey('pairs', 'vsn')).toEqual(['ok', '1']);
    expect(application.getEnv('object', 'k')).toEqual(['ok', 1]);
  });
});

test('a resource without options has a value for each key', async () => {
  await startTestNode().run(() => {
    expect(application.load(['application', 'plain', {}])).toBe('ok');
    expect(application.getAllKey('plain')).toEqual([
      'ok',
      [
        ['description', ''],
        ['id', ''],
        ['vsn', ''],
        ['modules', []],
        ['maxP', 'infinity'],
        ['maxT', 'infinity'],
        ['registered', []],
        ['included_applications', []],
        ['optional_applications', []],
        ['applications', []],
        ['env', []],
        ['mod', []],
        ['start_phases', undefined],
      ],
    ]);
  });
});

test('keys of what is not loaded, unknown keys and those of no application are undefined', async () => {
  await startTestNode().run(() => {
    application.load(['application', 'plain', {}]);
    expect(application.getKey('nobody', 'vsn')).toBeUndefined();
    expect(application.getKey('plain', 'constructor' as 'vsn')).toBeUndefined();
    expect(application.getKey('vsn')).toBeUndefined();
    expect(application.getAllKey('nobody')).toBeUndefined();
    expect(application.getAllKey()).toEqual([]);
  });
});

describe('what is wrong with a resource is told as OTP does:', () => {
  const wrong: readonly (readonly [string, unknown, unknown])[] = [
    ['a number', 123, ['bad_application', 123]],
    ['a name that is none', ['application', 5, []], ['bad_application', ['application', 5, []]]],
    ['another tuple', ['app', 'x', []], ['bad_application', ['app', 'x', []]]],
    ['options that are no list', ['application', 'x', 'notalist'], ['invalid_options', 'notalist']],
    ['a module that is none', ['application', 'x', [['mod', 'm']]], ['badstartspec', 'm']],
    ['a module without arguments', ['application', 'x', [['mod', [Bank]]]], ['badstartspec', [Bank]]],
    [
      'a parameter that comes twice',
      [
        'application',
        'x',
        [
          [
            'env',
            [
              ['k', 1],
              ['k', 2],
            ],
          ],
        ],
      ],
      ['invalid_options', 'application: x; duplicate parameter: k'],
    ],
    [
      'a parameter that is no pair',
      ['application', 'x', [['env', ['k']]]],
      ['invalid_options', "application: x; invalid parameter: 'k'"],
    ],
    [
      'a parameter whose name is none',
      ['application', 'x', [['env', [[1, 'v']]]]],
      ['invalid_options', 'application: x; invalid parameter name: 1'],
    ],
  ];

  test.each(wrong)('%s', async (_, resource, reason) => {
    await startTestNode().run(() => {
      expect(application.load(resource as ApplicationResource)).toEqual(['error', reason]);
      expect(application.loadedApplications().map(([name]) => name)).toEqual(['stdlib', 'kernel']);
    });
  });
});

test('what was provided is loaded by its name, anything else has no file', async () => {
  await startTestNode().run(() => {
    expect(application.provide(['application', 'bank', { description: 'a bank', vsn: '2' }])).toBe('ok');
    expect(application.load('bank')).toBe('ok');
    expect(application.load('bank')).toEqual(['error', ['already_loaded', 'bank']]);
    expect(application.loadedApplications()).toContainEqual(['bank', 'a bank', '2']);
    expect(application.load('ledger')).toEqual(['error', ['no such file or directory', 'ledger.app']]);
    expect(application.load('__proto__')).toEqual(['error', ['no such file or directory', '__proto__.app']]);
  });
});

test('an application is loaded and unloaded together with those that it includes', async () => {
  await startTestNode().run(() => {
    application.provide(['application', 'inner', { vsn: '1' }]);
    expect(application.load(['application', 'outer', { included_applications: ['inner'] }])).toBe('ok');
    expect(application.getKey('inner', 'vsn')).toEqual(['ok', '1']);
    expect(application.unload('outer')).toBe('ok');
    expect(application.getKey('inner', 'vsn')).toBeUndefined();
    expect(application.unload('outer')).toEqual(['error', ['not_loaded', 'outer']]);
    expect(application.load(['application', 'other', { included_applications: ['nowhere'] }])).toEqual([
      'error',
      ['no such file or directory', 'nowhere.app'],
    ]);
  });
});

test("nodes know nothing of each other's applications", async () => {
  await startTestNode({ name: 'one' }).run(() => application.load(['application', 'bank', {}]));
  await startTestNode({ name: 'two' }).run(() => {
    expect(application.unload('bank')).toEqual(['error', ['not_loaded', 'bank']]);
  });
});
