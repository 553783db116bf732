/** Starting in phases, alone and together with included applications. */
import { describe, expect, test } from 'vitest';
import { error } from 'regent-otp';
import { application } from 'regent-otp/behaviours';
import { startTestNode } from '../../support/startTestNode.js';
import { Bank, load, running, top, type Told } from './bank.js';

test('phases run in their order once the tree is up', async () => {
  await startTestNode().run(async () => {
    const seen: unknown[] = [];
    const start = () => (seen.push('start'), ['ok', top()]);
    const phase = (...args: readonly unknown[]) => (seen.push(args), 'ok');
    load(
      'bank',
      { start, phase },
      {
        start_phases: [
          ['open', 1],
          ['go', 2],
        ],
      },
    );
    expect(await application.start('bank')).toBe('ok');
    expect(seen).toEqual(['start', ['open', 'normal', 1], ['go', 'normal', 2]]);
    await application.stop('bank');
  });
});

describe('a phase that does not give ok fails the start:', () => {
  const call = ['Bank', 'start_phase', ['open', 'normal', 'x']];
  const cases: readonly (readonly [string, () => unknown, unknown])[] = [
    ['an error', () => ['error', 'why'], ['why', call]],
    [
      'a thrown error',
      () => {
        throw ['error', 'why'];
      },
      ['why', call],
    ],
    ['something else', () => 'bad', ['bad_return_value', [call, 'bad']]],
    ['a crash', () => error('r'), ['bad_return_value', [call, ['EXIT', ['r', expect.any(Error)]]]]],
  ];

  test.each(cases)('%s', async (_, phase, reason) => {
    await startTestNode().run(async () => {
      load('bank', { phase }, { start_phases: [['open', 'x']] });
      expect(await application.start('bank')).toEqual(['error', reason]);
      expect(running()).toEqual([]);
    });
  });
});

test('application_starter runs each phase in the application and in those that it includes', async () => {
  await startTestNode().run(async () => {
    const seen: unknown[] = [];
    const told: Told = { phase: (...args) => (seen.push(args), 'ok') };
    load('inner', told, {
      start_phases: [
        ['p1', 'inner'],
        ['p3', 'never'],
      ],
    });
    application.load([
      'application',
      'outer',
      {
        mod: ['application_starter', [Bank, told]],
        included_applications: ['inner'],
        start_phases: [
          ['p1', 'x'],
          ['p2', 'y'],
        ],
      },
    ]);
    expect(await application.start('outer')).toBe('ok');
    expect(seen).toEqual([
      ['p1', 'normal', 'x'],
      ['p1', 'normal', 'inner'],
      ['p2', 'normal', 'y'],
    ]);
    expect(running()).toEqual(['outer']);
  });
});

test('an included application without phases fails the start', async () => {
  await startTestNode().run(async () => {
    const told: Told = { phase: () => 'ok' };
    load('inner', told);
    application.load([
      'application',
      'outer',
      {
        mod: ['application_starter', [Bank, told]],
        included_applications: ['inner'],
        start_phases: [['p1', 'x']],
      },
    ]);
    expect(await application.start('outer')).toEqual(['error', ['start_phases_undefined', 'inner']]);
  });
});

test('application_starter without phases is a module without start', async () => {
  await startTestNode().run(async () => {
    application.load(['application', 'outer', { mod: ['application_starter', [Bank, {}]] }]);
    const undef = ['EXIT', ['undef', expect.any(Error)]];
    expect(await application.start('outer')).toEqual([
      'error',
      ['bad_return', [['application_starter', 'start', ['normal', [Bank, {}]]], undef]],
    ]);
  });
});
