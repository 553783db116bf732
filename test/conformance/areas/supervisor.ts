/** Supervisors, their children being ch processes: src/area_supervisor.erl, line for line. */
import {
  Address,
  catchTerm,
  down,
  error,
  exit,
  isProcessAlive,
  link,
  on,
  receive,
  self,
  send,
  spawn,
  spawnLink,
  unlink,
  type Ref,
} from 'regent-otp';
import { genServer, procLib } from 'regent-otp/behaviours';
import { supervisor } from 'regent-otp/supervisors';
import { P } from 'ts-pattern';
import { ch } from '../ch.js';
import { sup_cb } from '../supCb.js';
import * as t from '../t.js';

type Map = Readonly<Record<string, unknown>>;

const c = (n: string, m: Map = {}) => ch.c(n, m);

async function sup(flags: unknown, cs: readonly unknown[]): Promise<Address> {
  t.trap();
  const [, s] = await sup_cb.start(['ok', [flags, cs]]);
  return s as Address;
}

const wc = async (s: Address) => (await supervisor.whichChildren(s)).map(([i, p, ty, m]) => [i, p, ty, m] as const);
const isPid = (p: unknown) => p instanceof Address;
const ids = async (s: Address) =>
  (await supervisor.whichChildren(s)).map(([i, p]) => [i, isPid(p) ? 'pid' : p] as const);

async function pid(s: Address, id: unknown): Promise<Address> {
  const [, p] = (await supervisor.whichChildren(s)).find(([i]) => i === id)!;
  return p as Address;
}

/** Has child `id` exit with `r` and waits for the supervisor to have handled it. */
async function ex(s: Address, id: unknown, r: unknown): Promise<Address> {
  const p = await pid(s, id);
  const ref = t.mon(p);
  send(p, ['exit', r]);
  await receive(on(down(ref), () => 'ok'));
  await t.sleep(5);
  await catchTerm(() => supervisor.whichChildren(s));
  return p;
}

async function bye(s: Address): Promise<void> {
  unlink(s);
  exit(s, 'shutdown');
  await t.wait(s);
}

const shut = (s: Address) => t.dies('supervisor', s, () => exit(s, 'shutdown'));
const one = () => ({ strategy: 'one_for_one', intensity: 10, period: 5 });
const all = () => ({ strategy: 'one_for_all', intensity: 10, period: 5 });
const rest = () => ({ strategy: 'rest_for_one', intensity: 10, period: 5 });

const logDown = (n: string, r: Ref) => receive(on(down(r), ([, , , , w]) => t.log('down', n, w)));

async function s01() {
  const s = await sup(one(), [c('a'), c('b'), c('c')]);
  t.log('result', 'which', await ids(s));
  t.log('result', 'full', await wc(s));
  t.log('result', 'count', await supervisor.countChildren(s));
  await bye(s);
}

async function s02() {
  const s = await sup(one(), [c('a'), c('b'), c('c')]);
  await shut(s);
}

async function s04() {
  t.trap();
  t.log('result', 'junk', await sup_cb.start('junk'));
  await t.flush();
  t.log('result', 'crash', await sup_cb.start(() => error('bad')));
  await t.flush();
  t.log('result', 'exit', await sup_cb.start(() => exit('x')));
  await t.flush();
}

async function s06() {
  t.trap();
  const linked = () => ['ok', spawnLink(() => receive(on('x', () => 'ok'))), 'info'];
  const cases: readonly (readonly [string, () => unknown])[] = [
    ['error', () => error('bad')],
    ['exit', () => exit('x')],
    ['throw', () => throwing('x')],
    ['junk', () => 'junk'],
    ['{ok,Pid,info}', linked],
  ];
  for (const [n, ret] of cases) {
    const x = await sup_cb.start(['ok', [one(), [c('b', { start: [ch, 'start_link', ['b', { ret }]] })]]]);
    if (x[0] === 'ok') await bye(x[1]);
    t.log('result', n, x);
    await t.flush();
  }
}

function throwing(term: unknown): never {
  throw term;
}

