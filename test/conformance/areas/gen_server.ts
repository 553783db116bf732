/** gen_server: src/area_gen_server.erl, line for line. The callback module gs_cb is driven by a map of functions. */
import { P } from 'ts-pattern';
import {
  catchTerm,
  error,
  exit,
  get,
  isProcessAlive,
  link,
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
  whereis,
  type Address,
  type From,
} from 'regent-otp';
import { functionClause, genServer, GenServer, procLib } from 'regent-otp/behaviours';
import { gs_cb, gs_min, type Handlers } from '../gsCb.js';
import * as t from '../t.js';
import { viareg } from '../viareg.js';

async function st(h: Handlers): Promise<Address> {
  const [, p] = (await gs_cb.start(h)) as ['ok', Address];
  return p;
}

const tlog = () => (r: unknown, s: unknown) => t.log('cb', 'terminate', ['terminate', r, s]);
const call = t.try_;
const downOf = (ref: unknown, note = '') =>
  receive(on(['DOWN', ref as never, P._, P._, P._], ([, , , , w]) => t.log('down', note, w)));

async function s01() {
  const p = await st({
    init: () => ['ok', 0],
    call: ([, n]: [string, number], _, s: number) => ['reply', s + n, s + n],
  });
  t.log('result', 'add 1', await genServer.call(p, ['add', 1]));
  t.log('result', 'add 2', await genServer.call(p, ['add', 2]));
}

async function s02() {
  const p = await st({});
  await genServer.stop(p);
  t.log('info', 'P', p);
  await call('', () => genServer.call(p, 'get'));
  await call('timeout 500', () => genServer.call(p, 'get', 500));
}

async function s06() {
  const p = await st({
    call: (_, f, s) => (sendAfter(80, self(), ['late', f]), ['noreply', s]),
    info: ([, f], s) => {
      t.log('cb', 'server replies late', ['reply', 'late']);
      genServer.reply(f, 'late');
      return ['noreply', s];
    },
  });
  t.log('info', 'P', p);
  await call('', () => genServer.call(p, 'slow', 20));
  await t.none(150);
}

async function s08() {
  const me = self();
  const p = await st({
    call: (_, f) => ['noreply', f],
    cast: (_, f) => (genServer.reply(f, 'late'), ['noreply', 'none']),
  });
  spawn(async () => send(me, ['client', await genServer.call(p, 'q')]));
  await t.sleep(20);
  genServer.cast(p, 'now');
  await t.recv();
}

async function s09() {
  const p = await st({ call: (_, f, s) => (spawn(() => genServer.reply(f, 'from_helper')), ['noreply', s]) });
  await call('', () => genServer.call(p, 'q'));
}

async function s10() {
  const p = await st({ call: (_, __, s) => ['stop', 'done', 'bye', s], terminate: tlog() });
  const r = t.mon(p);
  t.log('result', 'reply', await genServer.call(p, 'x'));
  await downOf(r);
}

async function s12() {
  const p = await st({ call: () => 'wrong', terminate: tlog() });
  t.log('info', 'P', p);
  const r = t.mon(p);
  await call('', () => genServer.call(p, 'x'));
  await downOf(r);
}

async function s13() {
  const p = await st({
    call: (_, __, s) => {
      throw ['reply', 'thrown', s];
    },
  });
  await call('', () => genServer.call(p, 'x'));
  const q = await st({
    call: () => {
      throw 'junk';
    },
  });
  t.log('info', 'Q', q);
  await call('throw(junk)', () => genServer.call(q, 'x'));
}

async function s14() {
  const p = await st({ call: () => error('badarith'), terminate: tlog() });
  t.log('info', 'P', p);
  const r = t.mon(p);
  await call('', () => genServer.call(p, 'x'));
  await downOf(r);
}

