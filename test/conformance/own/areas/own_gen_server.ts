/** gen_server: conformance-own/src/area_own_gen_server.erl, line for line. */
import type { Address } from 'regent-otp';
import {
  catchTerm,
  demonitor,
  down,
  error,
  exit,
  isProcessAlive,
  makeRef,
  monitor,
  node,
  on,
  processInfo,
  put,
  receive,
  register,
  self,
  send,
  sendAfter,
  spawn,
  unregister,
  type From,
  type Ref,
} from 'regent-otp';
import { genServer, GenServer, procLib, sys } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import { gs_cb, type Handlers } from '../../gsCb.js';
import * as t from '../../t.js';
import { viareg } from '../../viareg.js';

async function st(h: Handlers): Promise<Address> {
  const [, p] = (await gs_cb.start(h)) as ['ok', Address];
  return p;
}

const tlog = (r: unknown, s: unknown) => t.log('cb', 'terminate', [r, s]);
const downOf = (r: Ref) => receive(on(down(r), ([, , , , w]) => t.log('down', w)));

function throwing(term: unknown) {
  return () => {
    throw term;
  };
}

async function s01() {
  const inits: readonly (readonly [string, () => unknown])[] = [
    ['{error,r}', () => ['error', 'r']],
    ['atom', () => 'nothing'],
    ['{ok,s,bad}', () => ['ok', 's', 'bad']],
    ['{ok,s,-1}', () => ['ok', 's', -1]],
    ['throw junk', throwing('junk')],
    ['throw ignore', throwing('ignore')],
    ['{stop,{shutdown,x}}', () => ['stop', ['shutdown', 'x']]],
  ];
  for (const [n, init] of inits) t.log('result', n, await gs_cb.start({ init }));
  const [, p] = (await gs_cb.start({ init: throwing(['ok', 'thrown']) })) as ['ok', Address];
  t.log('result', 'throw {ok,_}', await sys.getState(p));
}

async function s02() {
  const f = (init: () => unknown) =>
    t.dieReason(async () => {
      t.log('result', await gs_cb.startLink({ init }));
      exit('survived');
    });
  t.log('down', 'stop why', await f(() => ['stop', 'why']));
  t.log('down', 'stop normal', await f(() => ['stop', 'normal']));
  t.log('down', 'ignore', await f(() => 'ignore'));
  t.log('down', 'error', await f(() => error('bad')));
}

async function s03() {
  for (const r of ['normal', 'shutdown', ['shutdown', 'y'], 'other']) {
    const p = await st({ call: (_x, _, s) => ['stop', r, s] });
    t.log('info', 'P', p);
    await t.try_('', () => genServer.call(p, 'x'));
  }
  const q = await st({ call: (_x, _, s) => ['noreply', s] });
  t.log('info', 'Q', q);
  const me = self();
  spawn(async () => {
    await t.blocked(me);
    exit(q, 'kill');
  });
  await t.try_('killed', () => genServer.call(q, 'x', 'infinity'));
}

async function s04() {
  t.log('info', 'self', self());
  await t.try_('pid', () => genServer.call(self(), 'x'));
  register('og04', self());
  await t.try_('name', () => genServer.call('og04', 'x', 100));
  await t.try_('name on node', () => genServer.call(['og04', node()], 'x'));
  unregister('og04');
  await t.none();
}

async function s05() {
  const d = async (n: string, h: Handlers, act: (p: Address) => unknown) => {
    const p = await st({ ...h, terminate: tlog });
    await t.dies(n, p, () => act(p));
  };
  const c = (p: Address) => catchTerm(() => genServer.call(p, 'x'));
  const cast = (p: Address) => genServer.cast(p, 'x');
  await d('call {reply,r}', { call: () => ['reply', 'r'] }, c);
  await d('call {stop,r}', { call: () => ['stop', 'r'] }, c);
  await d('call {noreply,s,bad}', { call: () => ['noreply', 's', 'bad'] }, c);
  await d('cast {reply,r,s}', { cast: () => ['reply', 'r', 's'] }, cast);
  await d('cast {noreply,s,-1}', { cast: () => ['noreply', 's', -1] }, cast);
  await d('info ok', { info: () => 'ok' }, (p) => send(p, 'x'));
  await d('continue ignore', { cast: (_, s) => ['noreply', s, ['continue', 'c']], continue: () => 'ignore' }, cast);
}