async function s09() {
  const s = await sup(one(), []);
  const bad: readonly any[] = [
    { start: ['m', 'f', []] },
    { id: 'x' },
    { id: 'x', start: 'mfa' },
    { id: 'x', start: ['m', 'f', []], restart: 'forever' },
    { id: 'x', start: ['m', 'f', []], shutdown: -1 },
    { id: 'x', start: ['m', 'f', []], type: 'wrker' },
    { id: 'x', start: ['m', 'f', []], modules: 'dy' },
    { id: 'x', start: ['m', 'f', []], modules: [1] },
    'x',
    ['x', 'mfa', 'permanent', 1000, 'worker', []],
    { id: 'x', start: ['m', 'f', 'notalist'] },
  ];
  for (const b of bad) t.log('result', 'start_child', await supervisor.startChild(s, b));
  for (const b of bad) t.log('result', 'check', supervisor.checkChildspecs([b]));
  t.log('result', 'dup', supervisor.checkChildspecs([c('a'), c('a')]));
  const tuple = ['c', ['m', 'f', []], 'temporary', 'brutal_kill', 'supervisor', 'dynamic'];
  t.log('result', 'ok', supervisor.checkChildspecs([c('a'), c('b'), tuple]));
  await bye(s);
  t.log('result', 'in init', await sup_cb.start(['ok', [one(), [{ id: 'x' }]]]));
  await t.flush();
  t.log('result', 'dup in init', await sup_cb.start(['ok', [one(), [c('a'), c('a')]]]));
  await t.flush();
}

async function s10() {
  const s = await sup(one(), [
    c('a'),
    c('b', { type: 'supervisor' }),
    c('c', { restart: 'temporary', shutdown: 'brutal_kill', modules: 'dynamic' }),
  ]);
  for (const i of ['a', 'b', 'c', 'none']) t.log('result', '', await supervisor.getChildspec(s, i));
  await bye(s);
}

async function s12() {
  const s = await sup(one(), [c('a', { restart: 'transient' })]);
  for (const r of ['normal', 'shutdown', ['shutdown', 'x'], 'boom']) {
    const p = await ex(s, 'a', r);
    const q = await pid(s, 'a');
    t.log('result', 'after', [r, isPid(q) && q !== p ? 'restarted' : q]);
    if (!isPid(q)) await supervisor.restartChild(s, 'a');
  }
  await bye(s);
}

async function s13() {
  const s = await sup(one(), [c('a', { restart: 'temporary' })]);
  await ex(s, 'a', 'boom');
  t.log('result', '', await ids(s));
  await supervisor.startChild(s, c('a', { restart: 'temporary' }));
  t.log('result', '', await ids(s));
  await bye(s);
}

async function s14() {
  const s = await sup(one(), [c('a'), c('b'), c('c')]);
  const [pa, pc] = [await pid(s, 'a'), await pid(s, 'c')];
  t.log('info', 'crash b', 'crash');
  const pb = await ex(s, 'b', 'boom');
  t.log('result', 'same a,c; new b', [
    pa === (await pid(s, 'a')),
    pc === (await pid(s, 'c')),
    pb !== (await pid(s, 'b')),
  ]);
  t.log('result', '', await ids(s));
  await bye(s);
}

async function s15() {
  const s = await sup(all(), [c('a'), c('b'), c('c')]);
  t.log('info', 'crash b', 'crash');
  await ex(s, 'b', 'boom');
  t.log('result', '', await ids(s));
  await bye(s);
}

async function s16() {
  const s = await sup(rest(), [c('a'), c('b'), c('c'), c('d')]);
  const a = await pid(s, 'a');
  t.log('info', 'crash b', 'crash');
  await ex(s, 'b', 'boom');
  t.log('result', '', await ids(s));
  t.log('result', 'a same', a === (await pid(s, 'a')));
  await bye(s);
}

async function s17() {
  const s = await sup({ intensity: 1, period: 5 }, [c('a'), c('b'), c('c')]);
  await ex(s, 'b', 'boom1');
  await t.dies('supervisor', s, () => ex(s, 'b', 'boom2'));
  await t.flush();
}

