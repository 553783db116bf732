/** gen_statem: src/area_gen_statem.erl, line for line. The callback module sm_cb is driven by a map of functions. */
import { P } from 'ts-pattern';
import {
  down,
  error,
  exit,
  on,
  processInfo,
  receive,
  self,
  send,
  spawn,
  type Address,
  type From,
  type Ref,
} from 'regent-otp';
import { functionClause, genStatem, sys } from 'regent-otp/behaviours';
import { sm_cb, sm_cb2, sm_sf, type Handlers } from '../smCb.js';
import * as t from '../t.js';

const keep = 'keep_state_and_data';
const doing = (...actions: readonly unknown[]) => [keep, actions];
const call = genStatem.call;
const cast = genStatem.cast;

async function st(h: Handlers): Promise<Address> {
  const [, p] = (await sm_cb.start(h)) as ['ok', Address];
  return p;
}

async function start(module: typeof sm_sf): Promise<Address> {
  const [, p] = (await genStatem.start(module, [] as never, [])) as ['ok', Address];
  return p;
}

const isCall = (type: any): type is ['call', From] => type[0] === 'call';
const lg = (type: any, c: unknown, s: unknown) => t.log('cb', 'event', [isCall(type) ? 'call' : type, c, s]);
const tl = (r: unknown, s: unknown, d: unknown) => t.log('cb', 'terminate', [r, s, d]);
const sync = (p: Address) => call(p, 'sync');
const castAll = (p: Address, events: readonly unknown[]) => events.forEach((event) => cast(p, event));
const downOf = (ref: Ref, note = '') => receive(on(down(ref), ([, , , , w]) => t.log('down', note, w)));

/** A machine that logs all events, answers sync, and delegates the rest to `f`. */
function lm(f: NonNullable<Handlers['ev']>, m: Handlers = {}): Promise<Address> {
  return st({
    ...m,
    ev: (type, c, s, d) => {
      if (isCall(type) && c === 'sync') return doing(['reply', type[1], 'synced']);
      lg(type, c, s);
      return f(type, c, s, d);
    },
  });
}

async function s01() {
  const p = await start(sm_sf);
  t.log('result', 'push', await call(p, 'push'));
  t.log('result', 'push', await call(p, 'push'));
  cast(p, 'push');
  t.log('result', 'count', await call(p, 'count'));
  send(p, 'hello');
  t.log('result', 'count', await call(p, 'count'));
}

async function s02() {
  const p = await st({ ev: () => keep });
  await genStatem.stop(p);
  t.log('info', 'P', p);
  await t.try_('', () => call(p, 'x'));
  await t.try_('name', () => call('sm02_none', 'x'));
  await t.try_('timeout 50', () => call(p, 'x', 50));
  await t.try_('self', () => call(self(), 'x'));
}

async function s03() {
  const p = await st({
    ev: (type, c) => {
      if (isCall(type)) return doing([['timeout', 'l'], 80, type[1]]);
      return doing(['reply', c, 'late']);
    },
  });
  t.log('info', 'P', p);
  await t.try_('', () => call(p, 'x', 30));
  await t.none(150);
}

async function s05() {
  const p = await lm((_, c, s, d) => {
    if (s === 'b') return keep;
    if (c === 'p') return doing('postpone');
    if (c === 'keep') return ['keep_state', d];
    return ['next_state', c === 'same' ? 'a' : 'b', d];
  });
  castAll(p, ['p', 'keep', 'same', 'chg']);
  await sync(p);
}

async function s06() {
  const p = await lm((_, c, s, d) => {
    if (c === 'p') return s === 'c' ? keep : doing('postpone');
    return ['next_state', c === 'to_b' ? 'b' : 'c', d];
  });
  castAll(p, ['p', 'to_b', 'to_c']);
  await sync(p);
}

/** Blocks the machine while its queue is filled. */
function blk(p: Address, ms: readonly unknown[]) {
  cast(p, 'block');
  castAll(p, ms);
  send(p, 'unblock');
  return sync(p);
}

function bm(f: NonNullable<Handlers['ev']>, m: Handlers = {}): Promise<Address> {
  return lm((type, c, s, d) => {
    if (type === 'cast' && c === 'block') return receive(on('unblock', () => keep));
    return f(type, c, s, d);
  }, m);
}

async function s08() {
  const p = await bm((type, c) => {
    if (c === 'go') return doing(['next_event', 'internal', 1], ['next_event', 'internal', 2]);
    if (type === 'internal' && c === 1) return doing(['next_event', 'internal', 11]);
    return keep;
  });
  await blk(p, ['go', 4]);
}

