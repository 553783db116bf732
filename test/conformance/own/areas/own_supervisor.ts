/** Supervisors, their children being ch processes: conformance-own/src/area_own_supervisor.erl, line for line. */
import { Address, catchTerm, down, exit, isProcessAlive, on, receive, self, send, unlink, type Ref } from 'regent-otp';
import { procLib, sys } from 'regent-otp/behaviours';
import { supervisor } from 'regent-otp/supervisors';
import { P } from 'ts-pattern';
import { ch } from '../../ch.js';
import { sup_cb } from '../../supCb.js';
import * as t from '../../t.js';

type Map = Readonly<Record<string, unknown>>;

const c = (n: unknown, m: Map = {}) => ch.c(n, m);

async function sup(given: unknown, cs: readonly unknown[]): Promise<Address> {
  t.trap();
  const [, s] = await sup_cb.start(['ok', [given, cs]]);
  return s as Address;
}

const isPid = (p: unknown): p is Address => p instanceof Address;
const ids = async (s: Address) =>
  (await supervisor.whichChildren(s)).map(([i, p]) => [i, isPid(p) ? 'pid' : p] as const);

async function pid(s: Address, id: unknown): Promise<Address> {
  return (await supervisor.whichChildren(s)).find(([i]) => i === id)![1] as Address;
}

async function ends(p: Address, message: unknown): Promise<void> {
  const r = t.mon(p);
  send(p, message);
  await receive(on(down(r), () => t.sleep(5)));
}

async function ex(s: Address, id: unknown, r: unknown): Promise<void> {
  await ends(await pid(s, id), ['exit', r]);
  await catchTerm(() => supervisor.whichChildren(s));
}

async function bye(s: Address): Promise<void> {
  unlink(s);
  exit(s, 'shutdown');
  await t.wait(s);
}

const flags = (strategy: string): Map => ({ strategy, intensity: 10, period: 5 });
const child = (id: unknown, f: () => unknown) => c(id, { start: [ch, 'start_link', [id, { ret: f }]] });

/** Succeeds but for the attempts named. */
function fails(id: unknown, attempts: readonly number[]) {
  let n = 0;
  return child(id, () => (attempts.includes(++n) ? ['error', 'no'] : ['ok', up(id)]));
}

function up(id: unknown): Address {
  return procLib.spawnLink(ch, 'lp', [id, {}]);
}

async function started(s: Address, spec: unknown): Promise<Address> {
  const result = await supervisor.startChild(s, spec as never);
  if (result[0] !== 'ok') throw new Error('badmatch');
  return result[1] as Address;
}

async function s01() {
  const ignore = () => 'ignore';
  const s = await sup(flags('one_for_one'), [
    child('a', ignore),
    { ...child('b', ignore), restart: 'transient' },
    { ...child('c', ignore), restart: 'temporary' },
  ]);
  t.log('result', await ids(s));
  t.log('result', 'start_child', await supervisor.startChild(s, child('d', ignore)));
  t.log('result', 'temporary', await supervisor.startChild(s, { ...child('e', ignore), restart: 'temporary' }));
  t.log('result', 'restart', await supervisor.restartChild(s, 'a'));
  t.log('result', await ids(s));
  t.log('result', 'count', await supervisor.countChildren(s));
  await bye(s);
}

async function s02() {
  t.trap();
  t.log(
    'result',
    await sup_cb.start(['ok', [flags('one_for_one'), [c('a'), child('b', () => ['error', 'no']), c('c')]]]),
  );
  await t.none();
}

async function s03() {
  const s = await sup(flags('one_for_one'), [c('a')]);
  for (const r of ['normal', 'shutdown', ['shutdown', 'x']]) {
    const p = await pid(s, 'a');
    await ex(s, 'a', r);
    t.log('result', 'new', (await pid(s, 'a')) !== p);
  }
  await bye(s);
}

async function s04() {
  const s = await sup(flags('rest_for_one'), [c('a'), c('b'), fails('c', [2]), c('d')]);
  const a = await pid(s, 'a');
  await ex(s, 'b', 'boom');
  await t.sleep(50);
  t.log('result', await ids(s));
  t.log('result', 'a is the same', (await pid(s, 'a')) === a);
  await bye(s);
}

