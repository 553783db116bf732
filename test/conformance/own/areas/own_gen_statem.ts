/** gen_statem: conformance-own/src/area_own_gen_statem.erl, line for line. */
import {
  down,
  error,
  exit,
  get,
  makeRef,
  monotonicTime,
  node,
  on,
  put,
  receive,
  self,
  send,
  spawn,
  type Address,
  type From,
} from 'regent-otp';
import { functionClause, genStatem, GenStatem, procLib, sys } from 'regent-otp/behaviours';
import { sm_cb, type Handlers } from '../../smCb.js';
import * as t from '../../t.js';

const keep = 'keep_state_and_data';
const doing = (...actions: readonly unknown[]) => [keep, actions];
const { call, cast } = genStatem;

async function st(h: Handlers): Promise<Address> {
  const [, p] = (await sm_cb.start(h)) as ['ok', Address];
  return p;
}

const isCall = (type: any): type is ['call', From] => type[0] === 'call';
const lg = (type: any, c: unknown, s: unknown) => t.log('cb', 'event', [isCall(type) ? 'call' : type, c, s]);
const term = (r: unknown, s: unknown, d: unknown) => t.log('cb', 'terminate', [r, s, d]);
const sync = (p: Address) => call(p, 'sync');

/** Logs all events, answers sync, blocks on block, and delegates the rest. */
function lm(f: NonNullable<Handlers['ev']>, m: Handlers = {}): Promise<Address> {
  return st({
    ...m,
    ev: (type, c, s, d) => {
      if (isCall(type) && c === 'sync') return doing(['reply', type[1], 'synced']);
      if (type === 'cast' && c === 'block') return receive(on('unblock', () => keep));
      lg(type, c, s);
      return f(type, c, s, d);
    },
  });
}

async function queue(p: Address, events: readonly unknown[]) {
  cast(p, 'block');
  for (const e of events) cast(p, e);
  send(p, 'unblock');
  await sync(p);
}

async function s01() {
  const p = await lm((type, c) =>
    type === 'cast' && c === 'go' ? doing(['state_timeout', 0, 'st'], [['timeout', 'g'], 0, 'gt']) : keep,
  );
  await queue(p, ['go', 'queued']);
  await sync(p);
}

async function s02() {
  const p = await lm((type, c) => {
    if (type !== 'cast') return keep;
    if (c === 'set') return doing(['state_timeout', 60, 'old']);
    if (c === 'update') return doing(['state_timeout', 'update', 'new']);
    return doing([['timeout', 'g'], 'update', 'at_once']);
  });
  cast(p, 'set');
  cast(p, 'update');
  await t.sleep(120);
  cast(p, 'none');
  await sync(p);
}

async function s03() {
  const p = await lm((type, c) => {
    if (type === 'cast' && c === 'go') return doing(30);
    return type === 'cast' && c === 'infinity' ? doing('infinity') : keep;
  });
  cast(p, 'go');
  await t.sleep(90);
  cast(p, 'infinity');
  await t.sleep(60);
  await sync(p);
}

async function s04() {
  for (const a of [
    'nonsense',
    ['timeout', -1, 'c'],
    ['state_timeout', 'foo', 'c'],
    [['timeout', 'n'], 1.5, 'c'],
    ['reply', 'nobody', 'r'],
    ['next_event', 'strange', 'c'],
    ['postpone', 'unsure'],
    ['hibernate', 1],
  ]) {
    const p = await st({ ev: () => [keep, [a]] });
    await t.dies('', p, () => cast(p, 'x'));
  }
}

async function s05() {
  const funs: readonly (readonly [string, () => unknown])[] = [
    ['error', () => error('x')],
    ['exit', () => exit('x')],
    [
      'throw',
      () => {
        throw 'x';
      },
    ],
  ];
  for (const [n, f] of funs) {
    const p = await st({ ev: () => f(), terminate: term });
    t.log('info', 'P', p);
    const r = t.mon(p);
    await t.try_(n, () => call(p, 'x'));
    await receive(on(down(r), ([, , , , w]) => t.log('down', n, w)));
  }
}

