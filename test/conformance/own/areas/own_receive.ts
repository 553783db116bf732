/** Selective receive: conformance-own/src/area_own_receive.erl, line for line. */
import { P } from 'ts-pattern';
import {
  after,
  error,
  exit,
  exitFrom,
  makeRef,
  on,
  receive,
  self,
  send,
  sendAfter,
  spawnLink,
  termEquals,
} from 'regent-otp';
import * as t from '../../t.js';

async function s01() {
  const f = () =>
    receive(
      on('m', () => 'taken'),
      after('foo' as never, () => 'timeout'),
    );
  send(self(), 'm');
  await t.try_('match', f);
  send(self(), 'other');
  await t.try_('no match', f);
  await t.recv();
}

async function s02() {
  for (const time of [1.5, 0x100000000, 's', -1]) {
    await t.try_('', () =>
      receive(
        on('never', () => 'ok'),
        after(time as number, () => 'timeout'),
      ),
    );
  }
  const me = self();
  sendAfter(20, me, 'm1');
  t.log(
    'result',
    'ffffffff',
    await receive(
      on('m1', () => 'got'),
      after(0xffffffff, () => 'timeout'),
    ),
  );
  sendAfter(20, me, 'm2');
  t.log(
    'result',
    'infinity',
    await receive(
      on('m2', () => 'got'),
      after('infinity', () => 'timeout'),
    ),
  );
}

async function s03() {
  t.trap();
  send(self(), 'a');
  const p = spawnLink(() => exit('gone'));
  await t.wait(p);
  send(self(), 'b');
  await receive(on(exitFrom(p), ([, , r]) => t.log('recv', ['EXIT', p, r])));
  await t.recv(2);
  await t.none();
}

async function s04() {
  send(self(), 'a');
  send(self(), 'b');
  t.log('result', await receive(after(0, () => 'timeout')));
  t.log('result', await receive(after(20, () => 'timeout')));
  await t.recv(2);
}

async function s05() {
  send(self(), ['b', 1]);
  send(self(), ['a', 2]);
  const f = () =>
    receive(
      on(['a', P._], ([, x]) => ['first_clause', x]),
      on(['b', P._], ([, x]) => ['second_clause', x]),
    );
  t.log('result', await f());
  t.log('result', await f());
}

async function s06() {
  for (const x of [5, 50, 'x']) send(self(), ['n', x]);
  const f = () =>
    receive(
      on(
        ['n', P._],
        ([, x]) => Number.isInteger(x) && Number(x) > 10,
        ([, x]) => ['big', x],
      ),
      on(
        ['n', P._],
        ([, x]) => Number.isInteger(x),
        ([, x]) => ['small', x],
      ),
      on(['n', P._], ([, x]) => ['other', x]),
    );
  for (let times = 3; times > 0; times--) t.log('result', await f());
}

async function s07() {
  send(self(), 'before');
  send(self(), ['crash', 1]);
  send(self(), 'later');
  await t.try_('', () => receive(on(['crash', P._], ([, n]) => error(['crashed', n]))));
  await t.recv(2);
  await t.none();
}

async function s08() {
  const numbers = Array.from({ length: 5000 }, (_, index) => index + 1);
  for (const n of numbers) send(self(), ['item', n]);
  send(self(), ['wanted', 'x']);
  t.log('result', 'wanted', await receive(on(['wanted', P._], ([, x]) => x)));
  t.log('result', '2500 by value', await receive(on(['item', 2500], () => 'got')));
  const rest: unknown[] = [];
  while (rest.length < 4999) rest.push(await receive(on(['item', P._], ([, n]) => n)));
  t.log(
    'result',
    'order kept',
    termEquals(
      rest,
      numbers.filter((n) => n !== 2500),
    ),
  );
  await t.none();
}

async function s09() {
  send(self(), 'm');
  t.log(
    'result',
    await receive(
      on('m', () => 'there'),
      after(0, () => 'not_there'),
    ),
  );
}

async function s10() {
  for (const m of [
    ['outer', 1],
    ['x', 1],
    ['outer', 2],
    ['x', 2],
  ])
    send(self(), m);
  await receive(
    on(['outer', P._], async ([, n]) => {
      const nested = await receive(
        on('nothing', () => 'got'),
        after(20, () => 'timeout'),
      );
      t.log('result', 'nested', [n, nested]);
      const x = await receive(
        on(['x', P._], ([, value]) => value),
        after(20, () => 'timeout'),
      );
      t.log('result', 'nested x', x);
    }),
  );
  await t.recv(2);
}

async function s11() {
  const r1 = makeRef();
  const r2 = makeRef();
  send(self(), ['reply', r2, 'two']);
  send(self(), ['reply', r1, 'one']);
  t.log('result', await receive(on(['reply', r1, P._], ([, , x]) => x)));
  t.log('result', await receive(on(['reply', r2, P._], ([, , y]) => y)));
}

async function s12() {
  sendAfter(20, self(), 'first');
  t.log(
    'result',
    await receive(
      on(P._, (m) => m),
      after(60, () => 'timeout'),
    ),
  );
  t.log(
    'result',
    await receive(
      on(P._, (m) => m),
      after(100, () => 'timeout'),
    ),
  );
}

export const scenarios: readonly t.Scenario[] = [
  ['OR-01-bad-timeout-behind-a-match', s01],
  ['OR-02-timeout-values', s02],
  ['OR-03-exit-message-selected', s03],
  ['OR-04-only-after', s04],
  ['OR-05-message-order-wins', s05],
  ['OR-06-guards-in-order', s06],
  ['OR-07-crash-in-a-clause', s07],
  ['OR-08-long-mailbox', s08],
  ['OR-09-self-send', s09],
  ['OR-10-nested-with-timeout', s10],
  ['OR-11-bound-reference', s11],
  ['OR-12-two-waiters', s12],
];