async function s05() {
  const s = await sup(flags('one_for_one'), [
    child('a', () => {
      const parent = self();
      const body = async () => {
        unlink(parent);
        t.trap();
        await receive(
          on(['EXIT', P._, P._], ([, , r]) => {
            t.log('stop', r);
            return exit(r);
          }),
        );
      };
      return ['ok', procLib.spawn(body)];
    }),
  ]);
  const r = t.mon(await pid(s, 'a'));
  t.log('result', 'terminate', await supervisor.terminateChild(s, 'a'));
  await receive(on(down(r), ([, , , , w]) => t.log('down', w)));
  t.log('result', await ids(s));
  await bye(s);
}

async function s06() {
  const s = await sup(flags('simple_one_for_one'), [c('x', { start: [ch, 'start_link', []] })]);
  const p = await started(s, ['one', { trap: false }]);
  await started(s, ['two', { trap: false }]);
  await ends(p, ['exit', 'boom']);
  t.log('result', 'count', await supervisor.countChildren(s));
  for (const [, q] of await supervisor.whichChildren(s)) t.log('result', 'new pid', q !== p);
  await bye(s);
}

async function s07() {
  const quiet = (id: string) => c(id, { start: [ch, 'start_link', [id, { trap: false }]] });
  const init = ['ok', [flags('one_for_one'), [quiet('static')]]];
  const s = await sup(flags('one_for_one'), [c('sub', { start: [sup_cb, 'start', [init]], type: 'supervisor' })]);
  const p = await pid(s, 'sub');
  await started(p, quiet('dynamic'));
  t.log('result', 'before', await ids(p));
  const r = t.mon(p);
  exit(p, 'kill');
  await receive(on(down(r), () => t.sleep(20)));
  t.log('result', 'after', await ids(await pid(s, 'sub')));
  await bye(s);
}

async function s08() {
  t.trap();
  t.log('result', 'ignore', await sup_cb.start('ignore'));
  await t.none();
  const s = await sup(flags('one_for_all'), []);
  t.log('result', 'empty', await ids(s));
  t.log('result', 'count', await supervisor.countChildren(s));
  await bye(s);
}

async function s09() {
  t.trap();
  for (const f of [
    { strategy: 'one_for_two' },
    { intensity: -1 },
    { intensity: 'x' },
    { period: 0 },
    { period: 'foo' },
    { auto_shutdown: 'sometimes' },
    ['one_for_one', 1],
    'nonsense',
    ['one_for_one', 1, -1],
  ]) {
    t.log('result', await sup_cb.start(['ok', [f, []]]));
    await t.flush(20);
  }
}

async function s10() {
  const s = await sup(flags('rest_for_one'), [c('a'), c('b')]);
  await started(s, c('c'));
  t.log('result', await ids(s));
  await ex(s, 'a', 'boom');
  t.log('result', await ids(s));
  await ex(s, 'c', 'boom');
  await started(s, c('d'));
  t.log('result', await ids(s));
  await bye(s);
}

async function s11() {
  const s = await sup(flags('one_for_one'), [c('a')]);
  const r = t.mon(await pid(s, 'a'));
  unlink(s);
  exit(s, 'kill');
  await receive(on(down(r), ([, , , , w]) => t.log('down', 'a', w)));
}

async function s12() {
  const init = ['ok', [{ intensity: 0, period: 5 }, [c('w')]]];
  const s = await sup({ intensity: 1, period: 5 }, [
    c('sub', { start: [sup_cb, 'start', [init]], type: 'supervisor' }),
  ]);
  const crash = async () => {
    const p = await pid(await pid(s, 'sub'), 'w');
    await ends(p, ['exit', 'boom']);
    await t.sleep(30);
  };
  await crash();
  t.log('result', [isProcessAlive(s), await ids(s)]);
  await t.dies('top', s, crash);
  await t.flush();
}

async function s13() {
  const s = await sup({ intensity: 2, period: 5 }, [c('a'), c('b'), c('c')]);
  await ex(s, 'a', 'boom');
  await ex(s, 'b', 'boom');
  t.log('result', 'alive', isProcessAlive(s));
  await t.dies('', s, () => ex(s, 'c', 'boom'));
  await t.flush();
}

