/** Timers: conformance-own/src/area_own_timer.erl, line for line. */
import {
  after,
  cancelTimer,
  makeRef,
  on,
  readTimer,
  receive,
  register,
  self,
  send,
  sendAfter,
  spawn,
  startTimer,
  unregister,
  type Address,
} from 'regent-otp';
import { P } from 'ts-pattern';
import { timer, type TimerRef, type TimerResult } from 'regent-otp/behaviours';
import * as t from '../../t.js';

const forever = () => receive(on('stop', () => 'ok'));

/** {ok, T} = Result. */
function ok(result: TimerResult): TimerRef {
  if (result[0] !== 'ok') throw new Error('badmatch');
  return result[1];
}

async function s01() {
  const r = sendAfter(2 ** 31, self(), 'early');
  const r2 = startTimer(2 ** 40, self(), 'early');
  await t.none();
  const left = Number(readTimer(r));
  const left2 = Number(readTimer(r2));
  t.log('result', [left > 2 ** 31 - 60000, left < 2 ** 31, left2 > 2 ** 40 - 60000, left2 < 2 ** 40]);
  t.log('result', Number.isInteger(cancelTimer(r)));
  t.log('result', Number.isInteger(cancelTimer(r2)));
}

async function s02() {
  const r = sendAfter(10000, self(), 'hi');
  t.log('info', 'ref', r);
  t.log('result', readTimer(r, [['async', true]]));
  await receive(on(['read_timer', r, P._], ([, , n]) => t.log('recv', ['read_timer', r, Number.isInteger(n)])));
  cancelTimer(r);
  t.log('result', readTimer(r, [['async', true]]));
  await t.recv();
  t.log('result', 'sync', readTimer(r, [['async', false]]));
}

async function s03() {
  const r = startTimer(20, self(), ['my', 'msg']);
  t.log('info', 'ref', r);
  await t.recv();
  t.log('result', 'read', readTimer(r));
  t.log('result', 'cancel', cancelTimer(r));
}

async function s04() {
  const r = makeRef();
  t.log('result', 'cancel', cancelTimer(r));
  t.log('result', 'read', readTimer(r));
  await t.try_('cancel x', () => cancelTimer('x' as never));
  await t.try_('read x', () => readTimer('x' as never));
}

async function s05() {
  register('ot05', self());
  ok(timer.sendAfter(20, 'one'));
  await t.recv();
  ok(timer.sendAfter(20, self(), 'two'));
  await t.recv();
  ok(timer.sendAfter(20, 'ot05', 'three'));
  await t.recv();
  const tr = ok(timer.sendAfter(60, 'never'));
  t.log('result', 'cancel', timer.cancel(tr));
  unregister('ot05');
  await t.none(100);
  ok(timer.sendAfter(0, 'zero'));
  await t.recv();
}

const module = { tell: (p: Address) => send(p, 'tick') };

async function s06() {
  const me = self();
  const tr = ok(timer.applyInterval(20, module, 'tell', [me]));
  await receive(on('tick', () => 'ok'));
  await receive(on('tick', () => 'ok'));
  t.log('result', 'cancel', timer.cancel(tr));
  await t.sleep(50);
  await ticks();
  await t.none(80);
}

async function ticks() {
  let isThere = true;
  while (isThere) {
    isThere = await receive(
      on('tick', () => true),
      after(0, () => false),
    );
  }
}

async function s07() {
  t.log(
    'down',
    'exit_after',
    await t.dieReason(() => {
      ok(timer.exitAfter(20, 'why'));
      return forever();
    }),
  );
  t.log(
    'down',
    'kill_after',
    await t.dieReason(() => {
      t.trap();
      ok(timer.killAfter(20));
      return forever();
    }),
  );
}

async function s08() {
  await t.try_('option', () => sendAfter(10, self(), 'x', ['foo'] as never));
  await t.try_('no list', () => sendAfter(10, self(), 'x', 'foo' as never));
  await t.try_('too long', () => sendAfter(2 ** 70, self(), 'x'));
  await t.try_('cancel option', () => cancelTimer(makeRef(), ['foo'] as never));
  await t.none();
}

async function s09() {
  const p = spawn(() => 'ok');
  await t.wait(p);
  const r = sendAfter(5000, p, 'x');
  t.log('result', 'read', readTimer(r));
  t.log('result', 'cancel', cancelTimer(r));
}

async function s10() {
  await t.try_('send_interval', () => timer.sendInterval(-1, 'x'));
  await t.try_('apply_interval', () => timer.applyInterval('a' as never, 'm' as never, 'f', []));
  await t.try_('exit_after', () => timer.exitAfter('a' as never, 'x'));
  await t.try_('apply args', () => timer.applyAfter(10, 'm' as never, 'f', 'x' as never));
}

async function s11() {
  const me = self();
  const p = spawn(() => sendAfter(60, me, 'from_the_dead'));
  await t.wait(p);
  await t.recv();
}

async function s12() {
  const r = sendAfter(10000, self(), 'hi');
  const me = self();
  spawn(() => send(me, [Number.isInteger(readTimer(r)), Number.isInteger(cancelTimer(r))]));
  await t.recv();
  t.log('result', 'gone', readTimer(r));
  await t.none();
}

async function s13() {
  const [took, v] = await timer.tc(async () => {
    await timer.sleep(20);
    return 'value';
  });
  t.log('result', [took >= 20000, v]);
  const [took2, v2] = await timer.tc((a: string) => [a], ['arg']);
  t.log('result', [took2 >= 0, v2]);
}

export const scenarios: readonly t.Scenario[] = [
  ['OT-01-long-timers', s01],
  ['OT-02-read-timer-async', s02],
  ['OT-03-start-timer-shape', s03],
  ['OT-04-unknown-references', s04],
  ['OT-05-timer-module', s05],
  ['OT-06-apply-interval', s06],
  ['OT-07-exit-after-self', s07],
  ['OT-08-bad-options', s08],
  ['OT-09-timer-to-a-dead-process', s09],
  ['OT-10-timer-module-errors', s10],
  ['OT-11-owner-may-die', s11],
  ['OT-12-cancel-by-another', s12],
  ['OT-13-tc', s13],
];
