/** Links, monitors, aliases: conformance-own/src/area_own_link.erl, line for line. */
import { P } from 'ts-pattern';
import {
  Address,
  after,
  alias,
  demonitor,
  down,
  exit,
  exitFrom,
  isProcessAlive,
  link,
  makeRef,
  monitor,
  on,
  processInfo,
  receive,
  Ref,
  register,
  self,
  send,
  spawn,
  spawnLink,
  spawnOpt,
  unalias,
  unlink,
  unregister,
} from 'regent-otp';
import * as t from '../../t.js';

const forever = () => receive(on('stop', () => 'ok'));
const via = ['via', P.instanceOf(Ref)] as const;
const linksOf = (pid: Address) => (processInfo(pid, 'links') as readonly [string, readonly Address[]])[1];

async function s01() {
  const p = spawn(async () => {
    await receive(on(via, ([, a]) => send(a, 'one')));
    await receive(on('die', () => exit('bye')));
  });
  const r = monitor('process', p, [['alias', 'explicit_unalias']]);
  t.log('info', 'ref', r);
  send(p, ['via', r]);
  await t.recv();
  send(p, 'die');
  await t.recv();
  send(r, 'two');
  await t.recv();
  t.log('result', 'demonitor', demonitor(r));
  send(r, 'three');
  await t.recv();
  t.log('result', 'unalias', unalias(r));
  send(r, 'four');
  await t.none();
  t.log('result', 'unalias again', unalias(r));
}

async function s02() {
  const p = spawn(async () => {
    await receive(on(via, ([, a]) => [send(a, 'one'), send(a, 'two')]));
    await receive(on('die', () => exit('bye')));
  });
  const r = monitor('process', p, [['alias', 'reply_demonitor']]);
  send(p, ['via', r]);
  await t.recv();
  t.log('result', 'unalias', unalias(r));
  t.log('result', 'demonitor', demonitor(r, ['info']));
  send(p, 'die');
  await t.wait(p);
  await t.none();
}

async function s03() {
  const [p, r] = spawnOpt(async () => {
    await receive(on(via, ([, a]) => [send(a, 'one'), send(a, 'two')]));
    await forever();
  }, [['monitor', [['alias', 'reply_demonitor']]]]);
  send(p, ['via', r]);
  await t.recv();
  await t.none();
  await t.kill(p);
  await t.none();
  const [p2, r2] = spawnOpt(forever, [['monitor', [['tag', 'gone']]]]);
  t.log('info', [p2, r2]);
  exit(p2, 'kill');
  await t.recv();
}

async function s04() {
  await t.try_('alias([bad])', () => alias(['bad'] as never));
  await t.try_('alias(x)', () => alias('x' as never));
  await t.try_('monitor', () => monitor('process', self(), [['alias', 'bad']] as never));
  await t.try_('unalias(x)', () => unalias('x' as never));
}

async function s05() {
  const a = alias();
  const me = self();
  spawn(() => send(me, ['unalias', unalias(a)]));
  await t.recv();
  send(a, 'still');
  await t.recv();
  t.log('result', 'mine', unalias(a));
}

async function s06() {
  const r = makeRef();
  t.log('result', 'unknown', demonitor(r));
  t.log('result', 'unknown, info', demonitor(r, ['info']));
  t.log('result', 'unknown, flush info', demonitor(r, ['flush', 'info']));
  const p = spawn(forever);
  const m = t.mon(p);
  t.log('result', 'first', demonitor(m));
  t.log('result', 'second', demonitor(m));
  t.log('result', 'info', demonitor(m, ['info']));
  await t.try_('bad option', () => demonitor(m, ['bad'] as never));
  await t.kill(p);
  await t.none();
}

async function s07() {
  const me = self();
  const p = spawn(async () => {
    await receive(on('go', () => 'ok'));
    send(me, 'm1');
    send(me, 'm2');
    exit('r');
  });
  t.mon(p);
  send(p, 'go');
  await t.recv(3);
}

async function s08() {
  const p = spawn(forever);
  await t.try_('link', () => link(1 as never));
  await t.try_('unlink', () => unlink('name' as never));
  t.log('result', 'stranger', unlink(p));
  await t.kill(p);
  t.log('result', 'dead', unlink(p));
  await t.none();
}

async function s09() {
  t.trap();
  const me = self();
  const p = spawnLink(async () => {
    await receive(on('unlink', () => unlink(me)));
    send(me, 'unlinked');
    await receive(on('die', () => exit('boom')));
  });
  send(p, 'unlink');
  await t.recv();
  t.log('result', 'links', linksOf(self()).includes(p));
  send(p, 'die');
  await t.wait(p);
  await t.none();
}

async function s10() {
  const p1 = spawn(forever);
  register('ol10', p1);
  const r = t.mon('ol10');
  t.log('info', 'ref', r);
  unregister('ol10');
  const p2 = spawn(forever);
  register('ol10', p2);
  await t.kill(p2);
  await t.none();
  exit(p1, 'gone');
  await t.recv();
}