async function s09() {
  const p = await bm((_, c, s, d) => {
    if (c === 'p' && s === 'a') return [keep, 'postpone'];
    if (c === 'go' && s === 'a') return ['next_state', 'b', d, [['next_event', 'internal', 'x']]];
    return keep;
  });
  await blk(p, ['p', 'go', 'n']);
}

const em: Handlers = { mode: ['handle_event_function', 'state_enter'] };

async function s10() {
  const p = await lm((type, c, s, d) => {
    if (type === 'enter') return keep;
    if (c === 'to_b') return ['next_state', 'b', d];
    if (c === 'same') return ['next_state', s, d];
    return c === 'repeat' ? 'repeat_state_and_data' : ['repeat_state', d];
  }, em);
  castAll(p, ['to_b', 'same', 'repeat', 'repeat2']);
  await sync(p);
}

async function s11() {
  const p = await bm((type, c, s, d) => {
    if (type === 'enter') return keep;
    if (c === 'p' && s === 'a') return [keep, 'postpone'];
    if (c === 'go') return ['next_state', 'b', d, [['next_event', 'internal', 'i']]];
    return keep;
  }, em);
  await blk(p, ['p', 'go', 'n']);
}

/** A machine that goes from a to b, and does something as it enters b. */
function entering(what: (d: unknown) => unknown) {
  return lm((type, _, s, d) => {
    if (type === 'enter') return s === 'a' ? keep : what(d);
    return ['next_state', 'b', d];
  }, em);
}

async function s12() {
  const p = await entering(() => doing('postpone'));
  await t.dies('', p, () => cast(p, 'go'));
}

async function s13() {
  const p = await entering((d) => ['next_state', 'c', d]);
  await t.dies('', p, () => cast(p, 'go'));
  const q = await entering(() => doing(['next_event', 'internal', 'x']));
  await t.dies('next_event in enter', q, () => cast(q, 'go'));
}

async function s14() {
  const p = await lm((_, c) => (c === 'arm' ? doing(['timeout', 40, 'te']) : keep));
  cast(p, 'arm');
  await t.sleep(100);
  cast(p, 'arm');
  cast(p, 'other');
  await t.sleep(100);
  await sync(p);
}

async function s16() {
  const p = await lm((_, c, __, d) => {
    if (c === 'arm') return doing(['state_timeout', 60, 'st']);
    return c === 'go' ? ['next_state', 'b', d] : keep;
  });
  cast(p, 'arm');
  cast(p, 'other');
  await t.sleep(120);
  cast(p, 'arm');
  cast(p, 'go');
  await t.sleep(120);
  await sync(p);
}

async function s17() {
  const p = await lm((type, c, s, d) => {
    if (type === 'cast' && c[0] === 'arm') return doing(['state_timeout', 60, c[1]]);
    return type === 'cast' && c === 'same' ? ['next_state', s, d] : keep;
  });
  cast(p, ['arm', 'c1']);
  cast(p, 'same');
  await t.sleep(120);
  cast(p, ['arm', 'c2']);
  cast(p, ['arm', 'c3']);
  await t.sleep(120);
  await sync(p);
}

async function s18() {
  const p = await lm((_, c, __, d) => {
    const timeouts = [
      [['timeout', 'x'], 30, 'cx'],
      [['timeout', 'y'], 90, 'cy'],
      [['timeout', 'z'], 20, 'old'],
      [['timeout', 'z'], 60, 'new'],
    ];
    if (c === 'arm') return ['next_state', 'b', d, timeouts];
    return c === 'to_c' ? ['next_state', 'c', d] : keep;
  });
  cast(p, 'arm');
  cast(p, 'to_c');
  await t.sleep(160);
  await sync(p);
}

async function s19() {
  const p = await lm((_, c) => {
    if (c === 'arm')
      return doing([['timeout', 'x'], 40, 'cx'], ['state_timeout', 40, 'cs'], [['timeout', 'y'], 40, 'cy']);
    if (c !== 'cancel') return keep;
    return doing(
      [['timeout', 'x'], 'cancel'],
      ['state_timeout', 'cancel'],
      [['timeout', 'y'], 'infinity', 'none'],
      ['timeout', 'cancel'],
    );
  });
  cast(p, 'arm');
  cast(p, 'cancel');
  await t.sleep(100);
  await sync(p);
}