async function s18() {
  const s = await sup({ intensity: 0, period: 5 }, [c('a'), c('b')]);
  await t.dies('supervisor', s, () => ex(s, 'a', 'boom'));
  await t.flush();
}

async function s19() {
  const s = await sup({ intensity: 1, period: 1 }, [c('a')]);
  await ex(s, 'a', 'boom');
  await t.sleep(2200);
  await ex(s, 'a', 'boom');
  t.log('result', 'alive', isProcessAlive(s));
  await bye(s);
}

async function s20() {
  const s = await sup({}, [c('a')]);
  await ex(s, 'a', 'boom');
  t.log('result', 'after 1st', await ids(s));
  await t.dies('supervisor', s, () => ex(s, 'a', 'boom'));
  await t.flush();
}

/** A counter: what ets:update_counter is used for. */
interface Counter {
  n: number;
}

const cnt = (tab: Counter) => ++tab.n;
const lookup = (tab: Counter) => [['n', tab.n]];
const lp = (n: string) => ['ok', procLib.spawnLink(ch, 'lp', [n, {}])];

async function s21() {
  const tab = { n: 0 };
  const f = () => (cnt(tab) === 1 ? lp('a') : ['error', 'x']);
  const s = await sup({ intensity: 2, period: 5 }, [c('a', { start: [ch, 'start_link', ['a', { ret: f }]] })]);
  await t.dies('supervisor', s, async () => send(await pid(s, 'a'), ['exit', 'boom']));
  t.log('result', 'attempts', lookup(tab));
  await t.flush();
}

async function s22() {
  const tab = { n: 0 };
  const f = () => {
    const n = cnt(tab);
    return n === 2 || n === 3 ? ['error', 'x'] : lp('a');
  };
  const s = await sup({ intensity: 5, period: 5 }, [c('a', { start: [ch, 'start_link', ['a', { ret: f }]] })]);
  await ex(s, 'a', 'boom');
  await t.sleep(50);
  t.log('result', '', await ids(s));
  t.log('result', 'attempts', lookup(tab));
  await bye(s);
}

async function s23() {
  const s = await sup(one(), [c('a'), c('b', { shutdown: 50, start: [ch, 'start_link', ['b', { stubborn: true }]] })]);
  const r = t.mon(await pid(s, 'b'));
  await shut(s);
  await logDown('b', r);
}

async function s24() {
  const s = await sup(one(), [c('a'), c('b', { shutdown: 'brutal_kill' })]);
  const r = t.mon(await pid(s, 'b'));
  await shut(s);
  await logDown('b', r);
}

async function s25() {
  const s = await sup(one(), [c('a', { shutdown: 'infinity', start: [ch, 'start_link', ['a', { slow: 120 }]] })]);
  const r = t.mon(await pid(s, 'a'));
  await shut(s);
  await logDown('a', r);
}

async function s26() {
  const s = await sup(one(), [c('a')]);
  const l = (n: string, v: unknown) => t.log('result', n, v);
  l('terminate', await supervisor.terminateChild(s, 'a'));
  l('which', await ids(s));
  l('terminate again', await supervisor.terminateChild(s, 'a'));
  l('restart', await supervisor.restartChild(s, 'a'));
  l('restart running', await supervisor.restartChild(s, 'a'));
  l('delete running', await supervisor.deleteChild(s, 'a'));
  await supervisor.terminateChild(s, 'a');
  l('delete', await supervisor.deleteChild(s, 'a'));
  l('which', await ids(s));
  for (const f of ['terminateChild', 'restartChild', 'deleteChild'] as const)
    l('unknown', await supervisor[f](s, 'zz'));
  await bye(s);
}

async function s27() {
  const s = await sup(one(), [c('a')]);
  t.log('result', 'a pid', await pid(s, 'a'));
  t.log('result', 'running', await supervisor.startChild(s, c('a')));
  await supervisor.terminateChild(s, 'a');
  t.log('result', 'terminated', await supervisor.startChild(s, c('a')));
  await bye(s);
}

