/** Elixir's DynamicSupervisor: src_ex/area_dynamic_supervisor.ex, line for line. */
import {
  Address,
  down,
  ErlangError,
  error,
  exit,
  ExitError,
  on,
  receive,
  self,
  send,
  spawnLink,
  unlink,
} from 'regent-otp';
import { procLib } from 'regent-otp/behaviours';
import { dynamicSupervisor, DynamicSupervisor } from 'regent-otp/supervisors';
import { ch, type ChildOptions } from '../ch.js';
import * as t from '../t.js';

type Map = Readonly<Record<string, unknown>>;

/** A child for these scenarios, which traps exits and logs. */
const chEx = {
  [Symbol.toStringTag]: 'Elixir.ChEx',
  start_link: (name: unknown, opts: ChildOptions = {}) => ch.start_link(name, opts),
  start_extra: (extra: unknown, name: unknown, opts: ChildOptions = {}) => ch.start_link(name, opts, extra),
};

const l = (n: string, v: unknown) => t.log('result', n, v);

async function sup(opts: Map = {}): Promise<Address> {
  t.trap();
  const [, s] = await dynamicSupervisor.startLink({ strategy: 'one_for_one', max_restarts: 20, ...opts });
  return s as Address;
}

const spec = (n: string, o: ChildOptions = {}, m: Map = {}): any => ({
  id: n,
  start: [chEx, 'start_link', [n, o]],
  ...m,
});

async function bye(s: Address): Promise<void> {
  unlink(s);
  exit(s, 'shutdown');
  await t.wait(s);
}

async function ex(p: Address, r: unknown): Promise<void> {
  const ref = t.mon(p);
  send(p, ['exit', r]);
  await receive(on(down(ref), () => 'ok'));
  await t.sleep(10);
}

const ret = (f: () => unknown, m: Map = {}) => spec('x', { ret: f }, m);

async function startChild(s: Address, child: any): Promise<Address> {
  const [, p] = (await dynamicSupervisor.startChild(s, child)) as ['ok', Address];
  return p;
}

async function s01() {
  const s = await sup();
  const p = await startChild(s, spec('a'));
  l('p', p);
  l('', await dynamicSupervisor.whichChildren(s));
  l('', await dynamicSupervisor.countChildren(s));
  await bye(s);
}

async function s02() {
  const s = await sup();
  const p = await startChild(s, spec('a'));
  l('', await dynamicSupervisor.terminateChild(s, p));
  l('again', await dynamicSupervisor.terminateChild(s, p));
  l('unknown', await dynamicSupervisor.terminateChild(s, self()));
  l('', await dynamicSupervisor.whichChildren(s));
  await bye(s);
}

async function s03() {
  const s = await sup({ max_children: 1 });
  const p = await startChild(s, spec('a'));
  l('', await dynamicSupervisor.startChild(s, spec('b')));
  await dynamicSupervisor.terminateChild(s, p);
  const [r] = await dynamicSupervisor.startChild(s, spec('c'));
  l('', r);
  await bye(s);
}

async function s05() {
  const s = await sup({ max_restarts: 1 });
  const p = await startChild(s, spec('a'));
  const q = await startChild(s, spec('b', { trap: false }));
  const rq = t.mon(q);
  await ex(p, 'boom');
  const [p2] = (await dynamicSupervisor.whichChildren(s)).map(([, x]) => x as Address).filter((x) => x !== q);
  await t.dies('supervisor', s, () => send(p2!, ['exit', 'boom']));
  await receive(on(down(rq), ([, , , , w]) => t.log('down', 'b', w)));
}

async function s06() {
  const s = await sup();
  const tt = async (n: string, f: () => unknown) => {
    const x = await dynamicSupervisor.startChild(s, ret(f));
    l(n, x[0] === 'ok' && x.length === 3 && x[1] instanceof Address ? ['ok', 'pid', x[2]] : x);
  };
  await tt('error', () => ['error', 'no']);
  await tt('ignore', () => 'ignore');
  await tt('junk', () => 'junk');
  await tt('info', () => ['ok', spawnLink(() => receive()), 'info']);
  await tt('raise', () => error('bad'));
  await tt('exit', () => exit('x'));
  await tt('throw', () => throwing('x'));
  l('', await dynamicSupervisor.countChildren(s));
  await bye(s);
}

function throwing(term: unknown): never {
  throw term;
}

async function s07() {
  const bad: readonly any[] = [
    {},
    'x',
    { id: 1, start: [chEx, 'f', 'notalist'] },
    spec('a', {}, { restart: 'forever' }),
    spec('a', {}, { shutdown: -1 }),
    spec('a', {}, { modules: 'foo' }),
    spec('a', {}, { significant: true }),
  ];
  for (const b of bad) l('', await dynamicSupervisor.startChild('not_used', b).catch(raisedOrAccepted));
}

