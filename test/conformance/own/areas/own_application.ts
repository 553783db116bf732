/** Applications: conformance-own/src/area_own_application.erl, line for line. */
import { isProcessAlive, on, receive, self, send, spawn, type Address } from 'regent-otp';
import { application, type RestartType, type ResourceOptions } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import { ch } from '../../ch.js';
import { own_app } from '../../ownApp.js';
import * as t from '../../t.js';

type Opt = readonly [string, unknown];

const load = (n: string, opts: readonly Opt[]) => application.load(['application', n, opts]);
const mod = (n: string, what: unknown): Opt => ['mod', [own_app, [n, what]]];

function running(p: string): readonly string[] {
  return application
    .whichApplications()
    .map(([n]) => n)
    .filter((n) => n.startsWith(p));
}

async function done(ns: readonly string[]): Promise<'ok'> {
  for (const n of ns) {
    await application.stop(n);
    application.unload(n);
  }
  return 'ok';
}

async function s01() {
  load('oa01', [['vsn', '3'], ['env', [['k', 'v']]], mod('oa01', 'look')]);
  t.log('result', 'start', await application.start('oa01'));
  t.log('result', 'elsewhere', [
    application.getApplication(),
    application.getEnv('k'),
    application.getKey('vsn'),
    application.startType(),
  ]);
  await done(['oa01']);
}

async function s02() {
  t.log('result', 'unknown', await application.stop('oa02'));
  load('oa02', []);
  t.log('result', 'loaded', await application.stop('oa02'));
  t.log('result', 'start', await application.start('oa02'));
  t.log('result', 'stop', await application.stop('oa02'));
  t.log('result', 'again', await application.stop('oa02'));
  await done(['oa02']);
}

async function s03() {
  load('oa03', [mod('oa03', ['state', ['a', 1]])]);
  await application.start('oa03');
  await application.stop('oa03');
  load('oa03b', [mod('oa03b', 'tree')]);
  await application.start('oa03b');
  await application.stop('oa03b');
  await done(['oa03', 'oa03b']);
}

async function s04() {
  for (const w of [
    ['give', ['error', 'no']],
    ['give', ['ok', 'not_a_pid']],
    ['give', 'ok'],
    ['give', ['ok', self(), 'state', 'more']],
    ['exit', 'normal'],
    ['exit', ['shutdown', 'x']],
  ]) {
    load('oa04', [mod('oa04', w)]);
    t.log('result', await application.start('oa04'));
    t.log('result', 'running', running('oa04'));
    await done(['oa04']);
  }
}

async function s05() {
  for (const a of [
    ['give', ['error', 'no']],
    ['give', 'bad'],
    ['exit', 'why'],
  ]) {
    const phases = [
      ['one', 'a'],
      ['two', a],
      ['three', 'c'],
    ];
    load('oa05', [mod('oa05', 'tree'), ['start_phases', phases]]);
    t.log('result', await application.start('oa05'));
    t.log('result', 'running', running('oa05'));
    await done(['oa05']);
  }
}

async function s06() {
  load('oa06', [['applications', ['kernel', 'oa06_missing']]]);
  t.log('result', 'missing', await application.ensureStarted('oa06'));
  load('oa06_missing', []);
  t.log('result', 'needed', await application.ensureStarted('oa06_missing'));
  t.log('result', 'first', await application.ensureStarted('oa06'));
  t.log('result', 'again', await application.ensureStarted('oa06', 'permanent'));
  await done(['oa06', 'oa06_missing']);
}

async function s07() {
  load('oa07a', [mod('oa07a', 'tree')]);
  load('oa07b', [mod('oa07b', 'tree'), ['applications', ['oa07a']]]);
  load('oa07c', [mod('oa07c', ['give', ['error', 'no']]), ['applications', ['oa07b']]]);
  load('oa07d', [['applications', ['oa07c']]]);
  t.log('result', 'fails', await application.ensureAllStarted('oa07d'));
  t.log('result', 'running', running('oa07'));
  t.log('result', 'started', await application.ensureAllStarted(['oa07a', 'oa07b']));
  t.log('result', 'again', await application.ensureAllStarted(['oa07b']));
  await done(['oa07d', 'oa07c', 'oa07b', 'oa07a']);
}

async function s08() {
  load('oa08', [
    ['applications', ['kernel', 'oa08_there', 'oa08_missing']],
    ['optional_applications', ['oa08_there', 'oa08_missing']],
  ]);
  load('oa08_there', []);
  t.log('result', 'start', await application.start('oa08'));
  await application.stop('oa08');
  t.log('result', 'all', await application.ensureAllStarted('oa08'));
  t.log('result', 'running', running('oa08'));
  await done(['oa08', 'oa08_there']);
}

