/** Processes, exit signals, registered names, process_info: src/area_process.erl, line for line. */
import { P } from 'ts-pattern';
import {
  after,
  Address,
  catchTerm,
  down,
  erase,
  error,
  exit,
  exitFrom,
  get,
  groupLeader,
  isProcessAlive,
  link,
  makeRef,
  monitor,
  node,
  on,
  processFlag,
  processInfo,
  put,
  receive,
  register,
  self,
  send,
  spawn,
  spawnLink,
  spawnMonitor,
  spawnOpt,
  spawnRequest,
  unlink,
  unregister,
  whereis,
  type Ref,
} from 'regent-otp';
import * as t from '../t.js';

async function loop() {
  for (;;) {
    const next = await receive(
      on([P.instanceOf(Address), 'ping'], ([f]) => (send(f, [self(), 'pong']), 'loop')),
      on('stop', () => 'ok'),
      on(['exit', P._], ([, r]) => exit(r)),
      on(P._, () => 'loop'),
    );
    if (next === 'ok') return next;
  }
}

function ping(p: Address) {
  send(p, [self(), 'ping']);
  return receive(
    on([p, 'pong'], () => 'pong'),
    after(1000, () => 'no_answer'),
  );
}

const forever = () => receive(on('stop', () => 'ok'));
const up = () => receive(on('up', () => 'ok'));
const downReason = (ref: Ref) => receive(on(down(ref), ([, , , , w]) => w));

async function s01() {
  const me = self();
  const p = spawn(async () => {
    const c = spawnLink(() => 'ok');
    await t.wait(c);
    send(me, 'ready');
    await loop();
  });
  await receive(on('ready', () => 'ok'));
  t.log('result', "ping after the child's normal exit", await ping(p));
  await t.dies('P stopped', p, () => send(p, 'stop'));
}

async function s02() {
  t.log(
    'down',
    'P',
    await t.dieReason(async () => {
      spawnLink(() => exit('boom'));
      await forever();
    }),
  );
}

async function s03() {
  t.trap();
  const fs: readonly (readonly [string, () => unknown])[] = [
    ['returns', () => 'ok'],
    ['exit(boom)', () => exit('boom')],
    ['exit({shutdown,x})', () => exit(['shutdown', 'x'])],
    ['1/0', () => error('badarith')],
    [
      'throw(ball)',
      () => {
        throw 'ball';
      },
    ],
    ['error(oops)', () => error('oops')],
  ];
  for (const [n, f] of fs) {
    spawnLink(f);
    await t.recvNote(n);
  }
  await t.none();
}

async function s04() {
  const p = spawn(loop);
  t.log('result', 'exit(P,normal)', exit(p, 'normal'));
  t.log('result', 'ping', await ping(p));
  t.log('result', 'alive', isProcessAlive(p));
  await t.kill(p);
}

async function s05() {
  const me = self();
  const p = spawn(async () => {
    t.trap();
    send(me, 'up');
    await receive(on(P._, (m) => send(me, ['got', m])));
  });
  await up();
  t.log('info', 'sender and P', [self(), p]);
  exit(p, 'normal');
  await t.recv();
}

async function s06() {
  const me = self();
  t.log(
    'down',
    'non-trapping',
    await t.dieReason(async () => {
      exit(self(), 'normal');
      await receive(after(300, () => exit('survived')));
    }),
  );
  const p = spawn(async () => {
    t.trap();
    await receive(on('go', () => 'ok'));
    exit(self(), 'normal');
    await receive(on(P._, (m) => send(me, ['got', m])));
  });
  t.log('info', 'P', p);
  send(p, 'go');
  await t.recv();
}

async function s07() {
  const me = self();
  const p = spawn(async () => {
    t.trap();
    send(me, 'up');
    await loop();
  });
  await up();
  await t.dies('', p, () => exit(p, 'kill'));
}

async function s08() {
  t.trap();
  const p = spawnLink(forever);
  t.log('info', 'P', p);
  exit(p, 'kill');
  await t.recv();
  const me = self();
  const a = spawn(async () => {
    const b = spawnLink(forever);
    send(me, ['b', b]);
    await forever();
  });
  const b = await receive(on(['b', P.instanceOf(Address)], ([, x]) => x));
  const r = t.mon(a);
  exit(b, 'kill');
  t.log('down', 'A', await downReason(r));
}

