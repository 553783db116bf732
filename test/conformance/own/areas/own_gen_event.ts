/** Event managers: conformance-own/src/area_own_gen_event.erl, line for line. */
import { P } from 'ts-pattern';
import {
  error,
  exit,
  monitor,
  node,
  on,
  processInfo,
  receive,
  self,
  send,
  spawn,
  type Address,
  type Ref,
} from 'regent-otp';
import { functionClause, genEvent, GenEvent, procLib, sys } from 'regent-otp/behaviours';
import { ge_cb, ge_cb2, type Handlers } from '../../geCb.js';
import { withHandler } from '../../lgH.js';
import * as t from '../../t.js';
import { viareg } from '../../viareg.js';

async function m(): Promise<Address> {
  const [, pid] = (await genEvent.start()) as ['ok', Address];
  return pid;
}

const h = (tag: string): [string, Handlers] => [tag, {}];

/** conformance-own/src/own_ge.erl. */
class own_ge extends GenEvent<any> {
  init(args: any): any {
    return Array.isArray(args) ? args[0]() : args();
  }

  handleEvent(_: unknown, s: unknown) {
    return ['ok', s] as const;
  }

  override handleCall(request: any, s: unknown): any {
    if (request === 'get') return ['ok', s, s];
    return typeof request === 'function' ? request(s) : functionClause(request);
  }

  override codeChange(vsn: unknown, s: unknown, extra: unknown): any {
    if (extra === 'bad') return 'junk';
    if (extra === 'raise') return error('no');
    if (extra !== 'ok') return functionClause(extra);
    return ['ok', [vsn, s]];
  }
}

async function s01() {
  const M = await m();
  const add = (init: () => any) => genEvent.addHandler(M, ge_cb, ['h', { init }]);
  t.log('result', 'error', await add(() => ['error', 'e']));
  t.log('result', 'exit', await add(() => exit('e')));
  t.log('result', 'raise', await add(() => error('e')));
  t.log('result', 'junk', await add(() => ['ok', 's', 'foo']));
  t.log('result', 'none', await genEvent.whichHandlers(M));
  const throwing = () => {
    throw ['ok', ['h', {}]];
  };
  t.log('result', 'throw', await add(throwing));
  const [, [why]] = (await genEvent.addHandler(M, 'no_such_module' as never, [])) as any;
  t.log('result', 'no module', why);
  t.log('result', await genEvent.whichHandlers(M));
}

async function s02() {
  const M = await m();
  await genEvent.addHandler(M, ge_cb, h('old'));
  await genEvent.addHandler(M, ge_cb, h('new'));
  t.log('result', await genEvent.whichHandlers(M));
  t.log('result', 'call', await genEvent.call(M, ge_cb, 'q'));
  t.log('result', 'delete', await genEvent.deleteHandler(M, ge_cb, 'bye'));
  t.log('result', 'call', await genEvent.call(M, [ge_cb, false], 'q'));
  t.log('result', 'call', await genEvent.call(M, [ge_cb, 'other'], 'q'));
}

async function s03() {
  const M = await m();
  t.log('info', 'self', self());
  const event = (_: unknown, [, hs]: any) => ['swap_handler', 'arg', ['A', hs], [own_ge, 2], () => ['ok', 's']];
  await genEvent.addSupHandler(M, [ge_cb, 1], ['a', { event }]);
  await genEvent.syncNotify(M, 'e');
  await t.recv();
  t.log('result', await genEvent.whichHandlers(M));
  const swap = (s: unknown) => ['swap_handler', 'reply', 'arg2', s, ge_cb2, 'swapped'];
  t.log('result', 'call', await genEvent.call(M, [own_ge, 2], swap));
  await t.recv();
  t.log('result', await genEvent.whichHandlers(M));
}

async function s04() {
  const M = await m();
  t.log('info', 'self', self());
  const next = (f: unknown) => (_: unknown, s: unknown) => ['swap_handler', 'reply', 'arg', s, own_ge, f];
  for (const f of [() => ['error', 'no'], () => ['ok', 's', 'hibernate'], () => exit('no')]) {
    await genEvent.addSupHandler(M, [ge_cb, 1], ['a', { call: next(f) }]);
    t.log('result', 'call', await genEvent.call(M, [ge_cb, 1], 'q'));
    await t.recv(2);
    t.log('result', await genEvent.whichHandlers(M));
  }
}

async function s05() {
  const M = await m();
  await genEvent.addSupHandler(M, ge_cb, ['a', { event: () => 'normal' }]);
  await genEvent.syncNotify(M, 'e');
  await t.recv();
  t.log('result', await genEvent.whichHandlers(M));
}

