/** proc_lib: src/area_proc_lib.erl, line for line. */
import { P } from 'ts-pattern';
import { after, error, exit, get, isProcessAlive, on, receive, register, self, send, type Address } from 'regent-otp';
import { procLib } from 'regent-otp/behaviours';
import { gs_cb } from '../gsCb.js';
import * as t from '../t.js';

const next = <T = unknown>() => receive(on(P._, (message) => message as T));
const waitFor = (message: string) => receive(on(message as 'x', () => 'ok'));
const receiveExit = () => receive(on(['exit', P._], ([, r]) => exit(r)));

async function s02() {
  const cases: [string, () => unknown][] = [
    ['error', () => error('bad')],
    ['exit', () => exit('x')],
    [
      'throw',
      () => {
        throw 'x';
      },
    ],
    ['returns', () => 'ok'],
  ];
  for (const [n, f] of cases) t.log('result', n, await procLib.start(f));
}

async function s03() {
  const me = self();
  const child = () => (send(me, ['pid', self()]), waitFor('x'));
  t.log('result', '', await procLib.start(child, [], 30));
  const p = await receive(on(['pid', P._], ([, x]) => x as Address));
  await t.sleep(10);
  t.log('result', 'alive', isProcessAlive(p));
  t.trap();
  t.log('result', 'start_link', await procLib.startLink(() => waitFor('x'), [], 30));
  await t.flush();
}

async function s04() {
  t.trap();
  t.log('result', '', await procLib.startLink(() => exit('x')));
  await t.none();
}

async function s05() {
  t.trap();
  t.log('result', '', await procLib.startLink(i05));
  await t.recv();
  await t.none();
}

function i05() {
  procLib.initAck(['error', 'no']);
  return exit('no');
}

async function s06() {
  const [started, r] = await procLib.startMonitor(i06);
  const [, p] = started as ['ok', Address];
  t.log('result', '', [['ok', p], r]);
  send(p, ['exit', 'bye']);
  await t.recv();
  t.log('result', 'crash', await procLib.startMonitor(() => exit('x')));
  await t.recv();
  await t.none();
}

function i06() {
  procLib.initAck(['ok', self()]);
  return receiveExit();
}

async function s07() {
  const me = self();
  t.log('info', 'self', me);
  const p = procLib.spawn(async () => {
    t.log('cb', 'ancestors of P', get('$ancestors'));
    const c = procLib.spawn(() => t.log('cb', 'ancestors of C', get('$ancestors')));
    await t.wait(c);
    send(me, 'done');
  });
  await waitFor('done');
  t.log('info', 'P', p);
  register('pl07', me);
  const q = procLib.spawn(() => t.log('cb', 'registered parent', get('$ancestors')));
  await t.wait(q);
  t.log('down', 'plain spawn has none', await t.dieReason(() => t.log('cb', '', get('$ancestors'))));
}

async function s09() {
  const cases: [string, () => unknown][] = [
    ['error', () => error('e')],
    ['exit', () => exit('x')],
    [
      'throw',
      () => {
        throw 't';
      },
    ],
    ['return', () => 'ok'],
    ['badmatch', () => error(['badmatch', 2])],
  ];
  for (const [n, f] of cases) {
    const p = procLib.spawn(async () => (await waitFor('go'), f()));
    await t.dies(n, p, () => send(p, 'go'));
  }
}

async function s10() {
  const [, p] = (await gs_cb.start({})) as ['ok', Address];
  await t.try_('stop', () => procLib.stop(p));
  await t.try_('again', () => procLib.stop(p));
  const [, q] = (await gs_cb.start({})) as ['ok', Address];
  const r = t.mon(q);
  await t.try_('stop/3', () => procLib.stop(q, 'why', 'infinity'));
  await receive(on(['DOWN', r, P._, P._, P._], ([, , , , w]) => t.log('down', '', w)));
}

async function s11() {
  const p = procLib.spawn(() => receive(on(['system', P._, P._], () => exit('die'))));
  t.log('info', 'P', p);
  await t.try_('', () => procLib.stop(p));
}

async function s12() {
  const p = procLib.spawn(() => waitFor('never'));
  await t.try_('', () => procLib.stop(p, 'normal', 40));
  t.log('result', 'alive', isProcessAlive(p));
  await t.none();
}

async function s14() {
  const me = self();
  const p = procLib.spawn(() => procLib.hibernate(woke, [me]));
  await t.idle(p);
  t.log('info', 'self', self());
  send(p, 'hello');
  await t.recv();
}

async function woke(me: Address) {
  const m = await next();
  send(me, ['woke', m, get('$ancestors')]);
}

async function s15() {
  t.log('result', '', await procLib.start(i15));
  await t.recv();
}

function i15() {
  procLib.initAck('one');
  procLib.initAck('two');
  return receive(
    on('x', () => 'ok'),
    after('infinity', () => 'ok'),
  );
}

async function s16() {
  await t.try_('', () => procLib.start(i15, [], 'infinity', ['monitor']));
}

async function s17() {
  await t.try_('', () => procLib.stop('pl17_none'));
  await t.try_('', () => procLib.stop(['global', 'pl17_none']));
}

export const scenarios: readonly t.Scenario[] = [
  ['PL-02-start-crash-before-ack', s02],
  ['PL-03-start-timeout', s03],
  ['PL-04-start-link-crash-trapping', s04],
  ['PL-05-start-link-ack-then-exit', s05],
  ['PL-06-start-monitor', s06],
  ['PL-07-ancestors', s07],
  ['PL-09-exit-reasons', s09],
  ['PL-10-stop-normal', s10],
  ['PL-11-stop-process-dies-otherwise', s11],
  ['PL-12-stop-hanging', s12],
  ['PL-14-hibernate', s14],
  ['PL-15-init-ack-twice', s15],
  ['PL-16-start-spawn-opts-monitor-badarg', s16],
  ['PL-17-format-exit-name', s17],
];