async function s14() {
  const spec = (restart: string) => c('x', { start: [ch, 'start_link', []], restart, shutdown: 'brutal_kill' });
  const s = await sup(flags('simple_one_for_one'), [spec('temporary')]);
  const p = await started(s, ['one']);
  t.log('result', 'childspec', await supervisor.getChildspec(s, p));
  await ends(p, ['exit', 'boom']);
  t.log('result', 'temporary gone', await supervisor.whichChildren(s));
  t.log('result', 'foreign pid', await supervisor.terminateChild(s, self()));
  t.log('result', 'dead child', await supervisor.terminateChild(s, p));
  t.log('result', 'no childspec', await supervisor.getChildspec(s, p));
  await bye(s);
  const other = await sup(flags('simple_one_for_one'), [spec('transient')]);
  const q = await started(other, ['two']);
  await ends(q, ['exit', 'boom']);
  const [[, q2]] = (await supervisor.whichChildren(other)) as unknown as [[unknown, Address]];
  await ends(q2, ['exit', 'normal']);
  t.log('result', 'transient gone', await supervisor.whichChildren(other));
  await bye(other);
}

async function s15() {
  const s = await sup(flags('one_for_one'), [fails('a', [2, 3])]);
  t.log('result', 'terminate', await supervisor.terminateChild(s, 'a'));
  t.log('result', 'restart', await supervisor.restartChild(s, 'a'));
  t.log('result', await ids(s));
  t.log('result', 'restart', await supervisor.restartChild(s, 'a'));
  await supervisor.restartChild(s, 'a');
  t.log('result', await ids(s));
  await bye(s);
}

async function s16() {
  const s = await sup(['one_for_all', 3, 10], [['a', [ch, 'start_link', ['a']], 'transient', 1000, 'worker', [ch]]]);
  t.log('result', await supervisor.getChildspec(s, 'a'));
  await started(s, ['b', [ch, 'start_link', ['b']], 'temporary', 'brutal_kill', 'worker', 'dynamic']);
  t.log('result', await supervisor.getChildspec(s, 'b'));
  await bye(s);
}

async function s17() {
  let init: unknown = [flags('one_for_one'), [c('a'), c('b')]];
  t.trap();
  const [, s] = (await sup_cb.start(() => ['ok', init])) as ['ok', Address];
  await sys.suspend(s);
  init = [flags('one_for_all'), [c('a'), c('b', { restart: 'transient' }), c('n')]];
  t.log('result', await sys.changeCode(s, sup_cb, 'old', []));
  t.log('result', await sys.resume(s));
  t.log('result', await ids(s));
  const [, spec] = (await supervisor.getChildspec(s, 'b')) as unknown as ['ok', Map];
  t.log('result', spec['restart']);
  await ex(s, 'a', 'boom');
  t.log('result', await ids(s));
  await bye(s);
}

async function s18() {
  const s = await sup(flags('one_for_one'), []);
  const spec = child('a', () => ['ok', up('a'), ['some', 'info']]);
  const [, p, i] = (await supervisor.startChild(s, spec)) as ['ok', Address, unknown];
  t.log('result', 'start', [isPid(p), i]);
  await supervisor.terminateChild(s, 'a');
  const [, p2, i2] = (await supervisor.restartChild(s, 'a')) as ['ok', Address, unknown];
  t.log('result', 'restart', [p2 !== p, i2]);
  await bye(s);
}

async function s19() {
  const kid = (id: string, shutdown: unknown, opts: Map) => c(id, { shutdown, start: [ch, 'start_link', [id, opts]] });
  const s = await sup(flags('one_for_one'), [
    kid('a', 'infinity', { slow: 60 }),
    kid('b', 'brutal_kill', {}),
    kid('c', 40, { stubborn: true }),
    kid('d', 1000, { exit_as: 'other' }),
  ]);
  const rs: Ref[] = [];
  for (const id of ['d', 'c', 'b', 'a']) rs.push(t.mon(await pid(s, id)));
  await t.dies('supervisor', s, () => exit(s, 'shutdown'));
  for (const r of rs) await receive(on(down(r), ([, , , , w]) => t.log('down', w)));
}

async function s20() {
  const s = await sup(flags('one_for_one'), []);
  const spec = c('a', { restart: 'temporary' });
  const p = await started(s, spec);
  t.log('info', 'P', p);
  t.log('result', 'running', await supervisor.startChild(s, spec));
  await ends(p, ['exit', 'normal']);
  await started(s, spec);
  t.log('result', await ids(s));
  t.log('result', 'terminate', await supervisor.terminateChild(s, 'a'));
  t.log('result', await ids(s));
  t.log('result', 'restart', await supervisor.restartChild(s, 'a'));
  await bye(s);
}