async function s22() {
  const p = await bm((_, c, __, d) => {
    if (c !== 'go') return keep;
    return [
      'next_state',
      'b',
      d,
      [
        ['timeout', 0, 't0'],
        ['next_event', 'internal', 'i'],
      ],
    ];
  });
  await blk(p, ['go']);
  await t.sleep(30);
  await sync(p);
}

async function s24() {
  const p = await lm((_, c, __, d) => {
    if (c !== 'go') return keep;
    return ['next_state', 'b', d, [['state_timeout', t.nowMs() + 40, 'c', [['abs', true]]]]];
  });
  cast(p, 'go');
  await t.sleep(100);
  await sync(p);
}

async function s25() {
  const me = self();
  const p = await st({
    init: () => ['ok', 'a', []],
    ev: (type, c, _, d) => {
      if (isCall(type)) return ['keep_state', [type[1], ...d]];
      const [f2, f1] = d;
      if (c === 'go')
        return [
          'keep_state',
          [],
          [
            ['reply', f1, 'r1'],
            ['reply', f2, 'r2'],
          ],
        ];
      genStatem.reply([
        ['reply', f1, 'r3'],
        ['reply', f2, 'r4'],
      ]);
      return ['keep_state', []];
    },
  });
  for (const g of ['go', 'go2']) {
    spawn(async () => send(me, ['c1', await call(p, 'wait')]));
    await t.sleep(20);
    spawn(async () => send(me, ['c2', await call(p, 'wait')]));
    await t.sleep(20);
    cast(p, g);
    await receive(on(['c1', P._], (m) => t.log('recv', m)));
    await receive(on(['c2', P._], (m) => t.log('recv', m)));
  }
}

async function s26() {
  const returning = async (n: string, ret: unknown) => {
    const p = await st({ ev: () => ret, terminate: tl });
    await t.dies(n, p, () => cast(p, 'x'));
  };
  await returning('stop', 'stop');
  await returning('{stop,r}', ['stop', 'r']);
  await returning('{stop,r,newdata}', ['stop', 'r', 'newdata']);
  await returning('{stop,normal}', ['stop', 'normal']);
  const p = await st({ ev: (type) => ['stop_and_reply', 'r', [['reply', type[1], 'bye']], 'd9'], terminate: tl });
  const r = t.mon(p);
  t.log('result', 'call', await call(p, 'x'));
  await downOf(r);
}

async function s28() {
  const p = await st({ ev: () => 'junk' });
  t.log('info', 'P', p);
  const r = t.mon(p);
  await t.try_('', () => call(p, 'x'));
  await downOf(r);
}

async function s30() {
  const p = await st({
    ev: (type) => {
      throw doing(['reply', type[1], 'thrown']);
    },
  });
  t.log('result', await call(p, 'x'));
}

async function s31() {
  const ev = async (type: unknown, c: unknown, s: unknown) => {
    await t.sleep(60);
    lg(type, c, s);
    return keep;
  };
  const i = (n: string, f: () => unknown) => t.try_(n, () => sm_cb.start({ init: f, ev }));
  await i('ignore', () => 'ignore');
  await i('stop', () => ['stop', 'why']);
  await i('bad', () => 'bad');
  await i('error', () => error('x'));
  await i('exit', () => exit('x'));
  await i('throw', () => {
    throw ['ok', 'a', 'd'];
  });
  await i('actions', () => ['ok', 'a', 'd', [['next_event', 'internal', 'first']]]);
  await t.sleep(150);
  await i('{ok,s} only', () => ['ok', 's']);
}

async function s32() {
  for (const mode of ['nonsense', ['handle_event_function', 'foo']]) {
    const [, [p, r]] = (await genStatem.startMonitor(sm_cb, { mode }, [])) as ['ok', [Address, Ref]];
    t.log('result', 'start_monitor', ['ok', [p, r]]);
    await t.recv();
  }
}

async function s33() {
  const me = self();
  const ev = (type: unknown, c: unknown, s: unknown) => {
    lg(type, c, s);
    return keep;
  };
  const q = spawn(async () => {
    const [, p] = (await sm_cb.startLink({ trap: true, ev, terminate: tl })) as ['ok', Address];
    send(me, ['srv', p]);
    await receive(on(['exit', P._], ([, r]) => exit(r)));
  });
  const p = await receive(on(['srv', P._], ([, x]) => x as Address));
  await t.dies('', p, () => send(q, ['exit', 'gone']));
}

