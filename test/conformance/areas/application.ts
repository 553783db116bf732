/** Applications, loaded from terms: src/area_application.erl, line for line. */
import { P } from 'ts-pattern';
import { error, exit, groupLeader, on, processInfo, receive, self, send, spawnLink, type Address } from 'regent-otp';
import { application, moduleName, type ApplicationResource } from 'regent-otp/behaviours';
import { supervisor } from 'regent-otp/supervisors';
import { app_cb } from '../appCb.js';
import { ch } from '../ch.js';
import { sup_cb } from '../supCb.js';
import * as t from '../t.js';

type Opt = readonly [string, unknown];

const defaults: readonly Opt[] = [
  ['description', 'd'],
  ['vsn', '1.2'],
  ['modules', []],
  ['registered', []],
  ['applications', ['kernel', 'stdlib']],
];

function ld(n: string, opts: readonly Opt[] = []) {
  const merged = [...opts, ...defaults.filter(([key]) => !opts.some(([one]) => one === key))];
  merged.sort(([one], [other]) => (one < other ? -1 : 1));
  return application.load(['application', n, merged]);
}

const md = (n: string, h: { readonly start?: () => unknown } = {}): Opt => ['mod', [app_cb, [n, h]]];

const run = (n: string) => application.whichApplications().some(([name]) => name === n);

async function done(ns: readonly string[]) {
  for (const n of ns) {
    await application.stop(n);
    application.unload(n);
  }
}

/** Hides the argument list, which contains functions. */
function hide(x: unknown): unknown {
  if (!Array.isArray(x) || x[0] !== 'error' || !Array.isArray(x[1])) return x;
  const [r, second] = x[1] as readonly unknown[];
  if (isStart(second)) return ['error', [r, hidden(second)]];
  if (r !== 'bad_return' || !Array.isArray(second) || !isStart(second[0])) return x;
  return ['error', ['bad_return', [hidden(second[0]), second[1]]]];
}

function isStart(term: unknown): term is readonly [unknown, 'start', readonly [unknown, unknown]] {
  return Array.isArray(term) && moduleName(term[0]) === 'app_cb' && term[1] === 'start';
}

const hidden = ([m, f, [type]]: readonly [unknown, 'start', readonly [unknown, unknown]]) => [m, f, [type, '_']];

function s01() {
  t.log('result', '', ld('ap01'));
  t.log('result', '', ld('ap01'));
  t.log('result', '', application.unload('ap01'));
  t.log('result', '', application.unload('ap01'));
}

async function s02() {
  ld('ap02', [md('ap02')]);
  t.log('result', 'start', await application.start('ap02'));
  t.log('result', 'again', await application.start('ap02'));
  t.log('result', 'stop', await application.stop('ap02'));
  await done(['ap02']);
}

async function s03() {
  ld('ap03a', [md('ap03a')]);
  ld('ap03b', [md('ap03b'), ['applications', ['kernel', 'stdlib', 'ap03a']]]);
  t.log('result', 'start b', await application.start('ap03b'));
  t.log('result', 'ensure_all', await application.ensureAllStarted('ap03b'));
  t.log('result', 'again', await application.ensureAllStarted('ap03b'));
  t.log('result', '', [run('ap03a'), run('ap03b')]);
  await application.stop('ap03b');
  await application.stop('ap03a');
  await done(['ap03b', 'ap03a']);
}

async function s04() {
  const cases: readonly (readonly [string, () => unknown])[] = [
    ['{error,r}', () => ['error', 'r']],
    ['bad', () => 'bad'],
    ['error', () => error('crash')],
    ['exit', () => exit('x')],
    ['ignore', () => 'ignore'],
  ];
  for (const [n, f] of cases) {
    ld('ap04', [md('ap04', { start: f })]);
    t.log('result', n, hide(await application.start('ap04')));
    t.log('result', 'running', run('ap04'));
    await done(['ap04']);
  }
}

async function s05() {
  const failing = ch.c('c', { start: [ch, 'start_link', ['c', { ret: () => ['error', 'no'] }]] });
  ld('ap05', [md('ap05', { start: () => supervisor.startLink(sup_cb, ['ok', [{}, [failing]]]) })]);
  t.log('result', '', hide(await application.start('ap05')));
  await done(['ap05']);
}

