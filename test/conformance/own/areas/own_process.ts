/** Processes, names, spawn_request: conformance-own/src/area_own_process.erl, line for line. */
import { P } from 'ts-pattern';
import {
  Address,
  catchTerm,
  down,
  erase,
  error,
  exit,
  ExitError,
  exitFrom,
  get,
  getKeys,
  groupLeader,
  isProcessAlive,
  link,
  node,
  on,
  processFlag,
  processInfo,
  put,
  receive,
  register,
  registered,
  self,
  send,
  spawn,
  spawnLink,
  spawnMonitor,
  spawnOpt,
  spawnRequest,
  unregister,
  whereis,
} from 'regent-otp';
import * as t from '../../t.js';

const forever = () => receive(on('stop', () => 'ok'));
const linksOf = (pid: Address) => (processInfo(pid, 'links') as readonly [string, readonly Address[]])[1];

/** Sorts as Erlang does for the terms used here: atoms before tuples. */
const sorted = (terms: readonly unknown[]) =>
  [...terms].sort((a, b) => {
    const [x, y] = [a, b].map((term) => JSON.stringify(term).replaceAll('[', '~')) as [string, string];
    return x < y ? -1 : 1;
  });

async function s01() {
  t.trap();
  const p = spawnLink(async () => {
    await receive(on('go', () => 'ok'));
    exit(self(), 'why');
    t.log('cb', 'after exit', 'not_reached');
  });
  const r = t.mon(p);
  send(p, 'go');
  await receive(on(exitFrom(p), ([, , w]) => t.log('recv', ['EXIT', p, w])));
  await receive(on(down(r), ([, , , , w]) => t.log('down', w)));
}

async function s02() {
  const p = spawn(forever);
  register('op02', p);
  const r = t.mon(p);
  exit(p, 'kill');
  await receive(on(down(r), ([, , , , w]) => t.log('down', w)));
  t.log('result', 'whereis', whereis('op02'));
  t.log('result', 'register', register('op02', self()));
  t.log('result', 'is mine', whereis('op02') === self());
  unregister('op02');
}

async function s03() {
  const r = spawnRequest(() => exit('bye'), ['monitor']);
  t.log('info', 'request', r);
  await t.recv(2);
  const r2 = spawnRequest(() => forever(), []);
  await receive(
    on(['spawn_reply', r2, 'ok', P.instanceOf(Address)], ([, , , p]) => {
      t.log('result', 'alive', isProcessAlive(p));
      return t.kill(p);
    }),
  );
  await t.none();
}

async function s04() {
  const me = self();
  const r = spawnRequest(() => 'ok', [['reply_tag', ['my', 'tag']]]);
  t.log('info', 'request', r);
  await t.recv();
  spawnRequest(() => send(me, 'from_child'), [['reply', 'no']]);
  await t.recv();
  spawnRequest(() => send(me, 'from_child'), [['reply', 'error_only']]);
  await t.recv();
  await t.none();
}

async function s05() {
  const f = () => 'ok';
  const r = spawnRequest(f, ['nooption'] as never);
  t.log('info', 'request', r);
  await t.recv();
  const r2 = spawnRequest(f, [['monitor', ['bad']]] as never);
  t.log('info', 'request', r2);
  await t.recv();
  const r3 = spawnRequest(f, ['nooption', ['reply', 'error_only'], ['reply_tag', 'tagged']] as never);
  t.log('info', 'request', r3);
  await t.recv();
  spawnRequest(f, ['nooption', ['reply', 'no']] as never);
  await t.none();
  await t.try_('spawn_opt', () => spawnOpt(f, [['monitor', ['bad']]] as never));
  await t.try_('options', () => spawnRequest(f, 'x' as never));
  await t.try_('function', () => spawnRequest('x' as never, []));
}

async function s06() {
  t.log('result', 'put', put('a', 1));
  t.log('result', 'put again', put('a', 2));
  put('b', 3);
  put(['c', 1], 3);
  t.log('result', 'get', sorted(get()));
  t.log('result', 'keys of 3', sorted(getKeys(3)));
  t.log('result', 'keys', sorted(getKeys()));
  t.log('result', 'erase', erase('b'));
  t.log('result', 'erase again', erase('b'));
  t.log('result', 'erase all', sorted(erase()));
  t.log('result', 'nothing left', get());
}

async function s07() {
  const me = self();
  const a = spawn(async () => {
    await receive(on(['link', P.instanceOf(Address)], ([, x]) => link(x)));
    send(me, 'linked');
    await forever();
  });
  const b = spawn(async () => {
    t.trap();
    await receive(on(P._, (m) => send(me, ['b', m])));
    await forever();
  });
  await t.idle(b);
  send(a, ['link', b]);
  await receive(on('linked', () => 'ok'));
  const c = spawn(async () => {
    link(b);
    send(me, 'linked');
    await receive(on('die', () => exit('boom')));
  });
  await receive(on('linked', () => 'ok'));
  t.log('info', 'C', c);
  send(c, 'die');
  await t.recv();
  t.log('result', 'A and B live', [isProcessAlive(a), isProcessAlive(b)]);
  await t.kill(b);
  await t.wait(a);
}

async function s08() {
  register('op08', self());
  t.log('result', 'registered', registered().includes('op08'));
  const me = self();
  spawn(() => send(me, ['unregistered', unregister('op08')]));
  await t.recv();
  t.log('result', 'whereis', whereis('op08'));
  t.log('result', 'not registered', registered().includes('op08'));
  await t.try_('unregister unknown', () => unregister('op08'));
  await t.try_('whereis 1', () => whereis(1 as never));
  await t.try_('register bad name', () => register(1 as never, self()));
  await t.try_('register bad pid', () => register('op08', 'pid' as never));
}