async function s34() {
  const p = await lm(() => keep, { trap: true });
  t.log('info', 'self', self());
  exit(p, 'shutdown');
  await sync(p);
}

async function s35() {
  const p = await st({ ev: () => keep, terminate: tl });
  await t.try_('stop', () => genStatem.stop(p));
  const q = await st({ terminate: tl });
  const r = t.mon(q);
  await t.try_('stop/3', () => genStatem.stop(q, 'why', 'infinity'));
  await downOf(r);
  await t.try_('dead', () => genStatem.stop(p));
}

async function s36() {
  const p = await st({
    ev: (type, c, s, d) => {
      if (c === 'hib') return ['next_state', 'b', 'd7', [['reply', type[1], 'ok'], 'hibernate']];
      return doing(['reply', type[1], [s, d]]);
    },
  });
  t.log('result', await call(p, 'hib'));
  await t.idle(p);
  t.log('result', processInfo(p, 'current_function' as never));
  t.log('result', 'get', await call(p, 'get'));
}

async function s37() {
  const p = await lm(
    (type, c, s, d) => {
      if (type === 'enter') return keep;
      if (c === 'p') return s[1] === 'off' ? keep : [keep, 'postpone'];
      return ['next_state', ['lamp', c[1]], d];
    },
    { ...em, init: () => ['ok', ['lamp', 'on'], 'd'] },
  );
  castAll(p, ['p', ['to', 'on'], ['to', 'off']]);
  await sync(p);
}

async function s38() {
  const p = await st({
    ev: (type, c) => (isCall(type) ? doing(['reply', type[1], 'sm_cb']) : doing(c[1])),
  });
  t.log('result', await call(p, 'who'));
  cast(p, ['act', ['push_callback_module', sm_cb2]]);
  t.log('result', 'pushed', await call(p, 'who'));
  cast(p, ['act', 'pop_callback_module']);
  t.log('result', 'popped', await call(p, 'who'));
  cast(p, ['act', ['change_callback_module', sm_cb2]]);
  t.log('result', 'changed', await call(p, 'who'));
  await t.dies('pop on empty stack', p, () => cast(p, ['act', 'pop_callback_module']));
}

async function s39() {
  const p = await st({
    ev: (_, c) => {
      if (c[0] === 'set') return ['keep_state', c[1]];
      return c === 'nop' ? keep : [keep, []];
    },
  });
  cast(p, ['set', 'd1']);
  t.log('result', await sys.getState(p));
  cast(p, 'nop');
  cast(p, 'nop2');
  t.log('result', await sys.getState(p));
}

async function s41() {
  const p = await lm(
    (type, c, _, d) => {
      if (type === 'enter') return keep;
      if (c === 'p' && d === 0) return ['keep_state', 1, 'postpone'];
      return c === 'repeat' ? ['repeat_state', d] : keep;
    },
    { ...em, init: () => ['ok', 'a', 0] },
  );
  castAll(p, ['p', 'other', 'repeat', 'last']);
  await sync(p);
}

async function s42() {
  const p = await st({
    ev: (type, c, s) => {
      if (isCall(type) && c === 'go') {
        return doing(
          ['next_event', 'internal', 1],
          ['next_event', 'info', 2],
          ['next_event', 'cast', 3],
          ['next_event', 'timeout', 4],
          ['next_event', ['timeout', 'n'], 5],
          ['next_event', 'state_timeout', 6],
          ['next_event', type, 7],
        );
      }
      lg(type, c, s);
      return isCall(type) ? doing(['reply', type[1], 'seven']) : keep;
    },
  });
  t.log('result', await call(p, 'go'));
}

async function s43() {
  const p = await bm((_, c, s, d) => {
    if (c === 'p1' && s === 'a') return [keep, 'postpone'];
    return c === 'go' && s === 'a' ? ['next_state', 'b', d] : keep;
  });
  await blk(p, ['p1', 'go', 'n1']);
}

async function s45() {
  const p = await st({ ev: (type, c) => (c === 'x' ? doing(['reply', type[1], 'rx']) : exit('bang')) });
  t.log('info', 'P', p);
  t.log('result', await genStatem.receiveResponse(genStatem.sendRequest(p, 'x'), 1000));
  t.log('result', await genStatem.receiveResponse(genStatem.sendRequest(p, 'die'), 1000));
}

async function s46() {
  const [, [p, r]] = (await genStatem.startMonitor(sm_cb, {}, [])) as ['ok', [Address, Ref]];
  t.log('info', [p, r]);
  await genStatem.stop(p);
  await t.recv();
}

