/** sys: src/area_sys.erl, line for line. */
import { P } from 'ts-pattern';
import { catchTerm, exit, on, processInfo, receive, self, send, spawn, type Address } from 'regent-otp';
import { genServer, sys } from 'regent-otp/behaviours';
import { gs_cb, type Handlers } from '../gsCb.js';
import { sm_cb } from '../smCb.js';
import * as t from '../t.js';

async function start(h: Handlers): Promise<Address> {
  const [, p] = (await gs_cb.start(h)) as ['ok', Address];
  return p;
}

async function s02() {
  const p = await start({});
  t.log('result', '', await sys.replaceState(p, (x: unknown) => ['new', x]));
  t.log('result', '', await sys.getState(p));
  await t.try_('throw', () =>
    sys.replaceState(p, () => {
      throw 'fail';
    }),
  );
  t.log('result', '', await sys.getState(p));
  const [, s] = (await sm_cb.start({})) as ['ok', Address];
  t.log('result', 'statem', await sys.replaceState(s, ([, d]: ['a', unknown]) => ['b', d]));
  t.log('result', '', await sys.getState(s));
}

async function s03() {
  const p = await start({
    cast: async (m, s) => {
      await t.sleep(60);
      t.log('cb', 'handle_cast', m);
      return ['noreply', s];
    },
    info: (m, s) => (t.log('cb', 'handle_info', m), ['noreply', s]),
  });
  t.log('info', 'P', p);
  t.log('result', 'suspend', await sys.suspend(p));
  t.log('result', 'again', await sys.suspend(p));
  genServer.cast(p, 'c1');
  send(p, 'i1');
  await t.try_('call', () => genServer.call(p, 'x', 40));
  t.log('result', 'get_state', await sys.getState(p));
  t.log('result', 'resume', await sys.resume(p));
  t.log('result', 'again', await sys.resume(p));
  t.log('result', 'call', await genServer.call(p, 'y'));
}

type Status = ['status', Address, ['module', unknown], [unknown[], unknown, unknown, unknown, unknown]];

async function s04() {
  const [, p] = (await gs_cb.startLink({})) as ['ok', Address];
  const [, , [, m], [d, st, par, dbg, misc]] = (await sys.getStatus(p)) as Status;
  t.log('result', '', [m, Array.isArray(d), st, par === self(), dbg, Array.isArray(misc)]);
  await sys.suspend(p);
  const [, , , [, st2]] = (await sys.getStatus(p)) as Status;
  t.log('result', '', st2);
  const q = await start({});
  const [, , , [, , par2]] = (await sys.getStatus(q)) as Status;
  t.log('result', 'parent of unlinked server is itself', par2 === q);
}

async function s05() {
  const p = await start({
    terminate: async (r, s) => {
      await t.sleep(60);
      t.log('cb', 'terminate', [r, s]);
    },
  });
  const r = t.mon(p);
  t.log('result', '', await sys.terminate(p, 'why'));
  await receive(on(['DOWN', r, P._, P._, P._], ([, , , , w]) => t.log('down', '', w)));
}

async function s06() {
  const p = await start({});
  await genServer.stop(p);
  t.log('info', 'P', p);
  await t.try_('', () => sys.getState(p));
  await t.try_('', () => sys.suspend('sy06_none'));
  await t.try_('', () => sys.getStatus(p, 100));
  await t.try_('', () => sys.terminate(p, 'x'));
}

async function s07() {
  const p = await start({});
  t.log('result', '', await sys.statistics(p, true));
  await genServer.call(p, 'a');
  await genServer.call(p, 'b');
  genServer.cast(p, 'c');
  const [, l] = (await sys.statistics(p, 'get')) as ['ok', [string, unknown][]];
  const find = (key: string) => l.find(([k]) => k === key);
  t.log(
    'result',
    'keys',
    l.map(([k]) => k),
  );
  t.log('result', 'in', find('messages_in'));
  t.log('result', 'out', find('messages_out'));
  t.log('result', '', await sys.statistics(p, false));
  t.log('result', '', await sys.statistics(p, 'get'));
}

function shown(ev: any): unknown {
  if (ev[0] === 'in' && Array.isArray(ev[1]) && ev[1][0] === '$gen_call') return ['in', 'call', ev[1][2]];
  if (ev[0] === 'in' && Array.isArray(ev[1]) && ev[1][0] === '$gen_cast') return ['in', 'cast', ev[1][1]];
  if (ev[0] === 'in') return ['in', ev[1]];
  if (ev[0] === 'out') return ['out', ev[1]];
  return ev[0];
}