async function s16() {
  viareg.start();
  const p = await st({ cast: (m, s) => (t.log('cb', 'handle_cast', m), ['noreply', s]) });
  for (const m of ['one']) t.log('result', 'cast', genServer.cast(p, m));
  await genServer.call(p, 'sync');
  genServer.cast(p, 'two');
  genServer.cast(p, ['three', 3]);
  await genServer.call(p, 'sync');
  await genServer.stop(p);
  for (const d of [
    p,
    'gs16_none',
    ['global', 'gs16_none'],
    ['via', viareg, 'gs16_none'],
    ['gs16_none', node()],
  ] as const)
    t.log('result', 'cast to missing', genServer.cast(d, 'x'));
}

async function s17() {
  const p = await st({ cast: () => 'x' });
  await t.dies('cast', p, () => genServer.cast(p, 'a'));
  const q = await st({ info: () => ['reply', 'x', 'y'] });
  await t.dies('info', q, () => send(q, 'a'));
}

async function s18() {
  const p = await st({ info: (m, s) => (t.log('cb', 'handle_info', m), ['noreply', s]) });
  send(p, 'hello');
  send(p, ['a', [1], 'b']);
  send(p, ['DOWN', 'x']);
  send(p, 'timeout');
  await genServer.call(p, 'sync');
}

async function s20() {
  t.trap();
  t.log('result', 'start_link', await gs_cb.startLink({ init: () => ['stop', 'why'] }));
  await t.flush();
  t.log('result', 'ignore', await gs_cb.startLink({ init: () => 'ignore' }));
  await t.flush();
}

async function s22() {
  t.trap();
  t.log('result', 'start_link', await gs_cb.startLink({ init: () => error('bad') }));
  await t.flush();
  t.log('result', 'exit(x)', await gs_cb.startLink({ init: () => exit('x') }));
  await t.flush();
}

async function s23() {
  t.trap();
  const slow = {
    init: async () => {
      await t.sleep(200);
      t.log('cb', 'init went on', 'oops');
      return ['ok', 's'];
    },
    terminate: tlog(),
  };
  t.log('result', 'start', await genServer.start(gs_cb, slow, [['timeout', 30]]));
  await t.none(250);
  const init = async () => (await t.sleep(200), ['ok', 's']);
  t.log('result', 'start_link', await genServer.startLink(gs_cb, { init }, [['timeout', 30]]));
  await t.none(250);
}

async function s24() {
  const [, p] = await gs_cb.start('gs24', {});
  t.log('info', 'P', p);
  t.log('result', '', await gs_cb.start('gs24', { init: () => (t.log('cb', 'second init ran', 'oops'), ['ok', 's']) }));
  t.trap();
  t.log('result', 'start_link', await gs_cb.startLink('gs24', {}));
  await t.flush();
}

async function s25() {
  t.log('result', 'ignore', await gs_cb.start('gs25', { init: () => 'ignore' }));
  t.log('result', 'whereis', whereis('gs25'));
  t.log('result', 'stop', await gs_cb.start('gs25', { init: () => ['stop', 'no'] }));
  t.log('result', 'whereis', whereis('gs25'));
  t.log('result', 'crash', await gs_cb.start('gs25', { init: () => exit('no') }));
  t.log('result', 'whereis', whereis('gs25'));
}

async function s26() {
  await gs_cb.start('gs26', {
    init: () => (t.log('cb', 'whereis==self in init', whereis('gs26') === self()), ['ok', 's']),
  });
}

async function s27() {
  const [, [p, r]] = (await genServer.startMonitor(gs_cb, {}, [])) as ['ok', [Address, unknown]];
  t.log('result', '', ['ok', [p, r]]);
  await genServer.stop(p, 'why', 'infinity');
  await t.recv();
  t.log('result', 'ignore', await genServer.startMonitor(gs_cb, { init: () => 'ignore' }, []));
  t.log('result', '{stop,w}', await genServer.startMonitor(gs_cb, { init: () => ['stop', 'w'] }, []));
  await t.none();
}