const isOa09 = ([n]: readonly [string, string, string]) => n === 'oa09a' || n === 'oa09b';

async function s09() {
  load('oa09a', [
    ['description', 'the first'],
    ['vsn', '1'],
  ]);
  load('oa09b', []);
  await application.start('oa09a');
  await application.start('oa09b');
  t.log('result', application.whichApplications().filter(isOa09));
  await application.stop('oa09a');
  const loaded = application.loadedApplications().filter(isOa09);
  t.log(
    'result',
    'loaded',
    [...loaded].sort(([one], [other]) => (one < other ? -1 : 1)),
  );
  await done(['oa09a', 'oa09b']);
}

async function s10() {
  load('oa10', [
    ['vsn', '1'],
    ['modules', ['m']],
    ['env', [['k', 'v']]],
  ]);
  t.log('result', 'vsn', application.getKey('oa10', 'vsn'));
  t.log('result', 'mod', application.getKey('oa10', 'mod'));
  t.log('result', 'applications', application.getKey('oa10', 'applications'));
  t.log('result', 'start_phases', application.getKey('oa10', 'start_phases'));
  t.log('result', 'no key', application.getKey('oa10', 'nonsense' as 'vsn'));
  t.log('result', 'not loaded', application.getKey('oa10_not', 'vsn'));
  t.log('result', 'all', application.getAllKey('oa10'));
  t.log('result', 'all of none', application.getAllKey('oa10_not'));
  t.log('result', 'own, outside', application.getAllKey());
  await done(['oa10']);
}

const theirs: ResourceOptions['env'] = [
  ['k', 'theirs'],
  ['j', 1],
];

function s11() {
  application.setEnv('oa11', 'k', 'mine', [['persistent', true]]);
  t.log('result', 'before', application.getEnv('oa11', 'k'));
  load('oa11', [['env', theirs]]);
  t.log('result', 'loaded', [application.getEnv('oa11', 'k'), application.getEnv('oa11', 'j')]);
  application.setEnv('oa11', 'j', 2);
  t.log('result', 'set', application.getEnv('oa11', 'j'));
  application.unload('oa11');
  load('oa11', [['env', theirs]]);
  t.log('result', 'again', [application.getEnv('oa11', 'k'), application.getEnv('oa11', 'j')]);
  application.unsetEnv('oa11', 'k', [['persistent', true]]);
  t.log('result', 'unset', application.getEnv('oa11', 'k'));
  application.unload('oa11');
}

function s12() {
  application.setEnv('oa12', 'k', 'mine');
  application.setEnv('oa12', 'own', 'mine');
  load('oa12', [['env', [['k', 'theirs']]]]);
  t.log('result', [application.getEnv('oa12', 'k'), application.getEnv('oa12', 'own')]);
  application.unload('oa12');
  t.log('result', 'unloaded', [application.getEnv('oa12', 'k'), application.getEnv('oa12', 'own')]);
}

async function s13() {
  const config = [
    [
      'oa13a',
      [
        ['k', 1],
        ['j', 2],
      ],
    ],
    ['oa13b', [['k', 3]]],
  ] as const;
  t.log('result', application.setEnv(config));
  t.log('result', [
    application.getEnv('oa13a', 'k'),
    application.getEnv('oa13a', 'j'),
    application.getEnv('oa13b', 'k'),
  ]);
  await t.try_('persistent', () => application.setEnv([['oa13b', [['k', 4]]]], [['persistent', true]]));
  const twice = [
    [
      'oa13a',
      [
        ['k', 1],
        ['k', 2],
      ],
    ],
  ] as const;
  await t.try_(
    'twice',
    () => application.setEnv(twice),
    () => 'given',
  );
  for (const [a, k] of [
    ['oa13a', 'k'],
    ['oa13a', 'j'],
    ['oa13b', 'k'],
  ] as const)
    application.unsetEnv(a, k, [['persistent', true]]);
}

function s14() {
  for (const [n, r] of [
    ['mod', ['application', 'oa14', [['mod', 'own_app']]]],
    ['mod of three', ['application', 'oa14', [['mod', ['own_app', 'a', 'b']]]]],
    ['no list', ['application', 'oa14', 'nothing']],
    ['two', ['application', 'oa14']],
    ['no name', 17],
  ] as const)
    t.log('result', n, application.load(r as never));
  t.log('result', 'not loaded', application.getKey('oa14', 'vsn'));
}

