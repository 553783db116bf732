/** Timers: src/area_timer.erl, line for line. */
import { P } from 'ts-pattern';
import {
  after,
  cancelTimer,
  down,
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
import { timer } from 'regent-otp/behaviours';
import * as t from '../t.js';

const within = (x: unknown) => Number.isInteger(x) && Number(x) > 9000 && Number(x) <= 10000;

async function s03() {
  const r = sendAfter(10000, self(), 'hi');
  t.log('result', 'in range', within(cancelTimer(r)));
  t.log('result', 'again', cancelTimer(r));
  await t.none();
}

async function s04() {
  const timers = [
    [150, 't150'],
    [0, 't0'],
    [100, 't100'],
    [50, 't50'],
  ] as const;
  for (const [n, a] of timers) sendAfter(n, self(), a);
  await t.recv(4);
}

async function s06() {
  await t.try_('-1', () => sendAfter(-1, self(), 'x'));
  await t.try_('4.5', () => startTimer(4.5, self(), 'x'));
  await t.try_('atom time', () => sendAfter('a' as never, self(), 'x'));
  await t.try_('dest "s"', () => sendAfter(1, ['s'] as never, 'x'));
  await t.none();
}

async function s07() {
  sendAfter(60, 'tm07', 'ding');
  register('tm07', self());
  await t.recv();
}

async function s08() {
  register('tm08', self());
  sendAfter(30, 'tm08', 'ding');
  unregister('tm08');
  await t.none(100);
}

async function s09() {
  const p = spawn(() => receive(on('x', () => 'ok')));
  const r = sendAfter(5000, p, 'hi');
  t.log('result', 'integer before', Number.isInteger(readTimer(r)));
  await t.kill(p);
  await t.sleep(20);
  t.log('result', 'read', readTimer(r));
  t.log('result', 'cancel', cancelTimer(r));
}

async function s10() {
  sendAfter(t.nowMs() + 30, self(), 'later', [['abs', true]]);
  sendAfter(t.nowMs() - 50, self(), 'past', [['abs', true]]);
  await t.recv(2);
}

async function s11() {
  const r = sendAfter(10000, self(), 'hi');
  t.log('info', 'Ref', r);
  t.log('result', 'async', cancelTimer(r, [['async', true]]));
  await receive(on(['cancel_timer', P._, P._], ([, r2, n]) => t.log('recv', ['cancel_timer', r2, within(n)])));
  const r3 = sendAfter(10000, self(), 'hi');
  const none = cancelTimer(r3, [
    ['async', true],
    ['info', false],
  ]);
  t.log('result', 'async,info false', none);
  await t.none();
  const r4 = sendAfter(10000, self(), 'hi');
  t.log('result', 'info false', cancelTimer(r4, [['info', false]]));
  await t.none();
  t.log('result', 'async on dead timer', cancelTimer(r4, [['async', true]]));
  await t.recv();
}

function s12() {
  const r = sendAfter(10000, self(), 'hi');
  t.log('result', 'in range', within(readTimer(r)));
  cancelTimer(r);
}

async function s13() {
  sendAfter(0, self(), 'z');
  send(self(), 'm');
  await t.recv(2);
}

async function s15() {
  const [, tref] = timer.sendInterval(20, 'tick');
  await t.recv(3);
  t.log('result', 'cancel', timer.cancel(tref as never));
  await receive(
    on('tick', () => 'ok'),
    after(0, () => 'ok'),
  );
  await t.none(80);
}

async function s16() {
  const p = spawn(() => receive(on('stop', () => 'ok')));
  timer.sendInterval(20, p, 'tick');
  await t.kill(p);
  await t.none(80);
}

const module = {
  cb(p: Address, a: unknown) {
    send(p, ['applied', self(), a]);
  },
};

async function s17() {
  const me = self();
  timer.applyAfter(20, module, 'cb', [me, 'args']);
  await receive(
    on(['applied', P._, P._], ([, p, a]) => {
      t.log('recv', ['applied', a]);
      t.log('result', 'other process', p !== me);
    }),
  );
}

async function s18() {
  await t.try_('send_after', () => timer.sendAfter(-1, 'x'));
  await t.try_('apply_after', () => timer.applyAfter('a' as never, module, 'f', []));
  await t.try_('cancel', () => timer.cancel('garbage' as never));
}

async function s19() {
  const p = spawn(() => receive(on('x', () => 'ok')));
  const r = t.mon(p);
  timer.exitAfter(20, p, 'why');
  await receive(on(down(r), ([, , , , w]) => t.log('down', w)));
  const q = spawn(async () => {
    t.trap();
    await receive(on('x', () => 'ok'));
  });
  const r2 = t.mon(q);
  timer.killAfter(20, q);
  await receive(on(down(r2), ([, , , , w]) => t.log('down', w)));
}

async function s20() {
  const start = t.nowMs();
  t.log('result', 'sleep', await timer.sleep(50));
  t.log('result', '>=50', t.nowMs() - start >= 50);
  t.log('result', 'sleep 0', await timer.sleep(0));
}

function s21() {
  t.log('result', [timer.seconds(2), timer.minutes(1), timer.hours(1), timer.hms(1, 2, 3)]);
}

async function s22() {
  sendAfter(100, self(), 'msg');
  t.log(
    'result',
    await receive(
      on('msg', () => 'msg'),
      after(20, () => 'timeout'),
    ),
  );
  await t.recv();
}

async function s23() {
  const r = sendAfter(10, self(), 'fired');
  await t.sleep(50);
  t.log('result', 'cancel', cancelTimer(r));
  await t.recv();
}

async function s24() {
  for (let i = 0; i < 100; i++) sendAfter(30, self(), 'x');
  for (let i = 0; i < 100; i++) await receive(on('x', () => 'ok'));
  await t.none();
  t.log('result', 'count', 100);
}

export const scenarios: readonly t.Scenario[] = [
  ['TM-03-cancel', s03],
  ['TM-04-order', s04],
  ['TM-06-bad-args', s06],
  ['TM-07-registered-name-dest', s07],
  ['TM-08-name-unregistered-at-fire', s08],
  ['TM-09-dest-dies', s09],
  ['TM-10-abs', s10],
  ['TM-11-async-cancel', s11],
  ['TM-12-read-timer', s12],
  ['TM-13-zero-timer-is-async', s13],
  ['TM-15-timer-interval', s15],
  ['TM-16-timer-interval-dies-with-receiver', s16],
  ['TM-17-timer-apply-after', s17],
  ['TM-18-timer-bad-args', s18],
  ['TM-19-exit-after-kill-after', s19],
  ['TM-20-sleep', s20],
  ['TM-21-unit-helpers', s21],
  ['TM-22-receive-after-vs-timer', s22],
  ['TM-23-timer-keeps-message-after-cancel-of-fired', s23],
  ['TM-24-many-same-time', s24],
];