async function s21() {
  const s = await sup(flags('one_for_all'), [c('a')]);
  await started(s, c('b'));
  await started(s, c('c'));
  t.log('info', 'crash', 'b');
  await ex(s, 'b', 'boom');
  t.log('result', await ids(s));
  await bye(s);
}

async function s22() {
  const s = await sup(flags('rest_for_one'), [c('a'), c('b', { restart: 'transient' }), c('c')]);
  await ex(s, 'b', 'normal');
  t.log('result', await ids(s));
  t.log('info', 'crash', 'a');
  await ex(s, 'a', 'boom');
  t.log('result', await ids(s));
  await bye(s);
}

async function s23() {
  let n = 0;
  const s = await sup(flags('one_for_one'), [child('a', () => (++n === 1 ? ['ok', up('a')] : 'ignore')), c('b')]);
  await ends(await pid(s, 'a'), ['exit', 'boom']);
  t.log('result', await ids(s));
  t.log('result', 'delete', await supervisor.deleteChild(s, 'a'));
  t.log('result', await ids(s));
  await bye(s);
}

async function s24() {
  const init = ['ok', [{ auto_shutdown: 'any_significant' }, [c('w', { restart: 'temporary', significant: true })]]];
  const sub = c('sub', {
    start: [sup_cb, 'start', [init]],
    type: 'supervisor',
    restart: 'temporary',
    significant: true,
  });
  const s = await sup({ auto_shutdown: 'all_significant' }, [sub, c('other')]);
  await t.dies('top', s, async () => ends(await pid(await pid(s, 'sub'), 'w'), ['exit', 'boom']));
  await t.flush();
}

async function s25() {
  let n = 0;
  const f = () => (++n === 1 ? ['ok', up('a')] : ['error', 'no']);
  const s = await sup({ strategy: 'simple_one_for_one', intensity: 3, period: 5 }, [
    c('x', { start: [ch, 'start_link', ['a', { ret: f }]] }),
  ]);
  const p = await started(s, []);
  await t.dies('', s, () => send(p, ['exit', 'boom']));
  t.log('result', 'attempts', [['n', n]]);
  await t.flush();
}

async function s26() {
  const s = await sup(flags('one_for_one'), [c('a'), c('b')]);
  t.log('result', 'terminate', await supervisor.terminateChild(s, 'a'));
  t.log('result', 'present', await supervisor.startChild(s, c('a')));
  t.log('result', 'delete', await supervisor.deleteChild(s, 'a'));
  await started(s, c('a', { restart: 'transient' }));
  const [, spec] = (await supervisor.getChildspec(s, 'a')) as unknown as ['ok', Map];
  t.log('result', spec['restart']);
  t.log('result', await ids(s));
  t.log('result', 'delete unknown', await supervisor.deleteChild(s, 'nobody'));
  await bye(s);
}

export const scenarios: readonly t.Scenario[] = [
  ['OS-01-ignored-children', s01],
  ['OS-02-failing-start-of-the-tree', s02],
  ['OS-03-permanent-always', s03],
  ['OS-04-rest-for-one-failing-restart', s04],
  ['OS-05-child-that-unlinked', s05],
  ['OS-06-simple-restart', s06],
  ['OS-07-restarted-subtree', s07],
  ['OS-08-init-ignore', s08],
  ['OS-09-bad-flags', s09],
  ['OS-10-order-after-restarts', s10],
  ['OS-11-killed-supervisor', s11],
  ['OS-12-escalation', s12],
  ['OS-13-intensity-is-shared', s13],
  ['OS-14-simple-kinds', s14],
  ['OS-15-restart-child-fails', s15],
  ['OS-16-tuple-specs', s16],
  ['OS-17-code-change', s17],
  ['OS-18-info-of-a-child', s18],
  ['OS-19-terminate-in-order-of-kinds', s19],
  ['OS-20-temporary-ids-are-free', s20],
  ['OS-21-dynamic-children-in-groups', s21],
  ['OS-22-transient-in-groups', s22],
  ['OS-23-restart-with-ignore', s23],
  ['OS-24-auto-shutdown-escalates', s24],
  ['OS-25-simple-failing-restart', s25],
  ['OS-26-delete-and-start-again', s26],
];
