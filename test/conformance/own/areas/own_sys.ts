/** sys: conformance-own/src/area_own_sys.erl, line for line. */
import { catchTerm, error, exit, makeRef, node, on, receive, self, send, unlink, type Address } from 'regent-otp';
import type { Debug } from 'regent-otp/behaviours';
import { genServer, genStatem, procLib, sys } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import { gs_cb, type Handlers } from '../../gsCb.js';
import { sm_cb } from '../../smCb.js';
import * as t from '../../t.js';

async function start(h: Handlers): Promise<Address> {
  const [, p] = (await gs_cb.start(h)) as ['ok', Address];
  return p;
}

async function s01() {
  const p = await start({});
  await sys.suspend(p);
  t.log('result', await sys.getState(p));
  t.log('result', await sys.replaceState(p, (s: unknown) => ['new', s]));
  await t.try_('error', () => sys.replaceState(p, () => error('bad')));
  await t.try_('exit', () => sys.replaceState(p, () => exit('bad')));
  t.log('result', await sys.getState(p, 1000));
  t.log('result', await sys.resume(p));
  t.log('result', await genServer.call(p, 'x'));
  t.log('result', await sys.getState(p));
}

async function s02() {
  const p = await start({});
  const counting = (note: string) => (n: number) => {
    t.log('cb', note, n);
    return n + 1;
  };
  const f = counting('first');
  const g = counting('second');
  t.log('result', await sys.install(p, ['id', f, 0]));
  t.log('result', 'same id', await sys.install(p, ['id', g, 10]));
  genServer.cast(p, 'x');
  await sys.getState(p);
  t.log('result', 'remove', await sys.remove(p, 'id'));
  genServer.cast(p, 'y');
  await sys.getState(p);
  const d = (n: number) => {
    t.log('cb', 'once', n);
    return 'done';
  };
  t.log('result', await sys.install(p, [d, 0]));
  genServer.cast(p, 'x');
  genServer.cast(p, 'x');
  await sys.getState(p);
}

async function s03() {
  const p = await start({});
  t.log('result', await sys.log(p, [true, 2]));
  for (const x of ['a', 'b', 'c']) await genServer.call(p, x);
  const [, l] = (await sys.log(p, 'get')) as ['ok', readonly unknown[]];
  t.log('result', 'events', l.length);
  t.log('result', 'no_debug', await sys.noDebug(p));
  t.log('result', await sys.log(p, 'get'));
}

const sp = {
  [Symbol.toStringTag]: 'area_own_sys',

  init(par: Address) {
    procLib.initAck(['ok', self()]);
    return sp.loop(par, sys.debugOptions([]), 1);
  },

  async loop(par: Address, deb: Debug, s: unknown): Promise<unknown> {
    for (;;) {
      const request = await receive(
        on(['system', P._, P._], ([, from, req]) => [from, req] as const),
        on(P._, (m) => void t.log('cb', 'message', [m, s])),
      );
      if (request !== undefined) {
        return sys.handleSystemMsg(request[1], request[0] as never, par, sp as never, deb, s);
      }
    }
  },

  systemContinue: (par: Address, deb: Debug, s: unknown) => sp.loop(par, deb, s),

  async systemTerminate(r: unknown, _par: Address, _deb: Debug, s: unknown) {
    await t.sleep(40);
    t.log('cb', 'system_terminate', [r, s]);
    return exit(r);
  },

  systemGetState: (s: unknown) => ['ok', s] as const,

  systemReplaceState(f: (s: unknown) => unknown, s: unknown) {
    const n = f(s);
    return ['ok', n, n] as const;
  },

  systemCodeChange(s: unknown, m: unknown, old: unknown, extra: unknown) {
    t.log('cb', 'system_code_change', [s, m, old, extra]);
    return ['ok', ['changed', s]] as const;
  },
};

async function s04() {
  const [, p] = (await procLib.startLink(sp, 'init', [self()])) as ['ok', Address];
  t.log('result', 'state', await sys.getState(p));
  t.log('result', 'replace', await sys.replaceState(p, (n: unknown) => Number(n) + 1));
  t.log('result', 'suspend', await sys.suspend(p));
  send(p, 'waits');
  t.log('result', 'state', await sys.getState(p));
  t.log('result', 'change_code', await sys.changeCode(p, sp, 'old', 'extra'));
  t.log('result', 'resume', await sys.resume(p));
  await t.sleep(100);
  t.log('result', 'state', await sys.getState(p));
  unlink(p);
  await t.dies('', p, async () => t.log('result', 'terminate', await sys.terminate(p, 'over')));
}