async function s08() {
  const p = await start({});
  const f = (n: number, ev: unknown) => {
    t.log('cb', 'trace', [n, shown(ev)]);
    return n + 1;
  };
  t.log('result', '', await sys.install(p, [f, 0]));
  await genServer.call(p, 'x');
  genServer.cast(p, 'y');
  send(p, 'z');
  await genServer.call(p, 'w');
  t.log('result', '', await sys.remove(p, f));
  await genServer.call(p, 'v');
}

async function s09() {
  const p = await start({});
  t.log('result', '', await sys.log(p, true));
  await genServer.call(p, 'x');
  const [, l] = (await sys.log(p, 'get')) as ['ok', unknown[]];
  t.log('result', 'events', l.length > 0);
  t.log('result', '', await sys.log(p, false));
  t.log('result', '', await sys.log(p, 'get'));
}

async function s10() {
  const p = await start({
    code_change: (s, x) => (x === 'fail' ? ['error', ['why', s]] : ['ok', ['changed', s, x]]),
  });
  t.log('result', 'not suspended', await catchTerm(() => sys.changeCode(p, 'gs_cb', 'old', 'extra')));
  await sys.suspend(p);
  t.log('result', '', await sys.changeCode(p, 'gs_cb', 'old', 'extra'));
  t.log('result', '', await sys.getState(p));
  t.log('result', 'fail', await sys.changeCode(p, 'gs_cb', 'old', 'fail'));
  t.log('result', '', await sys.getState(p));
  await sys.resume(p);
  t.log('result', 'call', await genServer.call(p, 'x'));
}

async function s11() {
  const p = await start({ cast: async (_, s) => (await t.sleep(150), ['noreply', s]) });
  t.log('info', 'P', p);
  genServer.cast(p, 'b');
  await t.try_('', () => sys.getState(p, 30));
}

async function s13() {
  const me = self();
  const q = spawn(async () => {
    const [, p] = await gs_cb.startLink({ trap: true, terminate: (r) => t.log('cb', 'terminate', r) });
    send(me, ['srv', p]);
    return receive(on(['exit', P._], ([, r]) => exit(r)));
  });
  const p = await receive(on(['srv', P._], ([, x]) => x as Address));
  await sys.suspend(p);
  await t.dies('', p, () => send(q, ['exit', 'gone']));
}

async function s15() {
  const p = await start({ info: (m, s) => (t.log('cb', 'handle_info', m), ['noreply', s]) });
  await sys.getState(p);
  await sys.suspend(p);
  await sys.resume(p);
  await sys.getStatus(p);
  send(p, 'real');
  t.log('result', '', await sys.getState(p));
}

async function s16() {
  const p = await start({ call: (_, __, s) => ['reply', 'ok', s, 'hibernate'] });
  await genServer.call(p, 'h');
  await t.idle(p);
  t.log('result', '', await sys.getState(p));
  await t.idle(p);
  t.log('result', '', processInfo(p, 'current_function'));
}

async function s17() {
  const p = await start({});
  const f = (n: number) => (t.log('cb', 'trace', n), n + 1);
  t.log('result', '', await sys.install(p, [f, 0]));
  t.log('result', 'again', await sys.install(p, [f, 100]));
  await genServer.call(p, 'x');
  await sys.getState(p);
  t.log('result', '', await sys.noDebug(p));
  await genServer.call(p, 'y');
}

export const scenarios: readonly t.Scenario[] = [
  ['SY-02-replace-state', s02],
  ['SY-03-suspend-resume', s03],
  ['SY-04-get-status-shape', s04],
  ['SY-05-terminate', s05],
  ['SY-06-noproc', s06],
  ['SY-07-statistics', s07],
  ['SY-08-install-trace-fun', s08],
  ['SY-09-log', s09],
  ['SY-10-change-code', s10],
  ['SY-11-timeout', s11],
  ['SY-13-suspended-parent-exit', s13],
  ['SY-15-system-message-not-seen-by-handle-info', s15],
  ['SY-16-get-state-suspended-timeout-kept', s16],
  ['SY-17-install-twice', s17],
];