async function s28() {
  const s = await sup(one(), []);
  const f = async (ret: () => unknown) => {
    const [, [e]] = (await supervisor.startChild(s, c('x', { start: [ch, 'start_link', ['x', { ret }]] }))) as any;
    return ['error', [e, '_']];
  };
  t.log('result', '{error,no}', await f(() => ['error', 'no']));
  t.log('result', 'junk', await f(() => 'junk'));
  t.log('result', 'crash', await f(() => error('crash')));
  t.log('result', '', await ids(s));
  const y = c('y', { start: [ch, 'start_link', ['y', { info: 'extra' }]] });
  const [, , i] = (await supervisor.startChild(s, y)) as any;
  t.log('result', 'info', ['ok', 'pid', i]);
  await bye(s);
}

const simple = () => ({ strategy: 'simple_one_for_one', intensity: 10, period: 5 });

async function s29() {
  const s = await sup(simple(), [{ id: 'tmpl', start: [ch, 'start_link', ['a', {}]] }]);
  const l = (n: string, v: unknown) => t.log('result', n, v);
  const [, p] = await supervisor.startChild(s, ['x1']);
  await supervisor.startChild(s, ['x2']);
  l(
    'which',
    (await wc(s)).map(([i, , ty, m]) => [i, ty, m]),
  );
  l('count', await supervisor.countChildren(s));
  l('by id', await supervisor.terminateChild(s, 'tmpl'));
  l('by pid', await supervisor.terminateChild(s, p));
  l('by dead pid', await supervisor.terminateChild(s, p));
  l('unrelated pid', await supervisor.terminateChild(s, self()));
  l('restart', await supervisor.restartChild(s, 'tmpl'));
  l('delete', await supervisor.deleteChild(s, 'tmpl'));
  l('count', await supervisor.countChildren(s));
  await bye(s);
}

async function s31() {
  const s = await sup(simple(), [{ id: 'tmpl', start: [ch, 'start_link', []] }]);
  const ps: Address[] = [];
  for (const n of ['a', 'b', 'c']) {
    const [, p] = await supervisor.startChild(s, [n, { quiet: true, exit_as: ['bye', n], trap: false }]);
    ps.push(p as Address);
  }
  const rs = ps.map((p) => t.mon(p));
  await shut(s);
  const reasons: unknown[] = [];
  for (const r of rs) reasons.push(await receive(on(down(r), ([, , , , w]) => w)));
  t.log('result', 'reasons', reasons);
}

async function s32() {
  const s = await sup(simple(), [{ id: 'tmpl', start: [ch, 'start_link', ['a']] }]);
  const f = (ret: () => unknown) => supervisor.startChild(s, [{ ret }]);
  t.log('result', 'error', await f(() => ['error', 'no']));
  t.log('result', 'junk', await f(() => 'junk'));
  t.log('result', 'ignore', await f(() => 'ignore'));
  t.log('result', 'count', await supervisor.countChildren(s));
  await bye(s);
  t.log('result', 'no spec', await sup_cb.start(['ok', [simple(), []]]));
  await t.flush();
  t.log('result', 'two specs', await sup_cb.start(['ok', [simple(), [c('a'), c('b')]]]));
  await t.flush();
}

async function s33() {
  const s = await sup(one(), [c('a', { restart: 'temporary' })]);
  t.log('result', '', await supervisor.terminateChild(s, 'a'));
  t.log('result', '', await ids(s));
  t.log('result', '', await supervisor.restartChild(s, 'a'));
  await bye(s);
}

const sub = (n: string, flags: unknown, cs: readonly unknown[]) => ({
  id: n,
  type: 'supervisor',
  start: [sup_cb, 'start', [['ok', [flags, cs]]]],
});
const sig = (n: string, r: string) => c(n, { significant: true, restart: r });

async function s36() {
  const s = await sup({ ...one(), auto_shutdown: 'any_significant' }, [c('a'), sig('b', 'transient'), c('c')]);
  await t.dies('supervisor', s, async () => send(await pid(s, 'b'), ['exit', 'normal']));
  await t.flush();
}

