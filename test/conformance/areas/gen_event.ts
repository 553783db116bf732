/** gen_event: src/area_gen_event.erl, line for line. */
import { P } from 'ts-pattern';
import { error, exit, on, processInfo, receive, self, send, spawn, type Address } from 'regent-otp';
import { genEvent } from 'regent-otp/behaviours';
import { ge_cb, ge_cb2, type Handlers } from '../geCb.js';
import * as t from '../t.js';

async function m(): Promise<Address> {
  const [, pid] = (await genEvent.start()) as ['ok', Address];
  return pid;
}

const h = (tag: string): [string, Handlers] => [tag, {}];

async function s01() {
  const M = await m();
  t.log('result', '', await genEvent.whichHandlers(M));
  t.log('result', 'notify', genEvent.notify(M, 'e'));
  t.log('result', 'stop', await genEvent.stop(M));
  await t.try_('stop again', () => genEvent.stop(M));
}

async function s02() {
  const M = await m();
  t.log('result', '', await genEvent.addHandler(M, [ge_cb, 1], h('h1')));
  await genEvent.addHandler(M, [ge_cb, 2], h('h2'));
  t.log('result', '', await genEvent.whichHandlers(M));
  genEvent.notify(M, 'e');
  await genEvent.syncNotify(M, 'e2');
}

async function s03() {
  const M = await m();
  await genEvent.addHandler(M, ge_cb, [
    'h1',
    {
      event: async (_: unknown, s: unknown) => {
        await t.sleep(40);
        t.log('cb', 'done', 'x');
        return ['ok', s];
      },
    },
  ]);
  t.log('result', 'sync', await genEvent.syncNotify(M, 'e'));
}

async function s05() {
  const M = await m();
  await genEvent.addHandler(M, ge_cb, h('h1'));
  t.log('result', '', await genEvent.deleteHandler(M, ge_cb, 'args'));
  t.log('result', 'again', await genEvent.deleteHandler(M, ge_cb, 'args'));
  await genEvent.addHandler(M, ge_cb, ['h2', { terminate: () => exit('bad') }]);
  t.log('result', 'terminate crashes', await genEvent.deleteHandler(M, ge_cb, 'args'));
  t.log('result', '', await genEvent.whichHandlers(M));
}

async function s08() {
  const M = await m();
  await genEvent.addHandler(M, [ge_cb, 'ok'], h('good'));
  await genEvent.addHandler(M, [ge_cb, 'bad'], ['bad', { event: () => error('badarith') }]);
  await genEvent.syncNotify(M, 'e');
  t.log('result', '', await genEvent.whichHandlers(M));
  await genEvent.syncNotify(M, 'e2');
  await genEvent.addHandler(M, [ge_cb, 'b2'], ['bad2', { event: () => exit('quit') }]);
  await genEvent.syncNotify(M, 'e3');
  const throwing = () => {
    throw 'ball';
  };
  await genEvent.addHandler(M, [ge_cb, 'b3'], ['bad3', { event: throwing }]);
  await genEvent.syncNotify(M, 'e4');
}

async function s09() {
  const M = await m();
  const b = ['bad', { event: () => 'junk', call: () => 'junk2' }];
  await genEvent.addHandler(M, ge_cb, b);
  await genEvent.syncNotify(M, 'e');
  t.log('result', '', await genEvent.whichHandlers(M));
  await genEvent.addHandler(M, ge_cb, b);
  t.log('result', 'call', await genEvent.call(M, ge_cb, 'q'));
  t.log('result', '', await genEvent.whichHandlers(M));
}

async function s10() {
  const M = await m();
  await genEvent.addHandler(M, ge_cb, ['bad', { call: (r: unknown) => (r === 'e' ? error('oops') : exit('quit')) }]);
  t.log('result', 'error', await genEvent.call(M, ge_cb, 'e'));
  t.log('result', '', await genEvent.whichHandlers(M));
  await genEvent.addHandler(M, ge_cb, ['bad', { call: () => exit('quit') }]);
  t.log('result', 'exit', await genEvent.call(M, ge_cb, 'x'));
}

