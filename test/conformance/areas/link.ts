/** Links, monitors, aliases: src/area_link.erl, line for line. */
import { P } from 'ts-pattern';
import {
  after,
  alias,
  demonitor,
  down,
  error,
  exit,
  isProcessAlive,
  link,
  makeRef,
  monitor,
  node,
  on,
  processInfo,
  receive,
  register,
  self,
  send,
  spawn,
  spawnLink,
  spawnMonitor,
  unalias,
  unlink,
  unregister,
  whereis,
  Address,
  Ref,
} from 'regent-otp';
import * as t from '../t.js';

const fv = () =>
  receive(
    on(['exit', P._], ([, r]) => exit(r)),
    on('stop', () => 'ok'),
  );
const up = () => receive(on('up', () => 'ok'));
const downReason = (ref: Ref) => receive(on(down(ref), ([, , , , w]) => w));

async function l01() {
  t.trap();
  const p = spawnLink(fv);
  t.log('result', 'unlink', unlink(p));
  send(p, ['exit', 'boom']);
  await t.wait(p);
  await t.none();
}

async function l02() {
  t.trap();
  const p = spawnLink(fv);
  t.log('info', 'P', p);
  send(p, ['exit', 'boom']);
  await t.wait(p);
  t.log('result', 'unlink', unlink(p));
  await t.recv();
}

async function l03() {
  t.trap();
  const p = spawn(() => 'ok');
  await t.wait(p);
  await t.try_('link(dead)', () => link(p));
  t.log('info', 'P', p);
  await t.recv();
  await t.none();
}

async function l04() {
  const p = spawn(() => 'ok');
  await t.wait(p);
  await t.dieReason(() => t.try_('link(dead), caught', () => link(p)));
  t.log(
    'down',
    await t.dieReason(async () => {
      link(p);
      await receive(after(500, () => exit('survived')));
    }),
  );
}

async function l05() {
  t.trap();
  const p = spawn(fv);
  link(p);
  link(p);
  t.log('info', 'P', p);
  send(p, ['exit', 'x']);
  await t.recv();
  await t.none();
  const q = spawn(fv);
  link(q);
  link(q);
  unlink(q);
  send(q, ['exit', 'x']);
  await t.wait(q);
  await t.none();
}

async function l06() {
  await t.try_('link(self())', () => link(self()));
  t.log('result', 'links contain self', (processInfo(self(), 'links')![1] as readonly Address[]).includes(self()));
  await t.try_('unlink(self())', () => unlink(self()));
}

/** A and B, which are linked. */
async function mk(me: Address) {
  const a = spawn(async () => {
    const b = spawnLink(fv);
    send(me, ['b', b]);
    await fv();
  });
  return [a, await receive(on(['b', P.instanceOf(Address)], ([, b]) => b))] as const;
}

async function l07() {
  const [a1, b1] = await mk(self());
  const r1 = t.mon(b1);
  exit(a1, 'kill');
  t.log('down', 'B after A killed', await downReason(r1));
  const [a2, b2] = await mk(self());
  const r2 = t.mon(a2);
  exit(b2, 'kill');
  t.log('down', 'A after B killed', await downReason(r2));
}

async function l09() {
  const [a1, b1] = await mk(self());
  send(b1, 'stop');
  await t.wait(b1);
  await t.sleep(20);
  t.log('result', 'A alive after B normal', isProcessAlive(a1));
  await t.kill(a1);
  const [a2, b2] = await mk(self());
  const r = t.mon(a2);
  send(b2, ['exit', 'shutdown']);
  t.log('down', 'A after B shutdown', await downReason(r));
}

async function l10() {
  t.trap();
  const me = self();
  spawnLink(() => {
    send(me, 'm1');
    send(me, 'm2');
    exit('r');
  });
  await t.recv(3);
}

async function m01() {
  const p = spawn(fv);
  const r = t.mon(p);
  t.log('info', 'P,Ref', [p, r]);
  send(p, ['exit', 'boom']);
  await t.recv();
  await t.none();
}