async function s37() {
  const s = await sup({ ...one(), auto_shutdown: 'all_significant' }, [
    sig('a', 'transient'),
    sig('b', 'transient'),
    c('c'),
  ]);
  await ex(s, 'a', 'normal');
  t.log('result', 'after a', await ids(s));
  await t.dies('supervisor', s, async () => send(await pid(s, 'b'), ['exit', 'normal']));
  await t.flush();
}

async function s38() {
  const s = await sup({ ...one(), auto_shutdown: 'any_significant' }, [
    sig('a', 'transient'),
    sig('b', 'temporary'),
    c('c'),
  ]);
  await ex(s, 'a', 'boom');
  t.log('result', 'after a boom', await ids(s));
  await t.dies('supervisor', s, async () => send(await pid(s, 'b'), ['exit', 'boom']));
  await t.flush();
}

async function s39() {
  const s = await sup({ ...one(), auto_shutdown: 'any_significant' }, [sig('a', 'transient'), c('c')]);
  t.log('result', '', await supervisor.terminateChild(s, 'a'));
  t.log('result', '', await ids(s));
  await bye(s);
}

async function s40() {
  const s = await sup(one(), []);
  t.log('result', 'never', await supervisor.startChild(s, sig('a', 'transient')));
  await bye(s);
  const s2 = await sup({ ...one(), auto_shutdown: 'any_significant' }, []);
  t.log('result', 'permanent', await supervisor.startChild(s2, sig('a', 'permanent')));
  await bye(s2);
  t.log('result', 'not boolean', supervisor.checkChildspecs([c('a', { significant: 'maybe_x' })]));
  t.log('result', 'simple', await sup_cb.start(['ok', [{ ...simple(), auto_shutdown: 'any_significant' }, [c('a')]]]));
  await t.flush();
  t.log('result', 'in init', await sup_cb.start(['ok', [one(), [sig('a', 'transient')]]]));
  await t.flush();
  t.log('result', 'check/2 any', supervisor.checkChildspecs([sig('a', 'transient')], 'any_significant'));
  t.log('result', 'check/2 never', supervisor.checkChildspecs([sig('a', 'transient')], 'never'));
  t.log('result', 'check/1', supervisor.checkChildspecs([sig('a', 'transient')]));
}

async function s41() {
  const s = await sup({ ...all(), auto_shutdown: 'any_significant' }, [sig('a', 'transient'), c('b')]);
  await ex(s, 'b', 'boom');
  t.log('result', '', await ids(s));
  await bye(s);
}

async function s42() {
  const me = self();
  const q = spawn(async () => {
    const [, s] = await sup_cb.start(['ok', [one(), [c('a'), c('b')]]]);
    send(me, ['s', s]);
    await receive(on(['exit', P._], ([, r]) => exit(r)));
  });
  const s = await receive(on(['s', P.instanceOf(Address)], ([, x]) => x));
  await t.dies('supervisor', s, () => send(q, ['exit', 'gone']));
}

async function s43() {
  const s = await sup(one(), [c('a')]);
  const p = spawn(() => {
    link(s);
    exit('stray');
  });
  await t.wait(p);
  send(s, 'unexpected');
  t.log('result', '', await ids(s));
  await bye(s);
}

async function s43b() {
  const s = await sup(one(), [c('a')]);
  await t.dies('cast', s, () => genServer.cast(s, 'unexpected'));
  await t.flush();
  const s2 = await sup(one(), [c('a')]);
  t.log('info', 'S2', s2);
  const r = t.mon(s2);
  await t.try_('call', () => genServer.call(s2, 'strange_call', 1000));
  await logDown('call', r);
  await t.flush();
}

async function s44() {
  const s = await sup(one(), [c('a', { start: [ch, 'start_link', ['a', { exit_as: 'boom' }]] })]);
  t.log('result', '', await supervisor.terminateChild(s, 'a'));
  t.log('result', '', await ids(s));
  await bye(s);
}