async function s28() {
  const me = self();
  const p = await st({
    init: () => ['ok', 's', 30],
    info: (m, s) => (m === 'timeout' ? send(me, 'got_timeout') : send(me, ['info', m]), ['noreply', s]),
    call: (x, _, s) => (x === 'arm' ? ['reply', 'armed', s, 60] : ['reply', x, s]),
  });
  await t.recv();
  t.log('result', 'call arm (timeout 60)', await genServer.call(p, 'arm'));
  await t.recv();
  t.log('result', 'call arm', await genServer.call(p, 'arm'));
  send(p, 'interrupt');
  await t.recv();
  await t.none(120);
}

async function s29() {
  const info = (m: unknown, s: unknown) => (t.log('cb', 'handle_info', m), ['noreply', s]);
  await st({ init: () => ['ok', 's', 0], info });
  await t.sleep(30);
  const p = await st({
    call: async (_, __, s) => (await t.sleep(50), ['reply', 'ok', s, 0]),
    cast: (m, s) => (t.log('cb', 'handle_cast', m), ['noreply', s]),
    info,
  });
  spawn(async () => (await t.sleep(20), genServer.cast(p, 'queued')));
  t.log('result', 'call', await genServer.call(p, 'x'));
  await t.none(100);
}

async function s30() {
  const p = await st({
    init: () => (send(self(), 'first_msg'), ['ok', 's', ['continue', 'c1']]),
    continue: async (m, s) => {
      if (m === 'c3') {
        await t.sleep(60);
        t.log('cb', 'handle_continue (after 60 ms)', 'c3');
        return ['noreply', s];
      }
      t.log('cb', 'handle_continue', m);
      return m === 'c1' ? ['noreply', s, ['continue', 'c2']] : ['noreply', s];
    },
    info: (m, s) => (t.log('cb', 'handle_info', m), ['noreply', s]),
    cast: (m, s) => (t.log('cb', 'handle_cast', m), ['noreply', s, ['continue', ['after_cast', m]]]),
    call: (x, _, s) => (x === 'sync' ? ['reply', 'synced', s] : ['reply', 'ok', s, ['continue', 'c3']]),
  });
  await genServer.call(p, 'sync');
  t.log('result', 'call x', await genServer.call(p, 'x'));
  await genServer.call(p, 'sync');
  genServer.cast(p, 'a');
  genServer.cast(p, 'b');
  await genServer.call(p, 'sync');
}

async function s31() {
  const p = await st({
    continue: (_, s) => ['stop', 'from_continue', s],
    cast: (c, s) => ['noreply', s, ['continue', c]],
    terminate: tlog(),
  });
  await t.dies('', p, () => genServer.cast(p, 'c'));
}

async function par(h: Handlers) {
  const me = self();
  const q = spawn(async () => {
    const [, p] = await gs_cb.startLink(h);
    send(me, ['srv', p]);
    return receive(on(['exit', P._], ([, r]) => exit(r)));
  });
  return receive(on(['srv', P._], ([, p]) => [q, p as Address] as const));
}

async function s32() {
  const [q, p] = await par({
    trap: true,
    info: (m, s) => (t.log('cb', 'handle_info', m), ['noreply', s]),
    terminate: tlog(),
  });
  await t.dies('server', p, () => send(q, ['exit', 'gone']));
  const [q2, p2] = await par({ trap: true, terminate: tlog() });
  await t.dies('parent exits normal', p2, () => send(q2, ['exit', 'normal']));
}

async function s33() {
  const [q, p] = await par({ terminate: tlog() });
  await t.dies('server', p, () => send(q, ['exit', 'gone']));
  const [q2, p2] = await par({});
  send(q2, ['exit', 'normal']);
  await t.wait(q2);
  t.log('result', 'parent exited normal, non-trapping server alive', isProcessAlive(p2));
}