async function s06() {
  const p = await lm((type, c, s, d) => {
    if (isCall(type) && c === 'one') return [keep, ['reply', type[1], 'alone']];
    if (isCall(type) && c === 'two') return ['keep_state', type[1], ['next_event', 'internal', 'inserted']];
    if (type === 'internal') return (genStatem.reply(d, 'from_internal'), keep);
    if (c === 'p' && s === 'a') return [keep, 'postpone'];
    if (c === 'go' && s === 'a') return ['next_state', 'b', d];
    if (isCall(type) && c === 'bye') return ['stop_and_reply', 'normal', ['reply', type[1], 'gone']];
    return keep;
  });
  t.log('result', await call(p, 'one'));
  t.log('result', await genStatem.receiveResponse(genStatem.sendRequest(p, 'two'), 1000));
  cast(p, 'p');
  cast(p, 'go');
  await sync(p);
  await t.dies('', p, async () => t.log('result', await call(p, 'bye')));
}

async function s07() {
  const p = await lm(() => keep, {
    init: () => [
      'ok',
      'a',
      'd',
      [
        ['state_timeout', 40, 'later'],
        ['next_event', 'internal', 'first'],
        [['timeout', 'z'], 0, 'zero'],
      ],
    ],
  });
  await t.sleep(90);
  await sync(p);
}

async function s08() {
  const mode = ['handle_event_function', 'state_enter'];
  const p = await lm(
    (type, c, s, d) => {
      if (type === 'enter' && s === 'b') return ['keep_state', ['entered', d], [['state_timeout', 20, 'st']]];
      return type === 'cast' && c === 'go' ? ['next_state', 'b', d] : keep;
    },
    { mode },
  );
  cast(p, 'go');
  await t.sleep(60);
  t.log('result', await sys.getState(p));
}

async function s09() {
  const me = self();
  const p = await lm((type, c, s, d) => {
    if (isCall(type) && s === 'a') return doing('postpone');
    if (isCall(type) && s === 'b') return doing(['reply', type[1], 'from_b']);
    if (type === 'cast' && c === 'go') return ['next_state', 'b', d];
    return functionClause(c);
  });
  spawn(async () => send(me, ['reply', await call(p, 'q')]));
  await t.sleep(20);
  cast(p, 'go');
  await t.recv();
}

async function s10() {
  const p = await lm((_type, c, s, d) => {
    if (s === 'b') return keep;
    if (c === 'no') return doing('postpone', ['postpone', false]);
    if (c === 'yes') return doing(['postpone', true]);
    return ['next_state', 'b', d];
  });
  await queue(p, ['no', 'yes', 'go']);
}

async function s11() {
  const p = await lm((type, c) => {
    if (type === 'cast' && c === 'go')
      return doing(
        [['timeout', ['a', 1]], 0, 'c1'],
        [['timeout', 'b'], 0, 'c2'],
        [['timeout', 'c'], 30, 'c3'],
        [['timeout', 'd'], 30, 'never'],
      );
    if (type === 'cast' && c === 'cancel')
      return doing([['timeout', 'd'], 'cancel'], [['timeout', 'unknown'], 'cancel']);
    return keep;
  });
  await queue(p, ['go', 'cancel']);
  await t.sleep(90);
  await sync(p);
}

async function s12() {
  const p = await lm((type, c) => {
    if (type === 'cast' && c === 'go') return doing(['timeout', 0, 'never']);
    return type === 'cast' && c === 'again' ? doing(['timeout', 20, 'fires']) : keep;
  });
  await queue(p, ['go', ['timeout', 20], 'again']);
  await t.sleep(80);
  await sync(p);
}

/** src/sm_cc.erl: code_change changes state, data and callback mode. */
class sm_cc extends GenStatem<any, any> {
  init() {
    return ['ok', 'a', 'd'] as const;
  }

  callbackMode() {
    return get('changed') === true ? ('handle_event_function' as const) : ('state_functions' as const);
  }

  a(type: any, content: unknown) {
    if (!isCall(type)) return functionClause(content);
    return doing(['reply', type[1], 'from_state_function']);
  }

  override handleEvent(type: any, content: unknown, s: unknown, d: unknown): any {
    if (!isCall(type)) return functionClause(content);
    return doing(['reply', type[1], ['from_handle_event', s, d]]);
  }

  override codeChange(vsn: unknown, s: unknown, d: unknown, extra: unknown): any {
    put('changed', true);
    return ['ok', ['new', s], [d, vsn, extra]];
  }
}