async function s06() {
  const me = self();
  const start = async () => {
    const [, p] = (await supervisor.startLink(['local', 'ap06_sup'], sup_cb, ['ok', [{}, []]])) as ['ok', Address];
    send(me, ['sup', p]);
    return ['ok', p, 'stx'];
  };
  ld('ap06', [md('ap06', { start })]);
  t.log('result', '', await application.start('ap06', 'temporary'));
  const p = await receive(on(['sup', P._], ([, x]) => x as Address));
  t.log('result', 'running', run('ap06'));
  exit(p, 'kill');
  await t.wait(p);
  await t.sleep(50);
  t.log('result', 'running', run('ap06'));
  await done(['ap06']);
}

function s07() {
  ld('ap07', [
    [
      'env',
      [
        ['k', 1],
        ['j', 's'],
      ],
    ],
  ]);
  const l = (v: unknown) => t.log('result', '', v);
  l(application.getEnv('ap07', 'k'));
  l(application.getEnv('ap07', 'zz'));
  l(application.getEnv('ap07', 'zz', 'dflt'));
  l(application.setEnv('ap07', 'k', 2));
  l(application.getEnv('ap07', 'k'));
  l(application.setEnv('ap07', 'new', ['a', 'b']));
  l([...application.getAllEnv('ap07')].sort(([one], [other]) => (one < other ? -1 : 1)));
  l(application.unsetEnv('ap07', 'k'));
  l(application.getEnv('ap07', 'k'));
  application.unload('ap07');
  l(application.getEnv('ap07', 'j'));
}

async function s08() {
  const me = self();
  const start = async () => {
    const [, p] = (await supervisor.startLink(sup_cb, ['ok', [{}, [ch.c('c8')]]])) as ['ok', Address];
    send(me, ['sup', p]);
    return ['ok', p];
  };
  ld('ap08', [md('ap08', { start })]);
  await application.start('ap08');
  const p = await receive(on(['sup', P._], ([, x]) => x as Address));
  const [[, c]] = (await supervisor.whichChildren(p)) as unknown as [[unknown, Address]];
  t.log('result', '', application.getApplication(c));
  t.log('result', '', application.getApplication(self()));
  const [, g] = processInfo(c, 'group_leader') as readonly [string, Address];
  t.log('result', 'other group leader', g !== groupLeader());
  await done(['ap08']);
}

async function s09() {
  const phases = (p2: unknown, ...more: readonly unknown[]): Opt => [
    'start_phases',
    [['p1', 'a'], ['p2', p2], ...more],
  ];
  ld('ap09', [md('ap09'), phases('b')]);
  t.log('result', '', await application.start('ap09'));
  await done(['ap09']);
  ld('ap09', [md('ap09'), phases(['fail', 'why'], ['p3', 'c'])]);
  t.log('result', 'failing', hide(await application.start('ap09')));
  t.log('result', 'running', run('ap09'));
  await done(['ap09']);
}

async function s11() {
  ld('ap11');
  t.log('result', '', await application.start('ap11'));
  t.log('result', '', run('ap11'));
  t.log('result', '', await application.stop('ap11'));
  t.log('result', '', run('ap11'));
  await done(['ap11']);
}

async function s14() {
  const me = self();
  const start = () => {
    const p = spawnLink(() => receive(on(['exit', P._], ([, r]) => exit(r))));
    send(me, ['top', p]);
    return ['ok', p];
  };
  ld('ap14', [md('ap14', { start })]);
  t.log('result', '', await application.start('ap14', 'transient'));
  const p = await receive(on(['top', P._], ([, x]) => x as Address));
  send(p, ['exit', 'normal']);
  await t.wait(p);
  await t.sleep(50);
  t.log('result', 'running', run('ap14'));
  await done(['ap14']);
}

async function s15() {
  ld('ap15', [md('ap15')]);
  await application.start('ap15');
  t.log('result', '', application.unload('ap15'));
  await done(['ap15']);
  const bad = ['application', 'ap15', 'notalist'] as unknown as ApplicationResource;
  t.log('result', 'bad spec', application.load(bad));
  t.log('result', 'no file', (application.load('ap15_nofile') as readonly unknown[])[0]);
}

export const scenarios: readonly t.Scenario[] = [
  ['AP-01-load-unload', s01],
  ['AP-02-start-stop-order', s02],
  ['AP-03-dependency', s03],
  ['AP-04-start-errors', s04],
  ['AP-05-supervisor-start-failure', s05],
  ['AP-06-temporary-app-crash', s06],
  ['AP-07-env', s07],
  ['AP-08-get-application', s08],
  ['AP-09-start-phases', s09],
  ['AP-11-library-app', s11],
  ['AP-14-transient-normal-exit', s14],
  ['AP-15-unload-running', s15],
];
