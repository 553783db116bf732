/** proc_lib: conformance-own/src/area_own_proc_lib.erl, line for line. */
import { down, exit, exitFrom, get, node, on, receive, self, send, whereis, type Address, type Ref } from 'regent-otp';
import { procLib } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import { gs_cb } from '../../gsCb.js';
import { sm_cb } from '../../smCb.js';
import * as t from '../../t.js';

const forever = () => receive(on('stop', () => 'ok'));

async function s01() {
  t.trap();
  t.log(
    'result',
    await procLib.startLink(fail, [
      ['error', 'oops'],
      ['exit', 'shutdown'],
    ]),
  );
  await t.flush();
  t.log('result', 'start', await procLib.start(fail, ['whatever', ['exit', 'why']]));
  await t.flush();
}

function fail(value: unknown, how: readonly ['exit' | 'error', unknown]) {
  return procLib.initFail(value, how);
}

async function s02() {
  for (const v of ['x', ['error', 'e'], [1, 2], { a: 1 }, ['ok', 'not_a_pid']]) {
    t.log('result', await procLib.start(ack, [v]));
  }
}

function ack(v: unknown) {
  procLib.initAck(v);
  return forever();
}

async function s03() {
  t.log(
    'down',
    'exit',
    await t.dieReason(async () => {
      await procLib.startLink(ends, ['x']);
      t.log('cb', 'returned', 'not_so');
    }),
  );
  t.log(
    'down',
    'normal',
    await t.dieReason(async () => {
      t.log('result', await procLib.startLink(ends, ['normal']));
    }),
  );
}

function ends(r: unknown) {
  return exit(r);
}

async function s04() {
  t.trap();
  const me = self();
  const tell = () => {
    const ancestors = get('$ancestors') as readonly unknown[];
    send(me, ['ancestors', ancestors.length === 1 && ancestors[0] === me]);
    return exit('done');
  };
  const p = procLib.spawnLink(tell);
  await t.recv();
  await receive(on(exitFrom(p), ([, , r]) => t.log('recv', ['EXIT', p, r])));
  const q = procLib.spawnOpt(tell, ['link']) as Address;
  await t.recv();
  await receive(on(exitFrom(q), ([, , r]) => t.log('recv', ['EXIT', q, r])));
  const [, m] = procLib.spawnOpt(tell, ['monitor']) as unknown as [Address, Ref];
  await t.recv();
  await receive(on(down(m), ([, , , , r]) => t.log('down', r)));
}

async function s05() {
  const [, p] = (await gs_cb.start('ob05', {})) as ['ok', Address];
  t.log('info', 'P', p);
  t.log('result', 'name', await procLib.stop('ob05'));
  await gs_cb.start('ob05', {});
  t.log('result', 'name on node', await procLib.stop(['ob05', node()], 'why', 1000));
  t.log('result', 'gone', whereis('ob05'));
  await t.try_('unknown', () => procLib.stop(['ob05', node()]));
}

const module = {
  [Symbol.toStringTag]: 'area_own_proc_lib',
  waits: (_a: unknown, _b: unknown) => forever(),
};

async function s06() {
  const [, p] = (await gs_cb.start({})) as ['ok', Address];
  t.log('result', 'gen_server', procLib.translateInitialCall(p));
  const [, q] = (await sm_cb.start({})) as ['ok', Address];
  t.log('result', 'gen_statem', procLib.translateInitialCall(q));
  const r = procLib.spawn(module, 'waits', ['a', 'b']);
  await t.idle(r);
  t.log('result', 'spawned', procLib.translateInitialCall(r));
  t.log('result', 'initial_call', procLib.initialCall(r));
}

async function s07() {
  const [v, r] = await procLib.startMonitor(ignores, []);
  t.log('result', [v, r]);
  await t.recv();
}

function ignores() {
  procLib.initAck('ignore');
  return exit('normal');
}

async function s08() {
  const me = self();
  procLib.spawn(() => {
    send(self(), ['queued', me]);
    return procLib.hibernate(woken, ['arg']);
  });
  await t.recv();
}

function woken(a: unknown) {
  return receive(on(['queued', P._], ([, p]) => send(p as Address, ['woken', a, Array.isArray(get('$ancestors'))])));
}

async function s09() {
  t.trap();
  t.log(
    'result',
    'error',
    await procLib.startLink(fail, [
      ['error', 'a'],
      ['error', 'b'],
    ]),
  );
  await t.flush();
  t.log('result', 'exit normal', await procLib.startLink(fail, ['ignore', ['exit', 'normal']]));
  await t.flush();
  const [v, r] = await procLib.startMonitor(fail, [
    ['error', 'x'],
    ['exit', 'y'],
  ]);
  t.log('result', 'monitor', [v, r]);
  await t.recv();
}

async function s10() {
  t.trap();
  const [, p] = (await procLib.start(acksPid, [], 'infinity', ['link'])) as ['ok', Address];
  t.log('info', 'P', p);
  exit(p, 'bye');
  await t.recv();
}

function acksPid() {
  procLib.initAck(['ok', self()]);
  return forever();
}

export const scenarios: readonly t.Scenario[] = [
  ['OB-01-init-fail', s01],
  ['OB-02-init-ack-any-term', s02],
  ['OB-03-start-link-not-trapping', s03],
  ['OB-04-spawn-variants', s04],
  ['OB-05-stop-by-name', s05],
  ['OB-06-initial-call', s06],
  ['OB-07-start-monitor-ignore', s07],
  ['OB-08-hibernate-with-queued-message', s08],
  ['OB-09-init-fail-error', s09],
  ['OB-10-start-with-link-option', s10],
];