async function s34() {
  const p = await st({ trap: true, info: (m, s) => (t.log('cb', 'handle_info', m), ['noreply', s]) });
  const c = spawn(() => (link(p), exit('r')));
  t.log('info', 'C', c);
  await t.wait(c);
  t.log('result', 'call', await genServer.call(p, 'x'));
}

async function s35() {
  const p = await st({ terminate: tlog() });
  await t.dies('non-trapping', p, () => exit(p, 'shutdown'));
  t.log('info', 'self', self());
  const q = await st({
    trap: true,
    terminate: tlog(),
    info: (m, s) => (t.log('cb', 'handle_info', m), ['noreply', s]),
  });
  exit(q, 'shutdown');
  t.log('result', 'still serves', await genServer.call(q, 'x'));
}

async function s36() {
  const p = await st({ terminate: tlog() });
  const r = t.mon(p);
  await call('stop/1', () => genServer.stop(p));
  await downOf(r);
  const q = await st({ terminate: tlog() });
  const r2 = t.mon(q);
  await call('stop/3', () => genServer.stop(q, 'why', 'infinity'));
  await downOf(r2);
  await call('dead pid', () => genServer.stop(p));
  await call('unknown name', () => genServer.stop('gs36_none'));
  await call('{global,_}', () => genServer.stop(['global', 'gs36_none']));
  await call('{n,node()}', () => genServer.stop(['gs36_none', node()]));
}

async function s38() {
  const p = await st({ terminate: () => exit('other') });
  t.log('info', 'P', p);
  await call('stop', () => genServer.stop(p));
  const q = await st({ terminate: () => error('other') });
  t.log('info', 'Q', q);
  await call('stop', () => genServer.stop(q));
}

async function s39() {
  const tt = async (n: string, f: () => unknown) => {
    const p = await st({ cast: (_, s) => ['stop', 'a', s], terminate: f });
    await t.dies(n, p, () => genServer.cast(p, 'x'));
  };
  await tt('returns junk', () => 'junk');
  await tt('exit(b)', () => exit('b'));
  await tt('error(c)', () => error('c'));
  await tt('throw(x)', () => {
    throw 'x';
  });
}

async function s40() {
  const [, p] = (await genServer.start(gs_min, 'st', [])) as ['ok', Address];
  send(p, 'unexpected');
  t.log('result', 'get', await genServer.call(p, 'get'));
  t.log('result', 'stop', await genServer.stop(p));
  const [, q] = (await genServer.start(gs_min, 'st', [])) as ['ok', Address];
  await t.dies('cast', q, () => genServer.cast(q, 'x'));
}

async function s41() {
  // @ts-expect-error -- a module without init
  class gs_no_such_module extends GenServer<string> {}
  t.log('result', '', await genServer.start(gs_no_such_module as unknown as typeof gs_min, '', []));
}

async function s42() {
  const p = await st({ call: (x, _, s) => (x === 'only_this' ? ['reply', 'ok', s] : functionClause(x)) });
  t.log('info', 'P', p);
  await call('', () => genServer.call(p, 'nope'));
}

async function s43() {
  const p = await st({
    call: (x, _, s) => (x === 'slow' ? ['noreply', s] : x === 'die' ? exit('bang') : ['reply', ['r', x], s]),
  });
  t.log('info', 'P', p);
  t.log('result', 'wait', await genServer.waitResponse(genServer.sendRequest(p, 'a'), 1000));
  t.log('result', 'receive', await genServer.receiveResponse(genServer.sendRequest(p, 'b'), 1000));
  const r = genServer.sendRequest(p, 'slow');
  t.log('result', 'wait 20', await genServer.waitResponse(r, 20));
  t.log('result', 'receive 20', await genServer.receiveResponse(r, 20));
  const r2 = genServer.sendRequest(p, 'die');
  t.log('result', 'die', await genServer.receiveResponse(r2, 1000));
  t.log('result', 'dead pid', await genServer.receiveResponse(genServer.sendRequest(p, 'x'), 1000));
  t.log('result', 'unknown name', await genServer.receiveResponse(genServer.sendRequest('gs43_none', 'x'), 1000));
  await t.none();
}