async function s13() {
  const [, p] = (await genStatem.start(sm_cc, [], [])) as ['ok', Address];
  await sys.suspend(p);
  t.log('result', await sys.changeCode(p, sm_cc, 'old', 'extra'));
  t.log('result', await sys.resume(p));
  t.log('result', await sys.getState(p));
  t.log('result', await call(p, 'x'));
}

async function s14() {
  t.trap();
  const [, p] = (await procLib.startLink(enters, [['a', 'd', [['state_timeout', 20, 'st']]]])) as ['ok', Address];
  await t.sleep(60);
  t.log('result', await call(p, 'sync'));
  await t.dies('', p, () => genStatem.stop(p));
  const [, q] = (await procLib.startLink(enters, [['a', 'd', ['local', 'om14']]])) as ['ok', Address];
  await t.dies('not registered', q, () => send(q, 'go'));
}

async function enters(a: readonly unknown[]) {
  const h: Handlers = {
    ev: (type, c, s, d) => {
      if (isCall(type) && c === 'sync') return doing(['reply', type[1], [s, d]]);
      lg(type, c, s);
      return keep;
    },
  };
  put('h', h);
  procLib.initAck(['ok', self()]);
  if ((a[2] as readonly unknown[])[0] === 'local') await receive(on('go', () => 'ok'));
  return (genStatem.enterLoop as (...args: readonly unknown[]) => Promise<never>)(sm_cb, [], ...a);
}

async function s15() {
  const throwing = (term_: unknown) => () => {
    throw term_;
  };
  const inits: readonly (readonly [string, () => unknown])[] = [
    ['throw junk', throwing('junk')],
    ['throw ignore', throwing('ignore')],
    ['{error,r}', () => ['error', 'r']],
    ['{ok,s}', () => ['ok', 's']],
    ['bad action', () => ['ok', 'a', 'd', ['nonsense']]],
  ];
  for (const [n, init] of inits) t.log('result', n, await sm_cb.start({ init }));
}

async function s16() {
  const p = await lm((type, _c, _s, d) => {
    if (isCall(type))
      return [
        'keep_state',
        type[1],
        [
          ['reply', type[1], 'first'],
          [['timeout', 'later'], 60, 'second'],
        ],
      ];
    return doing(['reply', d, 'second']);
  });
  t.log('result', await call(p, 'q', 5000));
  await t.sleep(120);
  await sync(p);
  await t.none();
}

async function s17() {
  const p = await lm((_type, c, _s, d) => {
    if (c === 'p') return doing('postpone');
    if (c === 'r1') return ['repeat_state', ['r', d]];
    if (c === 'r2') return ['repeat_state_and_data', [['next_event', 'internal', 'i']]];
    return c === 'go' ? ['next_state', 'b', d] : keep;
  });
  await queue(p, ['r1', 'r2']);
  t.log('result', await sys.getState(p));
}

/** src/sm_sf2.erl: goes to states it does not have. */
class sm_sf2 extends GenStatem<any, any> {
  init() {
    return ['ok', 'a', 'd'] as const;
  }

  callbackMode() {
    return 'state_functions' as const;
  }

  a(_type: unknown, content: unknown, d: unknown) {
    const x = [['next_event', 'internal', 'x']];
    return content === 'to_nowhere' ? ['next_state', 'nowhere', d, x] : ['next_state', ['t', 1], d, x];
  }
}

async function s18() {
  const [, p] = (await genStatem.start(sm_sf2, [], [])) as ['ok', Address];
  await t.dies('undef', p, () => cast(p, 'to_nowhere'));
  const [, q] = (await genStatem.start(sm_sf2, [], [])) as ['ok', Address];
  await t.dies('no atom', q, () => cast(q, 'to_tuple'));
}

async function s19() {
  const p = await st({});
  await genStatem.stop(p);
  t.log('result', 'dead', cast(p, 'x'));
  t.log('result', 'unknown', cast('om19', 'x'));
  t.log('result', 'name on node', cast(['om19', node()], 'x'));
  await t.none();
}

async function s20() {
  const p = await st({
    ev: ([, f]) => ['stop_and_reply', 'why', [['reply', f, 'bye']], 'newest'],
    terminate: term,
  });
  await t.dies('', p, async () => t.log('result', await call(p, 'x')));
  const q = await st({ ev: () => ['stop', ['shutdown', 'r']], terminate: term });
  await t.dies('', q, () => cast(q, 'x'));
}

