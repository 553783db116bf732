/** src/area_pg.erl, line for line: process groups on one node. */
import { P } from 'ts-pattern';
import { formatTerm, on, receive, self, send, spawn, type Address } from 'regent-otp';
import { genServer, pg, sys } from 'regent-otp/behaviours';
import * as t from '../t.js';

const sc = async () => {
  await pg.startLink('pgs');
  return 'pgs';
};
const fv = () => receive(on('stop', () => 'ok'));
const sync = () => sys.getState('pgs');

/** Erlang's `lists:sort` of pids: by their numbers. */
const sortedPids = (pids: readonly Address[]) => [...pids].sort((one, other) => one.id - other.id);

async function s02() {
  const s = await sc();
  await pg.join(s, 'g', self());
  await pg.join(s, 'g', self());
  t.log('result', '', pg.getMembers(s, 'g'));
  await pg.leave(s, 'g', self());
  t.log('result', '', pg.getMembers(s, 'g'));
}

async function s03() {
  const s = await sc();
  const p = spawn(fv);
  const q = spawn(fv);
  t.log('result', '', await pg.join(s, 'g', [p, q, p]));
  t.log('info', 'P,Q', [p, q]);
  t.log('result', 'sorted', sortedPids(pg.getMembers(s, 'g')));
  t.log('result', '', await pg.leave(s, 'g', [p, q]));
  t.log('result', '', pg.getMembers(s, 'g'));
}

async function s04() {
  const s = await sc();
  t.log('result', '', await pg.leave(s, 'nogroup', self()));
  const p = spawn(fv);
  await pg.join(s, 'g', p);
  t.log('result', '', await pg.leave(s, 'g', self()));
  t.log('result', 'list', await pg.leave(s, 'g', [self()]));
}

async function s05() {
  const s = await sc();
  const p = spawn(fv);
  await pg.join(s, 'g', [p, p]);
  await pg.join(s, 'h', p);
  await pg.join(s, 'h', self());
  send(p, 'stop');
  await t.wait(p);
  await sync();
  t.log('info', 'self', self());
  t.log('result', 'g', pg.getMembers(s, 'g'));
  t.log('result', 'h', pg.getMembers(s, 'h'));
  t.log('result', 'groups', pg.whichGroups(s));
}

async function s06() {
  const s = await sc();
  await pg.startLink('pgs2');
  await pg.join(s, 'g', self());
  t.log('result', '', pg.getMembers('pgs2', 'g'));
  await pg.startLink();
  await pg.join('g', self());
  t.log('result', 'default scope', pg.getMembers('g'));
  t.log('result', '', pg.getMembers('pgs2', 'g'));
  const [error, why] = (await pg.start('pg')) as ['error', readonly [string, unknown]];
  t.log('result', 'started again', error === 'error' && why[0] === 'already_started' ? 'already' : [error, why]);
}

async function s07() {
  t.log('info', 'self', self());
  await t.try_('join', () => pg.join('pg_none', 'g', self()));
  await t.try_('get_members', () => pg.getMembers('pg_none', 'g'));
}

async function s08() {
  const s = await sc();
  const p = spawn(fv);
  await pg.join(s, 'g', p);
  const [r, m] = await pg.monitorScope(s);
  t.log('result', '', [r, m]);
  await pg.join(s, 'g2', [p, p]);
  await t.recv();
  await pg.leave(s, 'g2', p);
  await t.recv();
  send(p, 'stop');
  await t.wait(p);
  await sync();
  const a = await receive(on([r, 'leave', 'g', P._], (x: unknown) => x));
  const b = await receive(on([r, 'leave', 'g2', P._], (y: unknown) => y));
  t.log('recv', '', a);
  t.log('recv', '', b);
  t.log('result', 'demonitor', await pg.demonitor(s, r));
  await pg.join(s, 'g', self());
  await t.none();
  t.log('result', 'demonitor again', await pg.demonitor(s, r));
}

async function s10() {
  const s = await sc();
  await pg.join(s, 'g', self());
  await genServer.stop(s);
  await t.none();
  await pg.startLink(s);
  t.log('result', '', pg.getMembers(s, 'g'));
  t.log('result', '', pg.whichGroups(s));
}

async function s11() {
  const s = await sc();
  await t.try_('', () => pg.join(s, 'g', 'notapid' as never));
  await t.try_('', () => pg.join(s, 'g', ['x'] as never));
}

async function s12() {
  const s = await sc();
  await pg.join(s, ['a', 1], self());
  await pg.join(s, 'str', self());
  // Erlang's order of terms: a tuple comes before a list.
  const sorted = [...pg.whichGroups(s)].sort((one, other) => (formatTerm(one) < formatTerm(other) ? 1 : -1));
  t.log('result', '', sorted);
  t.log('result', '', pg.getMembers(s, ['a', 1]));
}

async function s13() {
  const s = await sc();
  const [a, b, c] = [1, 2, 3].map(() => spawn(fv));
  t.log('info', 'A,B,C', [a, b, c]);
  for (const x of [a!, b!, c!]) await pg.join(s, 'g', x);
  t.log('result', '', pg.getMembers(s, 'g'));
}

async function s14() {
  const s = await sc();
  const p = spawn(fv);
  await pg.join(s, 'g', self());
  t.log('result', '', await pg.leave(s, 'g', [p, self()]));
  t.log('result', '', pg.getMembers(s, 'g'));
}

export const scenarios: readonly t.Scenario[] = [
  ['PG-02-duplicates', s02],
  ['PG-03-list-join', s03],
  ['PG-04-not-joined', s04],
  ['PG-05-member-dies', s05],
  ['PG-06-scopes-separate', s06],
  ['PG-07-missing-scope', s07],
  ['PG-08-monitor-scope', s08],
  ['PG-10-scope-stop', s10],
  ['PG-11-bad-args', s11],
  ['PG-12-group-any-term', s12],
  ['PG-13-members-order', s13],
  ['PG-14-leave-list-partial', s14],
];