async function s09() {
  const me = self();
  const p = spawn(() => receive(on('go', () => exit('kill'))));
  const q = spawn(async () => {
    t.trap();
    link(p);
    send(me, 'up');
    await receive(on(P._, (m) => send(me, ['q_got', m])));
    await loop();
  });
  const n = spawn(async () => {
    link(p);
    send(me, 'up');
    await forever();
  });
  await up();
  await up();
  const rp = t.mon(p);
  const rn = t.mon(n);
  t.log('info', 'P', p);
  send(p, 'go');
  t.log('down', 'P', await downReason(rp));
  await receive(on(['q_got', P._], ([, m]) => t.log('recv', 'Q got', m)));
  t.log('down', 'N (non-trapping, linked)', await downReason(rn));
  t.log('result', 'Q alive', isProcessAlive(q));
  await t.kill(q);
}

async function s11() {
  const p = spawn(forever);
  const r = t.mon(p);
  exit(p, 'first');
  exit(p, 'second');
  t.log('down', await downReason(r));
}

async function s12() {
  const me = self();
  const p = spawn(async () => {
    t.trap();
    send(me, 'up');
    await receive(on('go', () => 'ok'));
    for (const _ of [1, 2, 3, 4]) await receive(on(P._, (x) => send(me, ['p', x])));
  });
  await up();
  t.log('info', 'sender', self());
  send(p, 'm');
  send(p, 'm');
  exit(p, 'stop_here');
  send(p, 'm');
  send(p, 'go');
  for (const _ of [1, 2, 3, 4]) await receive(on(['p', P._], ([, x]) => t.log('recv', x)));
}

async function s13() {
  const p = spawn(() => 'ok');
  await t.wait(p);
  await t.try_('Dead ! hi', () => send(p, 'hi'));
  await t.try_('no_such_name ! hi', () => send('no_such_name', 'hi'));
  await t.try_('{no_such_name,node()} ! hi', () => send(['no_such_name', node()], 'hi'));
  await t.try_('erlang:send(Dead,hi)', () => send(p, 'hi'));
}

async function s14() {
  await t.try_('register', () => register('pr14', self()));
  t.log('result', 'whereis==self', whereis('pr14') === self());
  await t.try_('same again', () => register('pr14', self()));
  await t.try_('2nd name for same pid', () => register('pr14b', self()));
  const d = spawn(() => 'ok');
  await t.wait(d);
  await t.try_('dead pid', () => register('pr14c', d));
  const l = spawn(forever);
  await t.try_('used name, other pid', () => register('pr14', l));
  await t.try_('name undefined', () => register('undefined', l));
  await t.try_('non-atom name', () => register(['x'] as never, l));
  await t.try_('unregister', () => unregister('pr14'));
  t.log('result', 'whereis', whereis('pr14'));
  await t.try_('unregister again', () => unregister('pr14'));
  await t.kill(l);
}

async function s16() {
  const p = spawn(forever);
  t.log('result', 'alive', isProcessAlive(p));
  await t.kill(p);
  t.log('result', 'alive after kill', isProcessAlive(p));
  t.log('result', 'process_info', processInfo(p));
  t.log('result', 'process_info links', processInfo(p, 'links'));
}

async function s17() {
  const me = self();
  const h = spawn(forever);
  const p = spawn(async () => {
    register('pr17', self());
    t.trap();
    link(me);
    monitor('process', h);
    send(me, 'up');
    await receive(on(['never'], () => 'ok'));
  });
  await up();
  monitor('process', p);
  send(p, 'a');
  send(p, ['b', 1]);
  t.log('info', 'self,P,H', [self(), p, h]);
  const keys = [
    'registered_name',
    'trap_exit',
    'links',
    'monitors',
    'monitored_by',
    'message_queue_len',
    'messages',
  ] as const;
  for (const k of keys) t.log('result', 'process_info', processInfo(p, k));
  unlink(p);
  t.log('result', 'links after unlink', processInfo(p, 'links'));
  await t.kill(p);
  await t.kill(h);
}

async function s18() {
  t.log(
    'down',
    'all in a fresh process',
    await t.dieReason(async () => {
      await t.try_('trap true', () => processFlag('trap_exit', true));
      await t.try_('again', () => processFlag('trap_exit', true));
      await t.try_('unknown flag', () => processFlag('nosuch' as never, 1 as never));
      await t.try_('bad value', () => processFlag('trap_exit', 'maybe' as never));
    }),
  );
}

