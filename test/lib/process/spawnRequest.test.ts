import { on, receive, spawnOpt, spawnRequest, type SpawnRequestOption } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { startTestNode } from '../../support/startTestNode.js';

const anything = () => receive(on(P._, (message: unknown) => message));

test.each<readonly [readonly SpawnRequestOption[], unknown]>([
  [[], 'spawn_reply'],
  [
    [
      ['reply_tag', 'a'],
      ['reply_tag', 'b'],
    ],
    'b',
  ],
  [[['reply_tag', undefined]], undefined],
  [[['reply_tag', null]], null],
  [
    [
      ['reply', 'no'],
      ['reply', 'yes'],
      ['reply_tag', 'a'],
    ],
    'a',
  ],
])('with %j the reply begins with %j: of two options the last counts', async (options, tag) => {
  await startTestNode().run(async () => {
    const ref = spawnRequest(() => 'done', options);
    expect(await anything()).toEqual([tag, ref, 'ok', expect.anything()]);
  });
});

test('options that are none are told by the reply, under its tag', async () => {
  await startTestNode().run(async () => {
    const ref = spawnRequest(() => 'done', [['reply_tag', 't'], ['reply', 'never'] as never]);
    expect(await anything()).toEqual(['t', ref, 'error', 'badopt']);
  });
});

test('of two monitors the last counts', async () => {
  await startTestNode().run(async () => {
    const [pid, ref] = spawnOpt(() => 'done', [['monitor', [['tag', 'gone']]], 'monitor']) as readonly unknown[];
    expect(await anything()).toEqual(['DOWN', ref, 'process', pid, 'normal']);
    const both = ['monitor', ['monitor', [['tag', 'gone']]]] as const;
    const [other, otherRef] = spawnOpt(() => 'done', both) as readonly unknown[];
    expect(await anything()).toEqual(['gone', otherRef, 'process', other, 'normal']);
  });
});