async function s06() {
  const p = await st({
    call: (ms, f, s) => (sendAfter(ms, self(), [f, ms]), ['noreply', s]),
    info: ([f, ms], s) => (genServer.reply(f, ms), ['noreply', s]),
  });
  const r = genServer.sendRequest(p, 60);
  t.log('result', 'wait 20', await genServer.waitResponse(r, 20));
  t.log('result', 'wait', await genServer.waitResponse(r, 1000));
  const r2 = genServer.sendRequest(p, 60);
  t.log('result', 'receive 20', await genServer.receiveResponse(r2, 20));
  await t.none(120);
  const r3 = genServer.sendRequest(p, 20);
  t.log('result', 'infinity', await genServer.receiveResponse(r3, 'infinity'));
  t.log('result', 'second time', await genServer.receiveResponse(r3, 20));
}

async function s07() {
  const p = await st({ call: (x, _, s) => (x === 'die' ? exit('bang') : ['reply', x, s]) });
  t.log('info', 'P', p);
  const r = genServer.sendRequest(p, 'one');
  const c = genServer.reqidsAdd(r, 'label1', genServer.reqidsNew());
  const list = genServer.reqidsToList(c);
  t.log('result', 'list', list.length === 1 && list[0]![0] === r && list[0]![1] === 'label1');
  const m = await receive(on(P._, (x) => x));
  t.log('result', 'foreign', genServer.checkResponse('foreign', c, false));
  const [resp, l, c2] = genServer.checkResponse(m, c, false) as [unknown, unknown, typeof c];
  t.log('result', 'reply', [resp, l, genServer.reqidsSize(c2)]);
  t.log('result', 'empty', genServer.checkResponse('foreign', genServer.reqidsNew(), true));
  const c3 = genServer.sendRequest(p, 'die', 'label2', genServer.reqidsNew());
  const [resp2, l2, c4] = (await genServer.waitResponse(c3, 1000, true)) as [unknown, unknown, typeof c];
  t.log('result', 'error', [resp2, l2, genServer.reqidsSize(c4)]);
  t.log('result', 'no request', await genServer.waitResponse(c4, 1000, true));
  await t.none();
}

async function s08() {
  await gs_cb.start('og08', {});
  const [[one], bad] = await genServer.multiCall([node()], 'og08', 'hi');
  const [n, r] = one!;
  t.log('result', [n, r, bad]);
  const [good, [n2]] = await genServer.multiCall([node()], 'og08_none', 'hi');
  t.log('result', 'unknown', [good, n2]);
  const [[again]] = await genServer.multiCall([node()], 'og08', 'again', 500);
  t.log('result', 'timeout', again![1]);
  await t.none();
}

async function s09() {
  const p = await st({
    call: (x, _, s) => {
      if (x === 'slow') return ['noreply', s];
      return x === 'die' ? ['stop', 'r', s] : ['reply', x, s];
    },
  });
  await genServer.call(p, 'a');
  await catchTerm(() => genServer.call(p, 'slow', 10));
  await catchTerm(() => genServer.call(p, 'die'));
  await catchTerm(() => genServer.call(p, 'a'));
  await catchTerm(() => genServer.call('og09_none', 'a'));
  await t.none();
  t.log('result', processInfo(self(), ['monitors', 'links', 'message_queue_len']));
}

async function s10() {
  const [, p] = (await gs_cb.start('og10', {
    cast: (m, s) => (t.log('cb', 'cast', m), ['noreply', s]),
    terminate: tlog,
  })) as ['ok', Address];
  t.log('info', 'P', p);
  const n = ['og10', node()] as const;
  t.log('result', 'call', await genServer.call(n, 'hi'));
  t.log('result', 'cast', genServer.cast(n, 'hi'));
  t.log('result', 'stop', await genServer.stop(n));
  await t.try_('call', () => genServer.call(n, 'hi'));
  t.log('result', 'cast', genServer.cast(n, 'hi'));
}

async function s11() {
  const p = await st({
    terminate: async (r, s) => {
      await t.sleep(80);
      t.log('cb', 'terminate', [r, s]);
    },
  });
  const r = t.mon(p);
  await t.try_('', () => genServer.stop(p, 'normal', 20));
  await downOf(r);
}

async function s12() {
  const p = await st({ call: async (_x, _, s) => ['reply', await catchTerm(() => genServer.stop(self())), s] });
  t.log('info', 'P', p);
  await t.try_('', () => genServer.call(p, 'x'));
  t.log('result', 'alive', isProcessAlive(p));
}

async function s13() {
  viareg.start();
  t.trap();
  for (const n of [
    ['global', 'og13'],
    ['via', viareg, 'og13'],
    ['local', 'og13'],
  ]) {
    const [, p] = (await procLib.startLink(enters, [['s', n]])) as ['ok', Address];
    t.log('info', 'P', p);
    await t.recv();
  }
}