async function s19() {
  t.log(
    'down',
    'in a fresh process',
    await t.dieReason(() => {
      t.log('result', 'get()', get());
      t.log('result', 'put(k,1)', put('k', 1));
      t.log('result', 'put(k,2)', put('k', 2));
      t.log('result', 'get(k)', get('k'));
      t.log('result', 'get(missing)', get('missing'));
      t.log('result', 'erase(k)', erase('k'));
      t.log('result', 'erase(k)', erase('k'));
    }),
  );
}

async function s20() {
  t.trap();
  const [p, r] = spawnMonitor(() => exit('a'));
  t.log('info', 'spawn_monitor', [p, r]);
  await t.recv();
  const [p2, r2] = spawnOpt(() => exit('b'), ['monitor']);
  t.log('info', 'spawn_opt monitor', [p2, r2]);
  await t.recv();
  const p3 = spawnOpt(() => exit('c'), ['link']);
  t.log('info', 'spawn_opt link', p3);
  await t.recv();
  const [p4, r4] = spawnOpt(() => exit('d'), ['link', 'monitor']);
  t.log('info', 'spawn_opt link,monitor', [p4, r4]);
  await receive(on(['EXIT', P._, P._], (m) => t.log('recv', m)));
  await receive(on(['DOWN', P._, P._, P._, P._], (m) => t.log('recv', m)));
  await t.none();
}

async function s21() {
  // no_such_mod:f(1): the module does not exist.
  const [p, r] = spawnMonitor(() => error('undef'));
  t.log('info', [p, r]);
  await t.recv();
  await t.try_('spawn(notafun)', () => spawn('notafun' as never));
}

async function s22() {
  const d = async (n: string, f: () => unknown) => t.log('down', n, await t.dieReason(f));
  // What the VM raises in Erlang, the port raises with error(...).
  await d('badmatch', () => error(['badmatch', 2]));
  await d('case_clause', () => error(['case_clause', 9]));
  await d('function_clause', () => error('function_clause'));
  await d('badarith', () => error('badarith'));
  await d('badfun', () => error(['badfun', 'x']));
  await d('badarity', () => error(['badarity', [() => 'ok', []]]));
  await d('undef', () => error('undef'));
  await d('error(custom)', () => error('custom'));
  await d('error(custom,[1])', () => error('custom', [1]));
  await d('throw(t)', () => {
    throw 't';
  });
  await d('exit({a,b})', () => exit(['a', 'b']));
  await d('if_clause', () => error('if_clause'));
  await d('badmap', () => error(['badmap', 'notmap']));
  await d('badkey', () => error(['badkey', 'k']));
}

async function s23() {
  t.trap();
  const me = self();
  const h = spawn(() => exit(me, 'because'));
  t.log('info', 'H', h);
  await t.recv();
}

async function s24() {
  await t.try_('exit(notapid,x)', () => exit('notapid' as never, 'x'));
  const d = spawn(() => 'ok');
  await t.wait(d);
  await t.try_('exit(Dead,x)', () => exit(d, 'x'));
}

async function s27() {
  const me = self();
  const g = groupLeader();
  const p = spawn(async () => {
    send(me, ['gl', groupLeader()]);
    await receive(on('go', () => 'ok'));
    send(me, ['gl', groupLeader()]);
  });
  await receive(on(['gl', P._], ([, x]) => t.log('result', 'inherited', x === g)));
  groupLeader(me, p);
  send(p, 'go');
  await receive(on(['gl', P._], ([, y]) => t.log('result', 'changed', y === me)));
}

function s30() {
  const a = makeRef();
  const b = makeRef();
  t.log('result', 'A=:=B', a === b);
  t.log('result', 'A=:=A', [a].includes(a));
  t.log('result', 'refs', [a, b, a]);
}

async function s32() {
  const p = spawn(() => exit('early'));
  await t.wait(p);
  const r = t.mon(p);
  t.log('info', [p, r]);
  await t.recv();
}

async function s33() {
  const p = spawn(async () => {
    try {
      await receive(on('never', () => 'ok'));
    } catch (thrown) {
      t.log('caught', thrown);
    }
  });
  await t.blocked(p);
  const ref = t.mon(p);
  exit(p, 'bye');
  t.log('down', await downReason(ref));
}

async function s34() {
  const p = spawn(async () => {
    for (let n = 0; ; n++) {
      send(self(), n);
      await receive(on(P._, () => 'ok'));
    }
  });
  const ref = t.mon(p);
  exit(p, 'stop');
  await receive(
    on(down(ref), ([, , , , w]) => t.log('down', w)),
    after(3000, () => t.log('down', 'none')),
  );
}