async function m03() {
  const p = spawn(fv);
  register('mo03', p);
  const r = t.mon('mo03');
  t.log('info', 'Ref', r);
  send(p, ['exit', 'bye']);
  await t.recv();
  t.mon('mo03');
  await t.recv();
  t.mon(['mo03', node()]);
  await t.recv();
}

async function m04() {
  const p = spawn(fv);
  const a = t.mon(p);
  const b = t.mon(p);
  t.log('result', 'same ref', a === b);
  t.log('info', 'P,A,B', [p, a, b]);
  send(p, ['exit', 'x']);
  await receive(on(down(a), (m) => t.log('recv', m)));
  await receive(on(down(b), (m) => t.log('recv', m)));
  await t.none();
}

async function m06() {
  const p = spawn(fv);
  const a = t.mon(p);
  const b = t.mon(p);
  send(p, ['exit', 'z']);
  await t.wait(p);
  await t.try_('flush', () => demonitor(a, ['flush']));
  await t.try_('no flush', () => demonitor(b, []));
  await t.recv();
  await t.none();
}

async function m07() {
  const p = spawn(fv);
  const a = t.mon(p);
  const b = t.mon(p);
  const c = t.mon(p);
  await t.try_('active', () => demonitor(a, ['info']));
  send(p, ['exit', 'z']);
  await t.wait(p);
  await t.try_('delivered', () => demonitor(b, ['info']));
  await t.try_('delivered, flush', () => demonitor(c, ['flush', 'info']));
  await t.recv();
  await t.none();
  await t.try_('again', () => demonitor(a, ['info']));
}

async function m08() {
  await t.try_('options not a list', () => demonitor(makeRef(), 'flush' as never));
  await t.try_('bad option', () => demonitor(makeRef(), ['flus'] as never));
  await t.try_('demonitor(x)', () => demonitor('x' as never));
  await t.try_('monitor(foo,..)', () => monitor('foo' as never, self()));
  await t.try_('monitor(process,1)', () => monitor('process', 1 as never));
}

async function m09() {
  const r = t.mon(self());
  await t.none();
  await t.try_('demonitor', () => demonitor(r));
}

async function m10() {
  const me = self();
  const q = spawn(() => receive(on(P._, (m) => send(me, ['q_got', m]))));
  const p = spawn(async () => {
    t.mon(q);
    send(me, 'up');
    await fv();
  });
  await up();
  send(p, ['exit', 'boom']);
  await t.wait(p);
  await t.none();
  t.log('result', 'Q alive', isProcessAlive(q));
  await t.kill(q);
}

async function m11() {
  const p = spawn(fv);
  const r = monitor('process', p, [['tag', 'mytag']]);
  const r2 = monitor('process', p, [['tag', ['a', 1]]]);
  t.log('info', 'P,R,R2', [p, r, r2]);
  send(p, ['exit', 'x']);
  await receive(on(['mytag', P._, P._, P._, P._], (m) => t.log('recv', m)));
  await receive(on([['a', 1], P._, P._, P._, P._], (m) => t.log('recv', m)));
  await t.none();
}

async function m13() {
  spawnMonitor(() => error(['badmatch', 2]));
  await t.recv();
}

async function m14() {
  const me = self();
  const p = spawn(async () => {
    register('mo14', self());
    send(me, 'up');
    await receive(on('go', () => unregister('mo14')));
    send(me, 'unreg');
    await fv();
  });
  await up();
  t.mon('mo14');
  send(p, 'go');
  await receive(on('unreg', () => 'ok'));
  t.log('result', 'whereis', whereis('mo14'));
  send(p, ['exit', 'bye']);
  await t.recv();
}

async function m15() {
  const me = self();
  const q = spawn(fv);
  const p = spawn(async () => {
    t.mon(q);
    send(me, 'up');
    await fv();
  });
  await up();
  t.log('info', 'P', p);
  t.log('result', 'monitored_by', processInfo(q, 'monitored_by'));
  await t.kill(p);
  await t.sleep(10);
  t.log('result', 'monitored_by', processInfo(q, 'monitored_by'));
  await t.kill(q);
}

