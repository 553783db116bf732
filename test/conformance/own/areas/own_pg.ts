/** Process groups on one node: conformance-own/src/area_own_pg.erl, line for line. */
import { catchTerm, exit, monitor, on, receive, self, send, spawn, whereis, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { genServer, pg, sys } from 'regent-otp/behaviours';
import * as t from '../../t.js';

const fv = () => receive(on('stop', () => 'ok'));
const p = () => spawn(fv);
const sc = async () => {
  await pg.startLink('opg');
  return 'opg';
};
const sync = () => sys.getState('opg');
const l = (n: string, v: unknown) => t.log('result', n, v);

async function s01() {
  const s = await sc();
  const [r] = await pg.monitorScope(s);
  t.log('info', 'R', r);
  l('join', await pg.join(s, 'g', []));
  await t.flush();
  l('groups', pg.whichGroups(s));
  l('local', pg.whichLocalGroups(s));
  l('leave', await pg.leave(s, 'g', []));
}

async function s02() {
  const s = await sc();
  await pg.join(s, 'g', self());
  const [r, m] = await pg.monitor(s, 'g');
  l('', [r, m]);
  await pg.join(s, 'h', self());
  await pg.join(s, 'g', [self(), self()]);
  await pg.leave(s, 'h', self());
  await t.flush();
  await pg.leave(s, 'g', self());
  await sync();
  l('demonitor', await pg.demonitor(s, r));
  await t.none();
  l('again', await pg.demonitor(s, r));
}

async function s03() {
  const s = await sc();
  const [pid, q] = [p(), p()];
  const [r] = await pg.monitorScope(s);
  t.log('info', 'R,P,Q', [r, pid, q]);
  await pg.join(s, 'g', [pid, pid]);
  await pg.leave(s, 'g', [q, pid]);
  await t.flush();
  l('', pg.getMembers(s, 'g'));
  await pg.join(s, 'g', pid);
  send(pid, 'stop');
  await t.wait(pid);
  await sync();
  await t.flush();
  l('', pg.whichGroups(s));
}

async function s04() {
  t.trap();
  const start = async () => {
    const [, started] = (await pg.start('opg4')) as ['ok', Address];
    return started;
  };
  const d = async (f: () => unknown) => {
    await t.dies('', await start(), async () => {
      await catchTerm(f);
    });
  };
  const r = async (f: () => unknown) => {
    const m = monitor('process', await start());
    await catchTerm(f);
    await receive(on(['DOWN', m, P._, P._, [P._, P._]], ([, , , , [w]]) => t.log('down', '', w)));
  };
  await r(() => genServer.call('opg4', 'junk'));
  await r(() => genServer.cast('opg4', 'junk'));
  await r(() => send('opg4', 'junk'));
  await d(() => exit(whereis('opg4')!, 'kill'));
}

async function s05() {
  await t.try_('which', () => pg.whichGroups('opg5'));
  await t.try_('which local', () => pg.whichLocalGroups('opg5'));
  await t.try_('local members', () => pg.getLocalMembers('opg5', 'g'));
  await t.try_('monitor_scope', () => pg.monitorScope('opg5'));
  await t.try_('monitor', () => pg.monitor('opg5', 'g'));
}

async function s06() {
  const [, pid] = (await pg.start('opg6')) as ['ok', Address];
  t.log('info', 'P', pid);
  l('', whereis('opg6') === pid);
  l('', await pg.startLink('opg6'));
  await t.try_('', () => pg.start(['opg6', 1] as never));
  await t.try_('', () => pg.join('opg6', 'g', [self(), 'nopid'] as never));
  await genServer.stop('opg6');
}

async function s07() {
  const s = await sc();
  await pg.join(s, 'g', self());
  l('', String(pg.getLocalMembers(s, 'g')) === String(pg.getMembers(s, 'g')));
  l('', pg.whichLocalGroups(s));
  l('', pg.getLocalMembers(s, 'none'));
}

async function s08() {
  const s = await sc();
  const [r] = await pg.monitorScope(s);
  const [q] = await pg.monitor(s, 'g');
  t.log('info', 'R,Q', [r, q]);
  await pg.join(s, 'g', self());
  await t.flush();
  l('', await pg.demonitor(s, r));
  await pg.leave(s, 'g', self());
  await t.flush();
  l('', await pg.demonitor(s, q));
}

async function s09() {
  const s = await sc();
  const pid = p();
  send(pid, 'stop');
  await t.wait(pid);
  l('', await pg.join(s, 'g', pid));
  await sync();
  l('', pg.getMembers(s, 'g'));
}

export const scenarios: readonly t.Scenario[] = [
  ['OPG-01-join-nobody', s01],
  ['OPG-02-monitor-group', s02],
  ['OPG-03-leave-told', s03],
  ['OPG-04-junk', s04],
  ['OPG-05-no-scope', s05],
  ['OPG-06-names-of-scopes', s06],
  ['OPG-07-local', s07],
  ['OPG-08-two-monitors', s08],
  ['OPG-09-dead-member', s09],
];