async function s11() {
  const M = await m();
  await genEvent.addSupHandler(M, ge_cb, h('h1'));
  t.log('result', 'delete', await genEvent.deleteHandler(M, ge_cb, 'args'));
  await t.recv();
  await genEvent.addSupHandler(M, [ge_cb, 'i'], ['h2', { event: () => 'remove_handler' }]);
  await genEvent.syncNotify(M, 'e');
  await t.recv();
}

async function s12() {
  const M = await m();
  await genEvent.addSupHandler(M, ge_cb, ['h1', { event: () => error('oops') }]);
  await genEvent.syncNotify(M, 'e');
  await t.recv();
  await genEvent.addSupHandler(M, ge_cb, ['h2', { event: () => 'junk' }]);
  await genEvent.syncNotify(M, 'e');
  await t.recv();
  await genEvent.addSupHandler(M, ge_cb, ['h3', { event: () => exit('quit') }]);
  await genEvent.syncNotify(M, 'e');
  await t.recv();
}

async function s13() {
  const M = await m();
  const me = self();
  const o = spawn(async () => {
    await genEvent.addSupHandler(M, ge_cb, h('h1'));
    send(me, 'up');
    await receive(on(['exit', P._], ([, r]) => exit(r)));
  });
  await receive(on('up', () => 'ok'));
  send(o, ['exit', 'r']);
  await t.wait(o);
  await t.sleep(20);
  t.log('result', '', await genEvent.whichHandlers(M));
}

async function s15() {
  const M = await m();
  await genEvent.addHandler(M, ge_cb, h('h1'));
  t.log('result', 'swap', await genEvent.swapHandler(M, [ge_cb, 'a1'], [ge_cb2, 'swapped']));
  t.log('result', '', await genEvent.whichHandlers(M));
  t.log('result', 'old missing', await genEvent.swapHandler(M, [ge_cb, 'a1'], [[ge_cb2, 'x'], 'arg2']));
  t.log('result', '', await genEvent.whichHandlers(M));
}

async function s17() {
  const M = await m();
  await genEvent.addHandler(M, [ge_cb, 1], h('h1'));
  await genEvent.addHandler(M, ge_cb2, 'n');
  await genEvent.addHandler(M, [ge_cb, 2], h('h2'));
  send(M, 'hello');
  t.log('result', '', await genEvent.whichHandlers(M));
}

async function s18() {
  const me = self();
  const q = spawn(async () => {
    const [, M] = (await genEvent.startLink()) as ['ok', Address];
    await genEvent.addHandler(M, [ge_cb, 1], h('h1'));
    await genEvent.addHandler(M, [ge_cb, 2], h('h2'));
    send(me, ['m', M]);
    await receive(on(['exit', P._], ([, r]) => exit(r)));
  });
  const M = await receive(on(['m', P._], ([, x]) => x as Address));
  await t.dies('', M, () => send(q, ['exit', 'gone']));
}

async function s19() {
  const M = await m();
  await genEvent.addHandler(M, ge_cb, h('h1'));
  t.log('info', 'self', self());
  exit(M, 'foo');
  t.log('result', '', await genEvent.whichHandlers(M));
}

async function s21() {
  const M = await m();
  await genEvent.stop(M);
  t.log('info', 'M', M);
  await t.try_('notify dead', () => genEvent.notify(M, 'e'));
  await t.try_('notify name', () => genEvent.notify('ge21_none', 'e'));
  await t.try_('sync_notify dead', () => genEvent.syncNotify(M, 'e'));
  await t.try_('which_handlers dead', () => genEvent.whichHandlers(M));
  await t.try_('add_handler dead', () => genEvent.addHandler(M, ge_cb, 'x'));
}

async function s22() {
  const [, p] = (await genEvent.start(['local', 'ge22'])) as ['ok', Address];
  t.log('info', 'P', p);
  t.log('result', '', await genEvent.start(['local', 'ge22']));
  t.log('result', '', await genEvent.whichHandlers('ge22'));
}

type Count = [string, { n: number }];