async function s45() {
  const s = await sup(all(), [c('a'), c('b', { restart: 'temporary' }), c('c', { restart: 'transient' })]);
  await ex(s, 'a', 'boom');
  t.log('result', '', await ids(s));
  await bye(s);
}

async function s46() {
  await t.try_('', () => supervisor.whichChildren('su46_none'));
  await t.try_('', () => supervisor.terminateChild('su46_none', 'x'));
  await t.try_('', () => supervisor.countChildren('su46_none'));
  await t.try_('', () => supervisor.startChild('su46_none', { id: 'x', start: ['m', 'f', []] }));
}

async function s47() {
  t.trap();
  const [, p] = await sup_cb.start('su47', ['ok', [one(), []]]);
  t.log('info', 'P', p);
  t.log('result', '', await sup_cb.start('su47', ['ok', [one(), []]]));
  await t.flush();
  await bye(p);
}

async function s48() {
  const s = await sup(one(), [c('a'), c('b'), sub('s', one(), [])]);
  await supervisor.terminateChild(s, 'b');
  t.log('result', '', await supervisor.countChildren(s));
  await bye(s);
}

async function s50() {
  const s = await sup(rest(), [c('a'), c('b')]);
  t.log('info', 'crash b', 'b');
  await ex(s, 'b', 'boom');
  t.log('info', 'crash a', 'a');
  await ex(s, 'a', 'boom');
  t.log('result', '', await ids(s));
  await bye(s);
}

async function s51() {
  const s = await sup(all(), [c('a'), c('b'), c('c')]);
  t.log('info', 'crash a', 'a');
  await ex(s, 'a', 'boom');
  t.log('info', 'crash c', 'c');
  await ex(s, 'c', 'boom');
  t.log('info', 'kill b', 'b');
  const p = await pid(s, 'b');
  const r = t.mon(p);
  exit(p, 'kill');
  await receive(on(down(r), () => 'ok'));
  await t.sleep(10);
  t.log('result', '', await ids(s));
  await bye(s);
}

async function s52() {
  const s = await sup(one(), [c('a', { restart: 'transient' })]);
  const p = await pid(s, 'a');
  const r = t.mon(p);
  exit(p, 'kill');
  const w = await receive(on(down(r), ([, , , , x]) => x));
  await t.sleep(10);
  const q = await pid(s, 'a');
  t.log('down', '', w);
  t.log('result', 'new pid', q !== p);
  await bye(s);
}

async function s54() {
  const tab = { n: 0 };
  const f = () => {
    const n = cnt(tab);
    t.log('start', 'b attempt', n);
    return n === 2 ? ['error', 'x'] : lp('b');
  };
  const s = await sup({ ...all(), intensity: 5 }, [c('a'), c('b', { start: [ch, 'start_link', ['b', { ret: f }]] })]);
  await ex(s, 'a', 'boom');
  await t.sleep(50);
  t.log('result', '', await ids(s));
  await bye(s);
}

const here = { f0: (f: () => unknown) => f() };

async function s55() {
  const tab = { n: 0 };
  const f = async () => {
    if (cnt(tab) === 1) return lp('a');
    await t.sleep(20);
    return ['error', 'x'];
  };
  const sp = { id: 'a', start: [here, 'f0', [f]] } as const;
  const s = await sup({ intensity: 100000, period: 5 }, [sp]);
  const l = (n: string, v: unknown) => t.log('result', n, v);
  const p = await pid(s, 'a');
  const r = t.mon(p);
  send(p, ['exit', 'boom']);
  await receive(on(down(r), () => 'ok'));
  await t.sleep(30);
  l('which', await ids(s));
  l('count', await supervisor.countChildren(s));
  l('start_child', await supervisor.startChild(s, sp));
  l('restart_child', await supervisor.restartChild(s, 'a'));
  l('delete_child', await supervisor.deleteChild(s, 'a'));
  l('terminate_child', await supervisor.terminateChild(s, 'a'));
  l('which', await ids(s));
  l('delete_child', await supervisor.deleteChild(s, 'a'));
  l('which', await ids(s));
  await bye(s);
}