/** Sends from another process. */
async function snd(a: Ref, ms: readonly unknown[]) {
  const p = spawn(() => ms.forEach((m) => send(a, m)));
  await t.wait(p);
}

async function a01() {
  const a = alias();
  await snd(a, ['one', 'two']);
  await t.recv(2);
  await t.try_('unalias', () => unalias(a));
  await snd(a, ['three']);
  await t.none();
  await t.try_('unalias again', () => unalias(a));
}

async function a02() {
  const a = alias(['reply']);
  await snd(a, ['one', 'two', 'three']);
  await t.recv();
  await t.none();
}

async function a04() {
  const p = spawn(fv);
  const r = monitor('process', p, [['alias', 'demonitor']]);
  await snd(r, ['a']);
  await t.recv();
  await t.try_('demonitor', () => demonitor(r));
  await snd(r, ['b']);
  await t.none();
  const r2 = monitor('process', p, [['alias', 'demonitor']]);
  send(p, ['exit', 'bye']);
  await t.recv();
  await snd(r2, ['c']);
  await t.none();
}

async function a06() {
  const r = makeRef();
  await t.try_('Ref ! hi', () => send(r, 'hi'));
  await t.none();
  await t.try_('unalias(make_ref())', () => unalias(makeRef()));
}

async function a07() {
  const me = self();
  const p = spawn(() => send(me, alias()));
  const a = await receive(on(P.instanceOf(Ref), (x) => x));
  await t.wait(p);
  await t.try_('A ! hi', () => send(a, 'hi'));
  await t.none();
}

async function a09() {
  const s = spawn(() =>
    receive(
      on(['req', P._, P.instanceOf(Ref)], async ([, , al]) => {
        await t.sleep(80);
        send(al, [al, 'late']);
      }),
    ),
  );
  const r = monitor('process', s, [['alias', 'reply_demonitor']]);
  send(s, ['req', self(), r]);
  t.log(
    'result',
    await receive(
      on([r, P._], ([, x]) => x),
      after(20, () => 'timeout'),
    ),
  );
  await t.try_('demonitor', () => demonitor(r, ['flush']));
  await t.wait(s);
  await t.none();
}

async function m16() {
  const me = self();
  const p = spawn(async () => {
    await receive(on(['r', P.instanceOf(Ref)], ([, r]) => send(me, ['p_saw', demonitor(r)])));
    await fv();
  });
  const r = t.mon(p);
  t.log('info', [p, r]);
  send(p, ['r', r]);
  await t.recv();
  send(p, ['exit', 'bye']);
  await t.recv();
}

export const scenarios: readonly t.Scenario[] = [
  ['LK-01-unlink-prevents-exit', l01],
  ['LK-02-unlink-does-not-flush-queued-exit', l02],
  ['LK-03-link-dead-trapping', l03],
  ['LK-04-link-dead-not-trapping', l04],
  ['LK-05-link-idempotent', l05],
  ['LK-06-link-self', l06],
  ['LK-07-link-bidirectional', l07],
  ['LK-09-exit-normal-does-not-kill-linked', l09],
  ['LK-10-link-then-exit-order-with-messages', l10],
  ['MO-01-down-shape', m01],
  ['MO-03-monitor-name', m03],
  ['MO-04-multiple-monitors', m04],
  ['MO-06-demonitor-flush', m06],
  ['MO-07-demonitor-info', m07],
  ['MO-08-demonitor-bad-options', m08],
  ['MO-09-monitor-self', m09],
  ['MO-10-monitor-is-unidirectional', m10],
  ['MO-11-monitor-tag', m11],
  ['MO-13-down-for-error-exit', m13],
  ['MO-14-monitor-registered-then-renamed', m14],
  ['MO-15-monitors-released-on-owner-death', m15],
  ['AL-01-alias-basic', a01],
  ['AL-02-alias-reply', a02],
  ['AL-04-monitor-alias-demonitor', a04],
  ['AL-06-send-to-plain-ref', a06],
  ['AL-07-alias-of-dead-process', a07],
  ['AL-09-call-timeout-drops-late-reply', a09],
  ['MO-16-demonitor-by-other-process', m16],
];