async function s35() {
  const me = self();
  const p = spawn(async () => {
    t.trap();
    send(me, 'up');
    await receive(
      on(P._, (m) => {
        processFlag('trap_exit', false);
        send(me, ['got', m]);
      }),
    );
    await forever();
  });
  await up();
  t.log('info', 'self', self());
  exit(p, 'a');
  await t.recv();
  const ref = t.mon(p);
  exit(p, 'b');
  t.log('down', await downReason(ref));
}

async function s36() {
  const me = self();
  const mk = (n: string) => spawn(() => receive(on(P._, (m) => send(me, [n, m]))));
  const a = mk('a');
  const b = mk('b');
  register('pr36', a);
  send('pr36', 'one');
  await t.recv();
  await t.wait(a);
  register('pr36', b);
  send('pr36', 'two');
  await t.recv();
}

async function s37() {
  const reasons = [['x', { k: [1, 2] }], ['a', 'b'], 'bin', 1.5, 42, 'str', []];
  for (const r of reasons) t.log('down', await t.dieReason(() => exit(r)));
}

async function s38() {
  const ball = () => {
    throw 'x';
  };
  t.log('result', 'catch throw', await catchTerm(ball));
  t.log('result', 'catch exit', await catchTerm(() => exit('x')));
  t.log('result', 'catch error', await catchTerm(() => error('x')));
  t.log(
    'down',
    await t.dieReason(() => {
      try {
        exit('leaving');
      } finally {
        t.log('info', 'after clause', 'after_ran');
      }
    }),
  );
}

async function s39() {
  t.trap();
  const p = spawnLink(() => receive(on('go', () => exit('boom'))));
  const r = t.mon(p);
  t.log('info', [p, r]);
  send(p, 'go');
  await receive(on(exitFrom(p), (m) => t.log('recv', m)));
  await receive(on(down(r), (m) => t.log('recv', m)));
  await t.none();
}

async function s42() {
  t.trap();
  const r = spawnRequest(() => exit('gone'), ['link']);
  t.log('info', 'R', r);
  await t.recv();
  await t.recv();
}

async function s43() {
  const p = spawn(forever);
  t.log('info', 'self', self());
  t.log('result', processInfo(p, 'parent'));
  t.log('result', processInfo(self(), ['trap_exit', 'message_queue_len', 'trap_exit']));
  await t.try_('not a pid', () => processInfo('foo' as never));
  await t.try_('bad key', () => processInfo(p, 'nosuchkey' as never));
  t.log('result', 'unnamed', processInfo(self(), 'registered_name'));
  t.log('result', 'unnamed in list', processInfo(self(), ['registered_name']));
  await t.kill(p);
}

export const scenarios: readonly t.Scenario[] = [
  ['PR-01-normal-exit-linked', s01],
  ['PR-02-abnormal-exit-linked', s02],
  ['PR-03-trapped-exit-reasons', s03],
  ['PR-04-exit2-normal-ignored', s04],
  ['PR-05-exit2-normal-trapped', s05],
  ['PR-06-exit2-self-normal', s06],
  ['PR-07-kill-untrappable', s07],
  ['PR-08-killed-propagates-as-killed', s08],
  ['PR-09-exit1-kill-is-not-kill', s09],
  ['PR-11-first-exit-signal-wins', s11],
  ['PR-12-signal-order', s12],
  ['PR-13-send-to-dead', s13],
  ['PR-14-register-api', s14],
  ['PR-16-alive-and-info-of-dead', s16],
  ['PR-17-process-info-keys', s17],
  ['PR-18-process-flag', s18],
  ['PR-19-process-dictionary', s19],
  ['PR-20-spawn-variants', s20],
  ['PR-21-spawn-undefined-function', s21],
  ['PR-22-error-reason-shapes', s22],
  ['PR-23-exit-message-from-exit2-has-sender-pid', s23],
  ['PR-24-exit2-bad-args', s24],
  ['PR-27-group-leader-inherited', s27],
  ['PR-30-make_ref-unique', s30],
  ['PR-32-monitor-before-exit-vs-after', s32],
  ['PR-33-exit-uncaught-in-receive', s33],
  ['PR-34-exit-signal-to-blocked-and-running', s34],
  ['PR-35-untrap-after-trap', s35],
  ['PR-36-registered-name-message', s36],
  ['PR-37-exit-with-nonatom-reasons', s37],
  ['PR-38-nested-catch-and-rethrow', s38],
  ['PR-39-exit-signal-during-monitor-both', s39],
  ['PR-42-spawn-request-link-order', s42],
  ['PR-43-process-info-details', s43],
];