async function s57() {
  const go = async (significant: boolean): Promise<readonly [Address, Address]> => {
    const spec = {
      ...sub('sub1', { ...one(), auto_shutdown: 'any_significant' }, [sig('w', 'transient')]),
      restart: 'transient',
      significant,
    };
    const s = await sup({ ...one(), auto_shutdown: 'any_significant' }, [spec]);
    return [s, await pid(s, 'sub1')];
  };
  const [s1, u1] = await go(true);
  const r1 = t.mon(u1);
  await t.dies('top', s1, async () => send(await pid(u1, 'w'), ['exit', 'normal']));
  await logDown('sub', r1);
  await t.flush();
  const [s2, u2] = await go(false);
  const r2 = t.mon(u2);
  send(await pid(u2, 'w'), ['exit', 'normal']);
  await logDown('sub', r2);
  await t.sleep(20);
  t.log('result', '', await ids(s2));
  await bye(s2);
}

async function s58() {
  const s = await sup({ ...one(), auto_shutdown: 'all_significant' }, [c('a', { restart: 'transient' }), c('b')]);
  await ex(s, 'a', 'normal');
  t.log('result', '', await ids(s));
  await bye(s);
  const s2 = await sup({ ...one(), auto_shutdown: 'any_significant' }, [c('a', { restart: 'temporary' }), c('b')]);
  await ex(s2, 'a', 'boom');
  t.log('result', '', await ids(s2));
  await bye(s2);
}

export const scenarios: readonly t.Scenario[] = [
  ['SU-01-start-order-and-which', s01],
  ['SU-02-shutdown-order', s02],
  ['SU-04-init-bad', s04],
  ['SU-06-child-start-variants', s06],
  ['SU-09-childspec-errors', s09],
  ['SU-10-childspec-defaults', s10],
  ['SU-12-transient-restart', s12],
  ['SU-13-temporary-never', s13],
  ['SU-14-one-for-one', s14],
  ['SU-15-one-for-all', s15],
  ['SU-16-rest-for-one', s16],
  ['SU-17-intensity-exceeded', s17],
  ['SU-18-intensity-zero', s18],
  ['SU-19-intensity-window', s19],
  ['SU-20-defaults-intensity', s20],
  ['SU-21-restart-fails-counts', s21],
  ['SU-22-restart-fails-then-ok', s22],
  ['SU-23-shutdown-timeout', s23],
  ['SU-24-brutal-kill', s24],
  ['SU-25-shutdown-infinity', s25],
  ['SU-26-terminate-restart-delete', s26],
  ['SU-27-start-child-duplicates', s27],
  ['SU-28-start-child-errors', s28],
  ['SU-29-simple-basics', s29],
  ['SU-31-simple-shutdown', s31],
  ['SU-32-simple-errors', s32],
  ['SU-33-terminate-child-temporary', s33],
  ['SU-36-auto-shutdown-any', s36],
  ['SU-37-auto-shutdown-all', s37],
  ['SU-38-auto-shutdown-abnormal', s38],
  ['SU-39-auto-shutdown-by-terminate-child', s39],
  ['SU-40-significant-errors', s40],
  ['SU-41-significant-bystander', s41],
  ['SU-42-parent-exit', s42],
  ['SU-43-stray-exit', s43],
  ['SU-43b-unexpected-cast-or-call', s43b],
  ['SU-44-child-exits-during-terminate', s44],
  ['SU-45-temporary-bystander', s45],
  ['SU-46-calls-noproc', s46],
  ['SU-47-already-started-name', s47],
  ['SU-48-count-children', s48],
  ['SU-50-rest-for-one-last-and-first', s50],
  ['SU-51-one-for-all-restart-order-two-crashes', s51],
  ['SU-52-killed-child-restart', s52],
  ['SU-54-one-for-all-start-failure-on-restart', s54],
  ['SU-55-restarting-state', s55],
  ['SU-57-significant-escalation', s57],
  ['SU-58-nonsignificant-never', s58],
];