async function s44() {
  const p = await st({ call: (x, _, s) => (x === 'die' ? exit('bang') : ['reply', ['r', x], s]) });
  t.log('info', 'P', p);
  const next = () => receive(on(P._, (x) => x));
  const r = genServer.sendRequest(p, 'a');
  t.log('result', 'foreign', genServer.checkResponse('foreign', r));
  const m = await next();
  t.log('result', 'reply', genServer.checkResponse(m, r));
  const r2 = genServer.sendRequest(p, 'die');
  const m2 = await next();
  t.log('result', 'down', genServer.checkResponse(m2, r2));
}

async function s45() {
  const p = await st({
    call: ([, ms], f, s) => (sendAfter(ms, self(), ['go', f, ms]), ['noreply', s]),
    info: ([, f, ms], s) => (genServer.reply(f, ms), ['noreply', s]),
  });
  const c0 = genServer.reqidsNew();
  const c1 = genServer.sendRequest(p, ['sl', 120], 'a', c0);
  const c2 = genServer.reqidsAdd(genServer.sendRequest(p, ['sl', 20]), 'b', c1);
  t.log('result', 'size', genServer.reqidsSize(c2));
  const [r1, l1, c3] = (await genServer.receiveResponse(c2, 1000, true)) as [unknown, unknown, typeof c2];
  t.log('result', '', [r1, l1]);
  t.log('result', 'size', genServer.reqidsSize(c3));
  const [r2, l2, c4] = (await genServer.receiveResponse(c3, 1000, true)) as [unknown, unknown, typeof c2];
  t.log('result', '', [r2, l2]);
  t.log('result', 'size', genServer.reqidsSize(c4));
  t.log('result', '', await genServer.receiveResponse(c4, 1000, true));
  const c5 = genServer.sendRequest(p, ['sl', 5000], 'z', genServer.reqidsNew());
  t.log('result', 'wait timeout', await genServer.waitResponse(c5, 20, true));
  await t.try_('add the same id twice', () => {
    const rq = genServer.sendRequest(p, ['sl', 5000]);
    return genServer.reqidsAdd(rq, 'y', genServer.reqidsAdd(rq, 'x', genServer.reqidsNew()));
  });
}

async function s47() {
  const [, p] = (await gs_cb.start('gs47', {
    cast: (m, s) => (t.log('cb', 'handle_cast', m), ['noreply', s]),
  })) as ['ok', Address];
  t.log('result', '', genServer.abcast([node()], 'gs47', 'x'));
  await genServer.call(p, 's');
  t.log('result', '', genServer.abcast('gs47', 'y'));
  await genServer.call(p, 's');
  t.log('result', 'unknown', genServer.abcast('gs47_none', 'z'));
}

async function s48() {
  viareg.start();
  for (const n of [
    ['global', 'gs48'],
    ['via', viareg, 'gs48'],
  ] as const) {
    const [, p] = await genServer.start(n, gs_cb, {}, []);
    t.log('info', 'P', p);
    t.log('result', 'call', await genServer.call(n, 'hi'));
    t.log('result', 'again', await genServer.start(n, gs_cb, {}, []));
    await genServer.stop(n);
    await call('after stop', () => genServer.call(n, 'hi'));
  }
}

async function s49() {
  t.trap();
  const f = async (reg: boolean) => {
    const [, p] = (await procLib.startLink(el, [self(), reg])) as ['ok', Address];
    return p;
  };
  const p1 = await f(true);
  t.log('result', 'call', await genServer.call('gs49', 'hi'));
  await genServer.stop(p1);
  await t.recv();
  await f(false);
  await t.recv();
}