async function s21() {
  const p = await lm((type, c) => {
    if (type === 'cast' && c === 'go')
      return doing(['next_event', 'internal', 'i1'], ['next_event', 'cast', 'c1'], ['next_event', 'info', 'n1']);
    if (type === 'internal' && c === 'i1')
      return doing(['next_event', 'internal', 'i2'], ['next_event', 'internal', 'i3']);
    return keep;
  });
  await queue(p, ['go', 'queued']);
}

async function s22() {
  const p = await lm((_type, c) => (c === 'go' ? doing('hibernate', ['state_timeout', 30, 'st']) : keep));
  cast(p, 'go');
  await t.sleep(80);
  await sync(p);
}

async function s23() {
  const p = await lm((_type, c, s, d) => {
    if (c[0] === 'p' && s !== 'c') return doing('postpone');
    if (c === 'to_b') return ['next_state', 'b', d];
    return c === 'to_c' ? ['next_state', 'c', d] : keep;
  });
  await queue(p, [['p', 1], ['p', 2], 'to_b', ['p', 3], 'to_c', 'last']);
}

async function s24() {
  const h: Handlers = { ev: ([, f]) => doing(['reply', f, 'y']), terminate: term };
  const [, p] = (await genStatem.start(['local', 'om24'], sm_cb, h, [])) as ['ok', Address];
  t.log('info', 'P', p);
  t.log('result', 'again', await genStatem.start(['local', 'om24'], sm_cb, h, []));
  t.log('result', 'call', await call(['om24', node()], 'x'));
  t.log('result', 'stop', await genStatem.stop('om24'));
  await t.try_('call', () => call('om24', 'x', 100));
  await t.try_('stop', () => genStatem.stop('om24'));
}

async function s25() {
  const p = await lm((type, c) =>
    type === 'cast' && c === 'go' ? doing([['timeout', 'past'], monotonicTime() - 100, 'c', [['abs', true]]]) : keep,
  );
  cast(p, 'go');
  await t.sleep(40);
  await sync(p);
}

async function s26() {
  const p = await lm((_type, c) => {
    if (c === 'go') return doing([['timeout', 't'], 0, 't0']);
    return c === 't0' ? doing(['state_timeout', 0, 'st']) : keep;
  });
  await queue(p, ['go', 'queued']);
}

async function s27() {
  for (const result of [['keep_state_and_data'], ['repeat_state_and_data'], ['stop']]) {
    const p = await st({ ev: () => result });
    await t.dies('', p, () => cast(p, 'x'));
  }
  const q = await st({ ev: ([, f]) => ['keep_state_and_data', [['reply', f, 'y']]] });
  send(q, ['$gen_call', [self(), makeRef()], 'x']);
  await t.recv();
}

export const scenarios: readonly t.Scenario[] = [
  ['OM-01-zero-timeouts-and-queue', s01],
  ['OM-02-update-timeouts', s02],
  ['OM-03-integer-action', s03],
  ['OM-04-bad-actions', s04],
  ['OM-05-error-in-a-state', s05],
  ['OM-06-single-actions', s06],
  ['OM-07-init-actions', s07],
  ['OM-08-enter-changes-data', s08],
  ['OM-09-postponed-call', s09],
  ['OM-10-postpone-false', s10],
  ['OM-11-generic-timeouts', s11],
  ['OM-12-event-timeout-and-queue', s12],
  ['OM-13-code-change', s13],
  ['OM-14-enter-loop', s14],
  ['OM-15-throw-in-init', s15],
  ['OM-16-double-reply', s16],
  ['OM-17-repeat-state', s17],
  ['OM-18-state-functions-errors', s18],
  ['OM-19-cast-to-the-dead', s19],
  ['OM-20-stop-with-newest-data', s20],
  ['OM-21-nested-next-events', s21],
  ['OM-22-hibernate-and-timeout', s22],
  ['OM-23-postponed-stays-for-two-changes', s23],
  ['OM-24-names', s24],
  ['OM-25-absolute-generic-timeout', s25],
  ['OM-26-timeout-zero-started-by-timeout', s26],
  ['OM-27-short-returns', s27],
];