async function s05() {
  const p = await start({
    cast: async (_, s) => {
      await t.sleep(100);
      return ['noreply', s];
    },
  });
  t.log('info', 'P', p);
  genServer.cast(p, 'busy');
  await t.try_('', () => sys.suspend(p, 30));
  await t.sleep(120);
  await t.try_('call', () => genServer.call(p, 'x', 30));
  t.log('result', await sys.resume(p));
  t.log('result', await genServer.call(p, 'y'));
}

type Statistics = readonly ['ok', readonly (readonly [string, unknown])[]];

async function s06() {
  const [, p] = (await sm_cb.start({
    ev: (type) => (type[0] === 'call' ? ['keep_state_and_data', [['reply', type[1], 'r']]] : 'keep_state_and_data'),
  })) as ['ok', Address];
  t.log('result', await sys.statistics(p, 'get'));
  await sys.statistics(p, true);
  await genStatem.call(p, 'a');
  genStatem.cast(p, 'b');
  send(p, 'c');
  await genStatem.call(p, 'd');
  const [, l] = (await sys.statistics(p, 'get')) as Statistics;
  t.log('result', [l.find(([k]) => k === 'messages_in'), l.find(([k]) => k === 'messages_out')]);
  t.log('result', await sys.statistics(p, false));
}

async function s07() {
  const p = await start({
    terminate: async (r, s) => {
      await t.sleep(40);
      t.log('cb', 'terminate', [r, s]);
    },
  });
  await sys.suspend(p);
  await t.dies('', p, async () => t.log('result', await sys.terminate(p, 'why')));
}

async function s08() {
  const [, p] = (await gs_cb.start('oy08', {})) as ['ok', Address];
  t.log('info', 'P', p);
  t.log('result', 'name', await sys.getState('oy08'));
  t.log('result', 'name on node', await sys.getState(['oy08', node()]));
  await t.try_('unknown', () => sys.getState(['oy08_none', node()]));
  await t.try_('unknown global', () => sys.suspend(['global', 'oy08_none'] as never));
}

async function s09() {
  const p = await start({ terminate: (r, s) => t.log('cb', 'terminate', [r, s]) });
  await sys.suspend(p);
  await t.dies('', p, async () => t.log('result', await genServer.stop(p)));
}

async function s10() {
  const p = await start({});
  t.log('result', 'statistics', await catchTerm(() => sys.statistics(p, 'unsure' as never)));
  t.log('result', 'log', await catchTerm(() => sys.log(p, 'unsure' as never)));
  t.log('result', 'alive', await genServer.call(p, 'x'));
}

async function s11() {
  const p = await start({});
  await sys.suspend(p);
  await t.dies('', p, () => exit(p, 'bye'));
  const q = await start({
    trap: true,
    info: ([, , r], s) => {
      t.log('cb', 'info', ['EXIT', r]);
      return ['noreply', s];
    },
  });
  await sys.suspend(q);
  exit(q, 'bye');
  t.log('result', await sys.getState(q));
  t.log('result', await sys.resume(q));
  t.log('result', await genServer.call(q, 'x'));
}

async function s12() {
  const [, p] = (await gs_cb.start({})) as ['ok', Address];
  send(p, ['system', [self(), makeRef()], 'get_state']);
  await t.recv();
  send(p, ['system', [self(), 'tag'], 'no_such_request']);
  await t.recv();
  send(p, ['system', [self(), makeRef()], 'suspend']);
  await t.recv();
  send(p, ['system', [self(), makeRef()], 'resume']);
  await t.recv();
}

export const scenarios: readonly t.Scenario[] = [
  ['OY-01-states-while-suspended', s01],
  ['OY-02-install-with-an-id', s02],
  ['OY-03-log-size', s03],
  ['OY-04-special-process', s04],
  ['OY-05-suspend-of-a-busy-server', s05],
  ['OY-06-statistics-of-a-machine', s06],
  ['OY-07-terminate-while-suspended', s07],
  ['OY-08-by-name', s08],
  ['OY-09-stop-while-suspended', s09],
  ['OY-10-bad-requests', s10],
  ['OY-11-exit-while-suspended', s11],
  ['OY-12-requests-by-hand', s12],
];