function el(_par: Address, reg: boolean) {
  if (reg) register('gs49', self());
  put('h', {});
  procLib.initAck(['ok', self()]);
  return genServer.enterLoop(gs_cb, [], 's', ['local', 'gs49']);
}

async function s50() {
  t.log('down', '', await t.dieReason(() => genServer.enterLoop(gs_cb, [], 's')));
}

async function s51() {
  const p = await st({
    call: (x, _, s) =>
      x === 'hib' ? ['reply', 'ok', s, 'hibernate'] : x === 'set' ? ['reply', 'ok', 'new'] : ['reply', s, s],
  });
  await genServer.call(p, 'set');
  t.log('result', 'hib', await genServer.call(p, 'hib'));
  await t.idle(p);
  t.log('result', '', processInfo(p, 'current_function'));
  t.log('result', 'get', await genServer.call(p, 'get'));
}

async function s52() {
  const p = await st({ call: (_, f: From, s) => ['reply', [f[0], f.length], s] });
  t.log('info', 'self', self());
  t.log('result', '', await genServer.call(p, 'x'));
}

async function s54() {
  const [, a] = (await gs_cb.start('gs54a', {
    call: async (x, _, s) => {
      if (x !== 'go') return functionClause(x);
      const r = await catchTerm(() => genServer.call('gs54b', 'back', 'infinity'));
      t.log('cb', 'A sees', r);
      return ['reply', 'done', s];
    },
  })) as ['ok', Address];
  const [, b] = (await gs_cb.start('gs54b', {
    call: async (_, __, s) => {
      const r = await genServer.call('gs54a', 'hi', 50);
      return ['reply', r, s];
    },
  })) as ['ok', Address];
  const rb = t.mon(b);
  t.log('result', 'call A', await genServer.call(a, 'go'));
  await downOf(rb, 'B');
}

async function s56() {
  const p = await st({});
  t.log('info', 'P', p);
  await call('call(P,x,foo)', () => genServer.call(p, 'x', 'foo' as never));
  await call('stop(P,normal,foo)', () => genServer.stop(p, 'normal', 'foo' as never));
  await t.sleep(20);
  t.log('result', 'alive', isProcessAlive(p));
}

async function s58() {
  await call('{local,"x"}', () => genServer.start(['local', ['x']] as never, gs_cb, {}, []));
  await call('atom as name', () => genServer.start('foo' as never, gs_cb, {}, []));
}

async function s59() {
  const p = await st({ call: (_, __, s) => ['reply', [get('$ancestors'), get('$initial_call')], s] });
  t.log('info', 'self', self());
  t.log('result', '', await genServer.call(p, 'd'));
  t.log('result', 'translate', procLib.translateInitialCall(p));
}

async function s60() {
  const p = await st({ call: (_, f) => (genServer.reply(f, 'early'), exit('boom')) });
  const r = t.mon(p);
  await call('', () => genServer.call(p, 'x'));
  await downOf(r);
}

async function s61() {
  const p = await st({ call: async (_, f, s) => (genServer.reply(f, 'one'), await t.sleep(60), ['reply', 'two', s]) });
  await call('', () => genServer.call(p, 'x'));
  await t.none(150);
}

async function s62() {
  const p = await st({ call: (_, __, s) => ['noreply', s] });
  t.log('info', 'P', p);
  await call('', () => genServer.call(p, 'x', 0));
}

async function s63() {
  const p = await st({ call: (_, __, s) => ['stop', ['shutdown', 'x'], 'ok', s], terminate: tlog() });
  await t.dies('', p, () => genServer.call(p, 'x'));
}

async function s64() {
  const [q, p] = await par({
    trap: true,
    info: async (m, s) => {
      if (m === 'block') await receive(on('unblock', () => 'ok'));
      else t.log('cb', 'handle_info', m);
      return ['noreply', s];
    },
    terminate: tlog(),
  });
  send(p, 'block');
  send(p, 'm1');
  send(p, 'm2');
  send(q, ['exit', 'gone']);
  await t.wait(q);
  send(p, 'm3');
  await t.dies('', p, () => send(p, 'unblock'));
}