async function s06() {
  const M = await m();
  await genEvent.addHandler(M, ge_cb, h('a'));
  t.log('result', await genEvent.swapHandler(M, [ge_cb, 'arg'], [own_ge, () => ['error', 'no']]));
  t.log('result', await genEvent.whichHandlers(M));
}

async function s07() {
  const M = await m();
  viareg.start();
  t.log('info', 'M and self', [M, self()]);
  await t.try_('nobody', () => genEvent.call('oe07_nobody', ge_cb, 'q'));
  await t.try_('with timeout', () => genEvent.call('oe07_nobody', ge_cb, 'q', 10));
  await t.try_('bad timeout', () => genEvent.call(M, ge_cb, 'q', -1));
  await t.try_('self', () => genEvent.call(self(), ge_cb, 'q'));
  await t.try_('which', () => genEvent.whichHandlers(self()));
  await t.try_('here', () => genEvent.whichHandlers(['oe07_nobody', node()]));
  await t.try_('via', () => genEvent.syncNotify(['via', viareg, 'oe07'], 'e'));
  await t.try_('notify via', () => genEvent.notify(['via', viareg, 'oe07'], 'e'));
  await t.try_('notify here', () => genEvent.notify(['oe07_nobody', node()], 'e'));
}

type State = [mod: unknown, id: unknown, n: number];

async function s08() {
  const M = await m();
  await genEvent.addHandler(M, own_ge, () => ['ok', 1]);
  await genEvent.addHandler(M, [own_ge, 'x'], () => ['ok', 2]);
  t.log('result', await sys.getState(M));
  const failing = ([mod, id, n]: State) => (id === 'x' ? error('no') : [mod, id, n + 10]);
  t.log('result', 'one fails', await sys.replaceState(M, failing));
  t.log('result', 'junk', await sys.replaceState(M, () => 'junk'));
  t.log('result', 'another id', await sys.replaceState(M, ([mod, , n]: State) => [mod, 'y', n]));
  t.log('result', 'all', await sys.replaceState(M, ([mod, id, n]: State) => [mod, id, n * 2]));
  t.log('result', await genEvent.call(M, [own_ge, 'x'], 'get'));
}

async function s09() {
  const M = await m();
  await genEvent.addHandler(M, own_ge, () => ['ok', 1]);
  await genEvent.addHandler(M, [own_ge, 'x'], () => ['ok', 2]);
  t.log('result', 'running', await sys.changeCode(M, own_ge, 'v1', 'ok'));
  await sys.suspend(M);
  t.log('result', await sys.changeCode(M, own_ge, 'v1', 'ok'));
  t.log('result', 'another module', await sys.changeCode(M, ge_cb, 'v1', 'ok'));
  const [, [, [why]]] = (await sys.changeCode(M, own_ge, 'v2', 'bad')) as any;
  t.log('result', 'bad', why);
  const [, [, [why2]]] = (await sys.changeCode(M, own_ge, 'v2', 'raise')) as any;
  t.log('result', 'raise', why2);
  await sys.resume(M);
  t.log('result', await sys.getState(M));
}

async function s10() {
  const M = await m();
  t.log('info', 'self', self());
  await genEvent.addHandler(M, ge_cb, h('a'));
  await sys.log(M, true);
  genEvent.notify(M, 'e');
  await genEvent.call(M, ge_cb, 'q');
  await genEvent.whichHandlers(M);
  send(M, 'hello');
  const [, l] = (await sys.log(M, 'get')) as ['ok', any[]];
  t.log(
    'result',
    l.map(([, e]) => (Array.isArray(e) && e.length === 3 && e[1][0] === e[0] ? ['in', [e[0], e[2]]] : ['in', e])),
  );
  await sys.statistics(M, true);
  await genEvent.syncNotify(M, 'e');
  const [, s] = (await sys.statistics(M, 'get')) as ['ok', [string, unknown][]];
  const find = (key: string) => s.find(([k]) => k === key);
  t.log('result', [find('messages_in'), find('messages_out')]);
}

const s11 = () =>
  withHandler(async () => {
    const M = await m();
    await genEvent.addHandler(M, ge_cb, ['a', { event: () => exit('no') }]);
    await genEvent.syncNotify(M, 'e');
    await genEvent.addHandler(M, ge_cb2, 'n');
    send(M, 'hello');
    t.log('result', await genEvent.whichHandlers(M));
    t.log('result', await genEvent.stop(M, 'why', 1000));
    const M2 = await m();
    t.log('result', await genEvent.stop(M2, ['shutdown', 'x'], 1000));
  });