async function s47() {
  const p = await st({ ev: (type, c) => (c === 'known' ? keep : functionClause([type, c])) });
  await t.dies('', p, () => cast(p, 'unknown'));
  const q = await start(sm_sf);
  await t.dies('state function without clause', q, () => cast(q, 'unknown'));
}

async function s48() {
  const p = await lm((_, c, __, d) => {
    if (c === 'arm') return doing(['state_timeout', 40, 'ca']);
    return c === 'go' ? ['next_state', 'b', d, [['state_timeout', 60, 'cb']]] : keep;
  });
  cast(p, 'arm');
  cast(p, 'go');
  await t.sleep(140);
  await sync(p);
}

async function s49() {
  const p = await start(sm_sf);
  const r = t.mon(p);
  t.log('result', await genStatem.stop(p, ['error', 'test'], 'infinity'));
  await downOf(r);
}

async function s50() {
  const p = await lm((type, c, s, d) => {
    if (type === 'enter') return s === 'a' ? keep : doing(['state_timeout', 30, 'from_enter'], ['reply', d, 'entered']);
    return isCall(type) && c === 'go' ? ['next_state', 'b', type[1]] : keep;
  }, em);
  const v = await call(p, 'go');
  await t.sleep(80);
  await sync(p);
  t.log('result', 'call result', v);
}

async function s51() {
  const me = self();
  const p = await bm((type, c, s, d) => {
    if (type === 'cast' && s === 'a') return [keep, 'postpone'];
    if (!isCall(type) || c !== 'buffer') return keep;
    return [
      'next_state',
      'b',
      d,
      [
        ['next_event', 'internal', 'i1'],
        ['next_event', 'internal', 'i2'],
        ['timeout', 0, 'never'],
        ['reply', type[1], 'ok'],
      ],
    ];
  });
  cast(p, 'block');
  cast(p, 'c1');
  cast(p, 'c2');
  spawn(async () => send(me, ['buffer', await call(p, 'buffer')]));
  await t.sleep(30);
  cast(p, 'c3');
  send(p, 'unblock');
  const v = await receive(on(['buffer', P._], ([, x]) => x));
  await t.sleep(50);
  await sync(p);
  t.log('result', 'call result', v);
}

export const scenarios: readonly t.Scenario[] = [
  ['SM-01-state-functions', s01],
  ['SM-02-call-noproc', s02],
  ['SM-03-call-timeout', s03],
  ['SM-05-postpone-not-retried-without-change', s05],
  ['SM-06-repostpone', s06],
  ['SM-08-next-event-nested', s08],
  ['SM-09-next-event-before-postponed', s09],
  ['SM-10-state-enter', s10],
  ['SM-11-enter-before-postponed', s11],
  ['SM-12-enter-illegal-postpone', s12],
  ['SM-13-enter-illegal-state-change', s13],
  ['SM-14-event-timeout', s14],
  ['SM-16-state-timeout', s16],
  ['SM-17-state-timeout-same-state', s17],
  ['SM-18-generic-timeouts', s18],
  ['SM-19-timeout-cancel', s19],
  ['SM-22-timeout-zero-vs-next-event', s22],
  ['SM-24-abs-timeout', s24],
  ['SM-25-reply-actions', s25],
  ['SM-26-stop-variants', s26],
  ['SM-28-bad-return', s28],
  ['SM-30-throw-is-return', s30],
  ['SM-31-init-variants', s31],
  ['SM-32-bad-callback-mode', s32],
  ['SM-33-parent-exit', s33],
  ['SM-34-exit-signal-nonparent', s34],
  ['SM-35-stop-api', s35],
  ['SM-36-hibernate', s36],
  ['SM-37-complex-state-terms', s37],
  ['SM-38-change-callback-module', s38],
  ['SM-39-keep-state-data', s39],
  ['SM-41-repeat-state-retries-postponed', s41],
  ['SM-42-event-types-via-next-event', s42],
  ['SM-43-multiple-postpone-and-order-with-new', s43],
  ['SM-45-send-request', s45],
  ['SM-46-start-monitor', s46],
  ['SM-47-unhandled-function-clause', s47],
  ['SM-48-state-timeout-cancelled-then-new-state', s48],
  ['SM-49-no-terminate', s49],
  ['SM-50-enter-may-set-timeout-and-reply', s50],
  ['SM-51-event-order-full', s51],
];