async function s23() {
  const M = await m();
  const H = () => [
    'cnt',
    {
      n: 0,
      event: (_: unknown, [T, mp]: Count) => ['ok', [T, { ...mp, n: mp.n + 1 }]],
      call: (_: 'get', [T, mp]: Count) => ['ok', mp.n, [T, mp]],
    },
  ];
  await genEvent.addHandler(M, [ge_cb, 1], H());
  await genEvent.syncNotify(M, 'e1');
  await genEvent.addHandler(M, [ge_cb, 2], H());
  await genEvent.syncNotify(M, 'e2');
  t.log('result', '1', await genEvent.call(M, [ge_cb, 1], 'get'));
  t.log('result', '2', await genEvent.call(M, [ge_cb, 2], 'get'));
}

async function s24() {
  const M = await m();
  await genEvent.addHandler(M, ge_cb, h('h1'));
  t.log('result', '', await genEvent.receiveResponse(genEvent.sendRequest(M, ge_cb, 'q'), 1000));
  t.log('result', 'unknown', await genEvent.receiveResponse(genEvent.sendRequest(M, 'nope', 'q'), 1000));
}

async function s25() {
  const M = await m();
  await genEvent.addHandler(M, ge_cb, [
    'h1',
    { event: (e: unknown, s: unknown) => (e === 'hib' ? ['ok', s, 'hibernate'] : ['ok', s]) },
  ]);
  genEvent.notify(M, 'hib');
  await t.idle(M);
  t.log('result', '', processInfo(M, 'current_function'));
  await genEvent.syncNotify(M, 'e');
}

async function s26() {
  const M = await m();
  const me = self();
  await genEvent.addSupHandler(M, [ge_cb, 1], h('h1'));
  const H = spawn(async () => {
    send(me, ['swap', await genEvent.swapSupHandler(M, [[ge_cb, 1], 'a1'], [[ge_cb2, 2], 'swapped'])]);
    await receive(on(P._, (x) => send(me, ['h_got', x])));
  });
  t.log('info', 'H', H);
  await receive(on(['swap', P._], (a) => t.log('recv', '', a)));
  await t.recv();
  t.log('result', 'delete', await genEvent.deleteHandler(M, [ge_cb2, 2], 'args'));
  await t.recv();
  await t.none();
}

async function s27() {
  const M = await m();
  await genEvent.addSupHandler(M, ge_cb, h('h1'));
  t.log('result', 'swap', await genEvent.swapHandler(M, [ge_cb, 'a1'], [ge_cb2, 'swapped']));
  t.log('result', 'delete', await genEvent.deleteHandler(M, ge_cb2, 'args'));
  await t.recv(2);
  await t.none();
}

async function s28() {
  const M = await m();
  await genEvent.addHandler(M, ge_cb, [
    'h1',
    { call: async (_: unknown, s: unknown) => (await t.sleep(100), ['ok', 'late', s]) },
  ]);
  t.log('info', 'M', M);
  await t.try_('', () => genEvent.call(M, ge_cb, 'q', 30));
  await t.none(150);
}

export const scenarios: readonly t.Scenario[] = [
  ['GE-01-start-empty', s01],
  ['GE-02-add-and-notify-order', s02],
  ['GE-03-sync-notify', s03],
  ['GE-05-delete-handler', s05],
  ['GE-08-crash-isolated', s08],
  ['GE-09-bad-return', s09],
  ['GE-10-call-crash', s10],
  ['GE-11-sup-handler-normal-removal', s11],
  ['GE-12-sup-handler-crash', s12],
  ['GE-13-sup-handler-owner-dies', s13],
  ['GE-15-swap', s15],
  ['GE-17-info', s17],
  ['GE-18-parent-exit', s18],
  ['GE-19-exit-signal-from-other', s19],
  ['GE-21-notify-missing', s21],
  ['GE-22-named', s22],
  ['GE-23-handler-state-change', s23],
  ['GE-24-send-request', s24],
  ['GE-25-hibernate-return', s25],
  ['GE-26-swapped-notice', s26],
  ['GE-27-swap-keeps-supervision', s27],
  ['GE-28-call-timeout', s28],
];