async function s12() {
  const M = await m();
  await genEvent.addSupHandler(M, [ge_cb, 1], h('a'));
  await genEvent.addHandler(M, [ge_cb, 2], ['b', { terminate: () => exit('bad') }]);
  await genEvent.addSupHandler(M, [ge_cb, 3], h('c'));
  const r = t.mon(M);
  t.log('result', await genEvent.stop(M, 'why', 1000));
  await receive(on(['DOWN', r, P._, P._, P._], ([, , , , w]) => t.log('down', w)));
  await t.recv(2);
  await t.none();
}

async function s13() {
  const M = await m();
  const me = self();
  const p = spawn(async () => {
    await genEvent.addSupHandler(M, [ge_cb, 1], h('a'));
    await genEvent.addSupHandler(M, [ge_cb, 2], h('b'));
    send(me, 'added');
    await receive(on('stop', () => exit('gone')));
  });
  t.log('info', 'P', p);
  await receive(on('added', () => 'ok'));
  await genEvent.addHandler(M, ge_cb, h('mine'));
  const r = monitor('process', p);
  send(p, 'stop');
  const w = await receive(on(['DOWN', r, 'process', P._, P._], ([, , , , why]) => why));
  // The manager hears of it at the same time: it is done once it answers.
  const handlers = await genEvent.whichHandlers(M);
  t.log('down', w);
  t.log('result', handlers);
}

async function s14() {
  const [, [M, r]] = (await genEvent.startMonitor(['local', 'oe14'])) as ['ok', [Address, Ref]];
  t.log('info', 'M', M);
  t.log('result', procLib.translateInitialCall(M));
  t.log('result', processInfo(M, 'current_function'));
  t.log('result', processInfo(M, 'trap_exit'));
  const [, , module, [, state, parent, , [header]]] = (await sys.getStatus(M)) as any;
  t.log('result', [module, state, parent, header]);
  t.log('result', await genEvent.startMonitor(['local', 'oe14']));
  await genEvent.stop('oe14');
  await receive(on(['DOWN', r, 'process', P._, P._], ([, , , , w]) => t.log('down', w)));
}

async function s15() {
  const M = await m();
  const asleep = async () => {
    await t.idle(M);
    await sys.getState(M);
    await t.idle(M);
    t.log('result', processInfo(M, 'current_function'));
  };
  await genEvent.addHandler(M, [own_ge, 1], () => ['ok', 's', 'hibernate']);
  await asleep();
  await genEvent.addHandler(M, ge_cb, [
    'a',
    {
      call: (_: unknown, s: unknown) => ['ok', 'r', s, 'hibernate'],
      info: (_: unknown, s: unknown) => ['ok', s, 'hibernate'],
    },
  ]);
  t.log('result', processInfo(M, 'current_function'));
  await genEvent.call(M, ge_cb, 'q');
  await asleep();
  await genEvent.whichHandlers(M);
  await t.idle(M);
  t.log('result', processInfo(M, 'current_function'));
  send(M, 'hello');
  await asleep();
}

async function s16() {
  const M = await m();
  const dead = await m();
  await genEvent.stop(dead);
  t.log('info', 'dead', dead);
  await genEvent.addHandler(M, ge_cb, h('a'));
  const c0 = genEvent.reqidsNew();
  const c1 = genEvent.sendRequest(M, ge_cb, 'q', 'first', c0);
  const [r1, l1, c2] = (await genEvent.receiveResponse(c1, 1000, true)) as any;
  t.log('result', [r1, l1, genEvent.reqidsSize(c2)]);
  const c3 = genEvent.sendRequest(M, 'other', 'q', 'second', c2);
  const [r2, l2, c4] = (await genEvent.waitResponse(c3, 1000, true)) as any;
  t.log('result', [r2, l2, genEvent.reqidsSize(c4)]);
  const c5 = genEvent.sendRequest(dead, ge_cb, 'q', 'third', c4);
  const [r3, l3] = (await genEvent.receiveResponse(c5, 1000, true)) as any;
  t.log('result', [r3, l3]);
  t.log('result', await genEvent.receiveResponse(c4, 1000, true));
}

export const scenarios: readonly t.Scenario[] = [
  ['OE-01-init-results', s01],
  ['OE-02-same-name-twice', s02],
  ['OE-03-swap-itself', s03],
  ['OE-04-swap-itself-fails', s04],
  ['OE-05-normal-is-junk', s05],
  ['OE-06-swap-fails', s06],
  ['OE-07-failing-calls', s07],
  ['OE-08-states', s08],
  ['OE-09-code-change', s09],
  ['OE-10-events-of-sys', s10],
  ['OE-11-reports', s11],
  ['OE-12-stop-with-reason', s12],
  ['OE-13-supervisor-ends', s13],
  ['OE-14-the-process', s14],
  ['OE-15-hibernation', s15],
  ['OE-16-requests', s16],
];