function enters(a: readonly [unknown, ...unknown[]]) {
  put('h', {
    info: (m: unknown, s: unknown) => (t.log('cb', 'info', [m, s]), ['noreply', s]),
    continue: (m: unknown, s: unknown) => (t.log('cb', 'continue', [m, s]), ['noreply', s]),
  });
  procLib.initAck(['ok', self()]);
  return (genServer.enterLoop as (...args: readonly unknown[]) => Promise<never>)(gs_cb, [], ...a);
}

async function s14() {
  const [, p] = (await procLib.startLink(enters, [['s', 30]])) as ['ok', Address];
  await t.sleep(80);
  t.log('result', 'call', await genServer.call(p, 'hi'));
  const [, q] = (await procLib.startLink(enters, [['s', ['continue', 'c']]])) as ['ok', Address];
  t.log('result', 'call', await genServer.call(q, 'hi'));
}

type Statistics = readonly ['ok', readonly (readonly [string, unknown])[]];

async function s15() {
  const [, p] = (await genServer.start(gs_cb, {}, [['debug', ['statistics']]])) as ['ok', Address];
  await genServer.call(p, 'a');
  const [, l] = (await sys.statistics(p, 'get')) as Statistics;
  t.log('result', [l.find(([k]) => k === 'messages_in'), l.find(([k]) => k === 'messages_out')]);
}

async function s16() {
  const me = self();
  const p = await st({
    call: (x, f, s) => (x === 'x' ? (send(me, 'asked'), ['noreply', f]) : ['reply', s, s]),
    cast: (_now, f) => (genServer.reply(f as From, 'late'), ['noreply', 's']),
  });
  const c = spawn(() => genServer.call(p, 'x'));
  await receive(on('asked', () => 'ok'));
  await t.kill(c);
  genServer.cast(p, 'now');
  t.log('result', await genServer.call(p, 'y', 100));
}

async function s17() {
  for (const r of ['normal', 'shutdown', 'boom']) {
    const p = await st({ cast: (_, s) => ['stop', r, s], terminate: tlog });
    await t.dies('cast', p, () => genServer.cast(p, 'x'));
    const q = await st({ info: () => ['stop', r, 'last'], terminate: tlog });
    await t.dies('info', q, () => send(q, 'x'));
    const c = await st({ call: () => ['stop', r, 'bye', 'last'], terminate: tlog });
    await t.dies('call', c, async () => t.log('result', 'reply', await genServer.call(c, 'x')));
  }
}

async function s18() {
  const me = self();
  const p = await st({
    call: (_x, _, s) => (send(me, 'asked'), ['noreply', s]),
    cast: (_, s) => ['stop', 'over', s],
  });
  t.log('info', 'P', p);
  const cs = [1, 2].map(() => spawn(async () => send(me, [self(), await catchTerm(() => genServer.call(p, 'x'))])));
  for (const _ of cs) await receive(on('asked', () => 'ok'));
  genServer.cast(p, 'stop');
  for (const c of cs) await receive(on([c, P._], ([, r]) => t.log('result', r)));
}

async function s19() {
  const me = self();
  const p = await st({
    cast: (_, s) => ['noreply', s, ['continue', 'c']],
    continue: (_c, s) => ['noreply', s, 50],
    info: (m, s) => (send(me, ['info', m]), ['noreply', s]),
  });
  genServer.cast(p, 'x');
  t.log('result', 'state', await sys.getState(p));
  await t.recv();
  await t.none(100);
}

async function s20() {
  const p = await st({
    call: (m, _, s) => (t.log('cb', 'call', m), ['reply', 'ok', s]),
    cast: (m, s) => (t.log('cb', 'cast', m), ['noreply', s]),
    info: (m, s) => (t.log('cb', 'info', m), ['noreply', s]),
  });
  genServer.cast(p, 1);
  send(p, 2);
  genServer.cast(p, 3);
  await genServer.call(p, 4);
  send(p, 5);
  await genServer.call(p, 6);
}

async function s21() {
  const p = await st({
    cast: throwing(['noreply', 'from_cast', ['continue', 'c']]),
    continue: throwing(['noreply', 'from_continue']),
    info: (_, s) => throwing(['stop', ['thrown', s], s])(),
  });
  genServer.cast(p, 'x');
  t.log('result', await sys.getState(p));
  await t.dies('info', p, () => send(p, 'x'));
}