async function s09() {
  register('op09', self());
  t.log('result', 'pid', send(self(), 'one'));
  t.log('result', 'name', send('op09', ['two', 2]));
  t.log('result', 'name on node', send(['op09', node()], 'three'));
  t.log('result', 'unknown name on node', send(['op09x', node()], 'four'));
  unregister('op09');
  await t.recv(3);
  await t.none();
}

async function s10() {
  const me = self();
  const p = spawn(async () => {
    put('k', 'v');
    link(me);
    t.trap();
    await forever();
  });
  await t.idle(p);
  t.log('info', 'P', p);
  t.log('result', 'dictionary', processInfo(p, 'dictionary'));
  t.log('result', 'several', processInfo(p, ['trap_exit', 'links', 'status', 'message_queue_len']));
  t.log('result', 'empty list', processInfo(p, []));
  await t.kill(p);
}

async function s11() {
  t.log(
    'down',
    await t.dieReason(async () => {
      t.trap();
      exit(self(), 'kill');
      await receive(on(P._, (m) => t.log('cb', 'got', m)));
    }),
  );
}

async function s12() {
  const f = () => 'ok';
  await t.try_('spawn(1)', () => spawn(1 as never));
  await t.try_('spawn_link(atom)', () => spawnLink('atom' as never));
  await t.try_('spawn_monitor(atom)', () => spawnMonitor('atom' as never));
  await t.try_('nooption', () => spawnOpt(f, ['nooption'] as never));
  await t.try_('no list', () => spawnOpt(f, 'x' as never));
}

async function s13() {
  const me = self();
  const parent = spawn(() => send(me, ['child', spawn(forever)]));
  await t.wait(parent);
  const c = await receive(on(['child', P.instanceOf(Address)], ([, child]) => child));
  t.log('result', 'parent', processInfo(c, 'parent')?.[1] === parent);
  t.log('result', 'parent lives', isProcessAlive(parent));
  await t.kill(c);
}

async function s14() {
  t.trap();
  const p = spawnLink(forever);
  t.log('info', 'P', p);
  t.log('result', 'mine', linksOf(self()).length === 1 && linksOf(self())[0] === p);
  t.log('result', 'its', linksOf(p).length === 1 && linksOf(p)[0] === self());
  send(p, 'stop');
  await t.recv();
  t.log('result', 'mine', linksOf(self()).includes(p));
}

async function s15() {
  const funs = [
    [
      'throw',
      () => {
        throw 'ball';
      },
    ],
    ['error', () => error(['oops', 1])],
    ['exit', () => exit(['shutdown', 'x'])],
  ] as const;
  for (const [n, f] of funs) {
    const reason = await t.dieReason(() => {
      spawnLink(f);
      return forever();
    });
    t.log('down', n, reason);
  }
}

async function s16() {
  t.trap();
  const p = spawnLink(() => exit('a'));
  await t.wait(p);
  t.log('result', 'untrap', processFlag('trap_exit', false));
  await t.recv();
  const q = spawnLink(() => 'ok');
  await t.wait(q);
  await t.none();
}

async function s17() {
  t.log('result', 'catch value', await catchTerm(() => 7));
  t.log(
    'result',
    'catch throw',
    await catchTerm(() => {
      throw 'x';
    }),
  );
  t.log('result', 'catch exit', await catchTerm(() => exit(['a', 1])));
  t.log('result', 'catch error', await catchTerm(() => error('e')));
  await t.try_('after part', () => {
    try {
      exit('inner');
    } finally {
      t.log('cb', 'after', 'done');
    }
  });
  await t.try_('again', () => {
    try {
      throw 'inner';
    } catch (thrown) {
      if (thrown instanceof ExitError) throw thrown;
      exit(['outer', thrown]);
    }
  });
  await t.try_('class kept', () => {
    let caught: unknown;
    try {
      error('inner');
    } catch (thrown) {
      caught = thrown;
    }
    throw caught;
  });
}

async function s18() {
  register('op18', self());
  await t.try_('is_process_alive', () => isProcessAlive('x' as never));
  await t.try_('exit by name', () => exit('op18' as never, 'r'));
  await t.try_('group_leader', () => groupLeader('x' as never, self()));
  unregister('op18');
}

async function s19() {
  const p = spawn(forever);
  register('op19', p);
  await t.kill(p);
  await t.try_('name', () => send('op19', 'x'));
  await t.try_('name on node', () => send(['op19', node()], 'x'));
}

export const scenarios: readonly t.Scenario[] = [
  ['OP-01-exit-self-is-a-signal', s01],
  ['OP-02-name-is-free-at-down', s02],
  ['OP-03-spawn-request', s03],
  ['OP-04-spawn-request-reply', s04],
  ['OP-05-spawn-request-bad-options', s05],
  ['OP-06-dictionary', s06],
  ['OP-07-trapping-link-in-a-chain', s07],
  ['OP-08-names', s08],
  ['OP-09-send-returns-the-message', s09],
  ['OP-10-info-of-another', s10],
  ['OP-11-exit-self-kill-when-trapping', s11],
  ['OP-12-spawn-bad-arguments', s12],
  ['OP-13-parent-may-be-dead', s13],
  ['OP-14-links-of-the-dead', s14],
  ['OP-15-uncaught-in-a-linked-child', s15],
  ['OP-16-exit-message-is-a-message', s16],
  ['OP-17-catch-and-raise', s17],
  ['OP-18-arguments-of-flags', s18],
  ['OP-19-message-to-the-dead-name', s19],
];