async function s15() {
  load('oa15', [mod('oa15', 'tree')]);
  t.log('result', 'loaded', await application.getSupervisor('oa15'));
  await application.start('oa15');
  const [, p] = (await application.getSupervisor('oa15')) as ['ok', Address];
  t.log('result', 'pid', [isProcessAlive(p), application.getApplication(p)]);
  await application.stop('oa15');
  t.log('result', 'stopped', [isProcessAlive(p), await application.getSupervisor('oa15')]);
  load('oa15lib', []);
  await application.start('oa15lib');
  t.log('result', 'library', await application.getSupervisor('oa15lib'));
  await done(['oa15', 'oa15lib']);
}

async function s16() {
  load('oa16', [mod('oa16', 'tree')]);
  const me = self();
  const start = async () => send(me, ['started', await application.start('oa16')]);
  spawn(start);
  spawn(start);
  const rs = new Set<unknown>();
  for (const _ of [1, 2]) {
    const r: unknown = await receive(on(['started', P._], ([, result]) => result));
    rs.add(Array.isArray(r) && String(r) === 'error,already_started,oa16' ? 'ok' : r);
  }
  t.log('result', [...rs]);
  await done(['oa16']);
}

async function s17() {
  load('oa17', [mod('oa17', ['state', 's'])]);
  await application.start('oa17');
  const [, p] = (await application.getSupervisor('oa17')) as ['ok', Address];
  send(p, ['exit', ['oops', 1]]);
  await t.wait(p);
  await t.sleep(50);
  t.log('result', 'running', running('oa17'));
  t.log('result', 'start', await application.start('oa17'));
  await done(['oa17']);
}

async function s18() {
  load('oa18a', [mod('oa18a', 'tree')]);
  load('oa18b', [mod('oa18b', 'tree'), ['applications', ['oa18a']]]);
  await application.ensureAllStarted('oa18b');
  t.log('result', 'stop', await application.stop('oa18a'));
  t.log('result', 'running', running('oa18'));
  await done(['oa18b', 'oa18a']);
}

async function s19() {
  const env = [
    ['same', 1],
    ['other', 1],
    ['gone', 1],
  ];
  load('oa19', [mod('oa19', 'tree'), ['env', env]]);
  await application.start('oa19');
  const before = application.prepConfigChange();
  application.setEnv('oa19', 'other', 2);
  application.setEnv('oa19', 'new', 3);
  application.unsetEnv('oa19', 'gone');
  t.log('result', await application.configChange(before));
  t.log('result', 'nothing', await application.configChange(application.prepConfigChange()));
  await done(['oa19']);
}

async function s20() {
  load('oa20', [['modules', [own_app, ch]]]);
  t.log('result', application.getApplication(own_app));
  t.log('result', 'unknown', application.getApplication('oa20_none'));
  await done(['oa20']);
  t.log('result', 'unloaded', application.getApplication(own_app));
}

function s21() {
  t.log('result', 'unset', application.unsetEnv('oa21', 'k'));
  t.log('result', 'all', application.getAllEnv('oa21'));
  application.setEnv('oa21', 'k', 1);
  t.log('result', 'all', application.getAllEnv('oa21'));
  application.unsetEnv('oa21', 'k');
  t.log('result', 'default', application.getEnv('oa21', 'k', 'none'));
}

async function s22() {
  load('oa22', []);
  await t.try_('', () => application.start('oa22', 'sometimes' as RestartType));
  t.log('result', 'running', running('oa22'));
  await done(['oa22']);
}

export const scenarios: readonly t.Scenario[] = [
  ['OA-01-own-application', s01],
  ['OA-02-stop-unknown', s02],
  ['OA-03-states', s03],
  ['OA-04-start-results', s04],
  ['OA-05-phase-results', s05],
  ['OA-06-ensure-started', s06],
  ['OA-07-ensure-all-fails', s07],
  ['OA-08-optional-applications', s08],
  ['OA-09-which-applications', s09],
  ['OA-10-keys', s10],
  ['OA-11-persistent', s11],
  ['OA-12-not-persistent', s12],
  ['OA-13-set-env-list', s13],
  ['OA-14-bad-resources', s14],
  ['OA-15-get-supervisor', s15],
  ['OA-16-start-twice-at-once', s16],
  ['OA-17-temporary-exit-reason', s17],
  ['OA-18-stop-order-of-dependants', s18],
  ['OA-19-config-change', s19],
  ['OA-20-get-application-of-module', s20],
  ['OA-21-unset-env', s21],
  ['OA-22-start-type', s22],
];