async function s22() {
  const p = await st({ call: () => exit(['my', 'reason']), terminate: tlog });
  t.log('info', 'P', p);
  const r = t.mon(p);
  await t.try_('', () => genServer.call(p, 'x', 1000));
  await downOf(r);
}

async function s23() {
  const me = self();
  const p = await st({ init: () => ['ok', 's', 60], info: (m, s) => (send(me, ['info', m]), ['noreply', s]) });
  send(p, 'early');
  await t.recv();
  await t.none(120);
}

async function s24() {
  t.log('result', 'error', await genServer.startMonitor(gs_cb, { init: () => error('bad') }, []));
  t.log('result', 'exit', await genServer.startMonitor(gs_cb, { init: () => exit('x') }, []));
  await t.none();
}

async function s25() {
  const p = await st({
    init: () => ['ok', 's', 'hibernate'],
    cast: (m, s) => (t.log('cb', 'cast', m), ['noreply', s, 'hibernate']),
    info: (m, s) => (t.log('cb', 'info', m), ['noreply', s, 'hibernate']),
  });
  genServer.cast(p, 'a');
  await t.idle(p);
  send(p, 'b');
  await t.idle(p);
  t.log('result', await genServer.call(p, 'c'));
}

/** src/gs_fs.erl: a gen_server with format_status. */
class gs_fs extends GenServer<any> {
  init(s: unknown) {
    return ['ok', s] as const;
  }

  override handleCall(_request: unknown, _from: unknown, s: unknown) {
    return ['reply', s, s] as const;
  }

  override formatStatus(status: any) {
    return { ...status, state: ['shaped', status.state] };
  }
}

async function s26() {
  const [, p] = (await genServer.start(gs_fs, 'st', [])) as ['ok', Address];
  const [, , , [, , , , misc]] = (await sys.getStatus(p)) as [0, 0, 0, [0, 0, 0, 0, readonly unknown[]]];
  t.log(
    'result',
    misc.flatMap((item) =>
      Array.isArray(item) && item[0] === 'data' && item[1].length === 1 && item[1][0][0] === 'State'
        ? [item[1][0][1]]
        : [],
    ),
  );
}

async function s27() {
  const p = await st({
    call: (m, _from, s) => {
      if (!Array.isArray(m) || m[0] !== 'later') return ['reply', ['got', m], s];
      genServer.reply(m[1], 'late');
      return ['reply', 'now', s];
    },
  });
  const r = makeRef();
  send(p, ['$gen_call', [self(), r], 'one']);
  await t.recv();
  send(p, ['$gen_call', [self(), 'tag'], 'two']);
  await t.recv();
  t.log('result', await genServer.call(p, ['later', [self(), r]]));
  await t.recv();
  const m = monitor('process', p);
  send(p, ['$gen_call', [self(), m], 'three']);
  await t.recv();
  demonitor(m);
  register('og27', self());
  t.log('result', 'reply', genServer.reply(['og27', 'tag'] as never, 'named'));
  await t.recv();
  t.log('result', 'nobody', genServer.reply(['og27_none', 'tag'] as never, 'lost'));
  t.log('result', 'nowhere', genServer.reply([42, 'tag'] as never, 'lost'));
  await t.none();
}

export const scenarios: readonly t.Scenario[] = [
  ['OG-01-init-returns', s01],
  ['OG-02-start-link-not-trapping', s02],
  ['OG-03-server-ends-during-call', s03],
  ['OG-04-calling-self', s04],
  ['OG-05-bad-returns', s05],
  ['OG-06-response-timeouts', s06],
  ['OG-07-request-ids', s07],
  ['OG-08-multi-call-here', s08],
  ['OG-09-nothing-left-behind', s09],
  ['OG-10-names', s10],
  ['OG-11-stop-timeout', s11],
  ['OG-12-stop-self', s12],
  ['OG-13-enter-loop-names', s13],
  ['OG-14-enter-loop-timeout', s14],
  ['OG-15-debug-option', s15],
  ['OG-16-reply-to-the-dead', s16],
  ['OG-17-stop-from-callbacks', s17],
  ['OG-18-pending-callers', s18],
  ['OG-19-timeout-after-continue', s19],
  ['OG-20-cast-and-info-order', s20],
  ['OG-21-throw-in-callbacks', s21],
  ['OG-22-exit-in-callback', s22],
  ['OG-23-init-timeout-and-message', s23],
  ['OG-24-start-monitor-crash', s24],
  ['OG-25-hibernate-from-all', s25],
  ['OG-26-format-status', s26],
  ['OG-27-replies-by-hand', s27],
];