async function s11() {
  const p = spawn(forever);
  register('ol11', p);
  const r = t.mon('ol11');
  t.log('result', 'monitors', processInfo(self(), 'monitors'));
  const by = (processInfo(p, 'monitored_by') as readonly [string, readonly Address[]])[1];
  t.log('result', 'monitored by me', by.length === 1 && by[0] === self());
  demonitor(r);
  t.log('result', 'none', processInfo(self(), 'monitors'));
  await t.kill(p);
}

async function s12() {
  const r = monitor('process', 'ol12_unknown', [['tag', ['my', 'tag']]]);
  t.log('info', 'ref', r);
  await t.recv();
}

async function s13() {
  const a = alias();
  for (const n of [1, 2, 3]) send(a, n);
  await t.recv(3);
  unalias(a);
  const b = alias(['explicit_unalias']);
  for (const n of [4, 5]) send(b, n);
  await t.recv(2);
  unalias(b);
  send(b, 6);
  await t.none();
}

async function s14() {
  const me = self();
  const chain = (n: number): unknown => {
    if (n === 0) send(me, 'up');
    else spawnLink(() => chain(n - 1));
    return forever();
  };
  const p = spawn(() => chain(3));
  await receive(on('up', () => 'ok'));
  const next = linksOf(p)[0]!;
  const r = t.mon(next);
  exit(p, 'kill');
  await receive(on(down(r), ([, , , , w]) => t.log('down', 'the next', w)));
}

async function s15() {
  const p = spawn(() => 'ok');
  await t.wait(p);
  const r = monitor('process', p, [['alias', 'reply_demonitor']]);
  t.log('info', 'ref', r);
  await t.recv();
  send(r, 'late');
  await t.none();
  t.log('result', 'unalias', unalias(r));
}

async function s16() {
  t.trap();
  const p = spawnLink(() => exit('boom'));
  await t.wait(p);
  unlink(p);
  t.log(
    'result',
    await receive(
      on(exitFrom(p), () => true),
      after(0, () => true),
    ),
  );
  await t.none();
}

async function s17() {
  const p = spawn(forever);
  const r = t.mon(p);
  t.log('result', demonitor(r, ['flush', 'info']));
  await t.kill(p);
  await t.none();
}

async function s18() {
  const me = self();
  const outer = spawn(async () => {
    const middle = spawnLink(async () => {
      t.trap();
      const inner = spawnLink(forever);
      send(me, ['inner', inner]);
      await receive(on([P._, P._, P._], ([, , reason]) => send(me, ['middle_got', reason])));
      await forever();
    });
    send(me, ['middle', middle]);
    await forever();
  });
  const middle = await receive(on(['middle', P.instanceOf(Address)], ([, pid]) => pid));
  const inner = await receive(on(['inner', P.instanceOf(Address)], ([, pid]) => pid));
  exit(inner, 'shutdown');
  await t.recv();
  t.log('result', 'outer lives', isProcessAlive(outer));
  exit(outer, 'shutdown');
  await t.wait(outer);
  t.log('result', 'middle lives', isProcessAlive(middle));
  await t.kill(middle);
}

async function s19() {
  t.trap();
  const p = spawnLink(forever);
  unlink(p);
  t.log('result', 'link', link(p));
  exit(p, 'boom');
  await t.recv();
  await t.none();
}

async function s20() {
  t.trap();
  const [p, r] = spawnOpt(forever, ['link', 'monitor']);
  exit(p, 'kill');
  await receive(on(exitFrom(p), ([, , w]) => t.log('recv', ['EXIT', p, w])));
  await receive(on(down(r), ([, , , , w]) => t.log('down', w)));
  await t.none();
}

export const scenarios: readonly t.Scenario[] = [
  ['OL-01-alias-explicit-unalias', s01],
  ['OL-02-alias-reply-demonitor', s02],
  ['OL-03-spawn-opt-alias', s03],
  ['OL-04-alias-bad-options', s04],
  ['OL-05-unalias-by-another', s05],
  ['OL-06-demonitor-unknown', s06],
  ['OL-07-messages-before-down', s07],
  ['OL-08-link-arguments', s08],
  ['OL-09-unlink-from-the-other-side', s09],
  ['OL-10-monitor-by-name-follows-the-process', s10],
  ['OL-11-monitors-by-name-in-info', s11],
  ['OL-12-monitor-unknown-name-with-tag', s12],
  ['OL-13-alias-many', s13],
  ['OL-14-kill-reaches-all-links', s14],
  ['OL-15-monitor-of-the-dead-by-alias', s15],
  ['OL-16-unlink-flush', s16],
  ['OL-17-demonitor-flush-info', s17],
  ['OL-18-shutdown-spreads', s18],
  ['OL-19-relink-after-unlink', s19],
  ['OL-20-link-of-child-and-monitor-order', s20],
];