function raisedOrAccepted(thrown: unknown): unknown {
  if (thrown instanceof ErlangError) return ['raised', (thrown.reason as { __struct__: string }).__struct__];
  if (!(thrown instanceof ExitError)) throw thrown;
  const [r, [m, f]] = thrown.reason as readonly [unknown, readonly [unknown, unknown]];
  return ['accepted_then_exit', [r, [m, f]]];
}

async function s08() {
  const s = await sup({ extra_arguments: ['extra'] });
  await dynamicSupervisor.startChild(s, { id: 'a', start: [chEx, 'start_extra', ['a']] });
  await bye(s);
}

async function s09() {
  const s = await sup();
  const ps: Address[] = [];
  for (const n of ['a', 'b', 'c']) ps.push(await startChild(s, spec(n, { trap: false })));
  const rs = ps.map((p) => t.mon(p));
  await t.dies('supervisor', s, () => exit(s, 'shutdown'));
  const reasons: unknown[] = [];
  for (const r of rs) reasons.push(await receive(on(down(r), ([, , , , w]) => w)));
  l('reasons', reasons);
}

async function s10() {
  const s = await sup();
  const p = await startChild(s, spec('a', { stubborn: true }, { shutdown: 50 }));
  const r = t.mon(p);
  await t.dies('supervisor', s, () => exit(s, 'shutdown'));
  await receive(on(down(r), ([, , , , w]) => t.log('down', 'a', w)));
}

const lp = () => ['ok', procLib.spawnLink(ch, 'lp', ['a', {}])];

async function s12() {
  const s = await sup();
  let n = 0;
  const f = () => (++n === 1 ? lp() : 'ignore');
  const p = await startChild(s, ret(f));
  await ex(p, 'boom');
  l('', await dynamicSupervisor.whichChildren(s));
  l('', await dynamicSupervisor.countChildren(s));
  await bye(s);
}

async function s13() {
  const s = await sup({ max_restarts: 3 });
  let n = 0;
  const f = () => (++n === 1 ? lp() : ['error', 'x']);
  const p = await startChild(s, ret(f));
  await t.dies('supervisor', s, () => send(p, ['exit', 'boom']));
  l('attempts', [['n', n]]);
}

async function s14() {
  await t.try_('start_child', () => dynamicSupervisor.startChild('ds14_none', spec('a')));
  await t.try_('which', () => dynamicSupervisor.whichChildren('ds14_none'));
}

async function s16() {
  t.trap();
  for (const o of [
    { strategy: 'one_for_all' },
    { strategy: 'one_for_one', max_children: -1 },
    { strategy: 'one_for_one', max_restarts: -1 },
    { strategy: 'one_for_one', max_seconds: 0 },
  ]) {
    l('', await dynamicSupervisor.startLink(o as never));
    await t.flush();
  }
}

class M extends DynamicSupervisor {
  static start_link(x: unknown) {
    return dynamicSupervisor.startLink(M, x);
  }
  init(x: any): any {
    return x;
  }
}
Object.defineProperty(M, 'name', { value: 'Elixir.area_dynamic_supervisor.M' });

async function s17() {
  t.trap();
  l('', await dynamicSupervisor.startLink(M, 'ignore'));
  await t.flush();
  l('', await dynamicSupervisor.startLink(M, 'bad'));
  await t.flush();
  l('child_spec', M.childSpec('arg'));
}

async function s18() {
  const s = await sup();
  const p = await startChild(s, spec('a'));
  await ex(p, 'boom');
  const [[, q]] = (await dynamicSupervisor.whichChildren(s)) as any;
  l('new pid', q instanceof Address && q !== p);
  await bye(s);
}

export const scenarios: readonly t.Scenario[] = [
  ['DS-01-basics', s01],
  ['DS-02-terminate-child', s02],
  ['DS-03-max-children', s03],
  ['DS-05-intensity', s05],
  ['DS-06-start-errors', s06],
  ['DS-07-invalid-specs', s07],
  ['DS-08-extra-arguments', s08],
  ['DS-09-shutdown-all', s09],
  ['DS-10-shutdown-timeout', s10],
  ['DS-12-restart-ignore', s12],
  ['DS-13-restart-fail-retries', s13],
  ['DS-14-not-started', s14],
  ['DS-16-bad-flags', s16],
  ['DS-17-init-module', s17],
  ['DS-18-restart-new-pid-same-args', s18],
];