async function s65() {
  const p = await st({ terminate: () => error('undef') });
  await call('stop', () => genServer.stop(p));
  const q = await st({ info: () => error('undef') });
  await t.dies('', q, () => send(q, 'x'));
}

async function s66() {
  const [, p] = (await genServer.start(gs_cb, {}, [['hibernate_after', 30]])) as ['ok', Address];
  await t.sleep(120);
  t.log('result', '', processInfo(p, 'current_function'));
  t.log('result', '', await genServer.call(p, 'x'));
  await t.sleep(120);
  t.log('result', '', processInfo(p, 'current_function'));
}

async function s67() {
  const [, p] = (await gs_cb.start('gs67', {})) as ['ok', Address];
  t.log('info', 'P', p);
  await genServer.stop(p);
  await gs_cb.start('gs67', { call: (_, __, s) => ['reply', 'new', s] });
  await call('name', () => genServer.call('gs67', 'x'));
  await call('old pid', () => genServer.call(p, 'x'));
}

export const scenarios: readonly t.Scenario[] = [
  ['GS-01-call-reply', s01],
  ['GS-02-call-noproc-pid', s02],
  ['GS-06-late-reply-dropped', s06],
  ['GS-08-noreply-then-reply', s08],
  ['GS-09-reply-from-other-process', s09],
  ['GS-10-stop-with-reply', s10],
  ['GS-12-bad-return-call', s12],
  ['GS-13-throw-is-return', s13],
  ['GS-14-error-in-handle-call', s14],
  ['GS-16-cast', s16],
  ['GS-17-bad-return-cast-info', s17],
  ['GS-18-info', s18],
  ['GS-20-start-link-init-stop-trapping', s20],
  ['GS-22-start-link-init-crash', s22],
  ['GS-23-init-timeout', s23],
  ['GS-24-already-started', s24],
  ['GS-25-name-not-registered-after-init-fail', s25],
  ['GS-26-registered-during-init', s26],
  ['GS-27-start-monitor', s27],
  ['GS-28-timeout-return', s28],
  ['GS-29-timeout-zero-vs-queue', s29],
  ['GS-30-continue', s30],
  ['GS-31-continue-stop', s31],
  ['GS-32-parent-exit-trapping', s32],
  ['GS-33-parent-exit-nontrapping', s33],
  ['GS-34-exit-from-other-linked', s34],
  ['GS-35-shutdown-signal-nontrapping', s35],
  ['GS-36-stop-api', s36],
  ['GS-38-stop-reason-differs', s38],
  ['GS-39-terminate-return-ignored', s39],
  ['GS-40-undef-optional-callbacks', s40],
  ['GS-41-undef-init', s41],
  ['GS-42-function-clause-call', s42],
  ['GS-43-send-request', s43],
  ['GS-44-check-response', s44],
  ['GS-45-reqids', s45],
  ['GS-47-abcast', s47],
  ['GS-48-global-and-via', s48],
  ['GS-49-enter-loop', s49],
  ['GS-50-enter-loop-not-proc-lib', s50],
  ['GS-51-hibernate', s51],
  ['GS-52-from-shape', s52],
  ['GS-54-call-in-callback-deadlock-timeout', s54],
  ['GS-56-invalid-timeout-arg', s56],
  ['GS-58-name-badargs', s58],
  ['GS-59-init-it-process-dictionary', s59],
  ['GS-60-reply-then-crash', s60],
  ['GS-61-double-reply', s61],
  ['GS-62-call-timeout-0', s62],
  ['GS-63-stop-with-shutdown-tuple', s63],
  ['GS-64-exit-message-queued-before-parent-exit', s64],
  ['GS-65-undef-inside-callback', s65],
  ['GS-66-hibernate-after', s66],
  ['GS-67-call-with-named-then-restarted', s67],
];
