/** Elixir's Registry, unique and duplicate: src_ex/area_registry.ex, line for line. */
import { P } from 'ts-pattern';
import {
  error,
  down,
  ErlangError,
  exit,
  monitor,
  on,
  receive,
  register as registerName,
  self,
  send,
  spawn,
  unlink,
  whereis,
  type Address,
} from 'regent-otp';
import { agent, registry } from 'regent-otp/behaviours';
import * as t from '../t.js';

const l = (n: string, v: unknown) => t.log('result', n, v);

async function st(name: string, kind: 'unique' | 'duplicate', opts: object = {}) {
  await registry.startLink({ keys: kind, name, ...opts });
  return name;
}

async function owner(fun: () => unknown) {
  const me = self();
  const p = spawn(() => {
    send(me, ['reg', self(), fun()]);
    return loop();
  });
  return receive(on(['reg', p, P._], ([, , r]) => [p, r] as const));
}

async function loop() {
  for (;;) {
    const next = await receive(
      on('stop', () => 'stop' as const),
      on([P._, 'do', P._], ([f, , fun]) => void send(f as Address, ['done', (fun as () => unknown)()])),
    );
    if (next === 'stop') return;
  }
}

const valuesOf = (entries: readonly (readonly [Address, unknown])[]) => entries.map(([, value]) => value).sort();

async function s02() {
  const r = await st('Elixir.R2', 'unique');
  const [p, [ok]] = (await owner(() => registry.register(r, 'k', 1))) as [Address, readonly unknown[]];
  if (ok !== 'ok') error(['badmatch', ok]);
  l('p', p);
  l('second', registry.register(r, 'k', 2));
  l('lookup', registry.lookup(r, 'k'));
}

async function s03() {
  const r = await st('Elixir.R3', 'unique');
  registry.register(r, 'k', 1);
  l('', registry.unregister(r, 'k'));
  l('', registry.lookup(r, 'k'));
  l('not owned', registry.unregister(r, 'zz'));
  const [p] = await owner(() => registry.register(r, 'o', 1));
  l('owned by other', registry.unregister(r, 'o'));
  l('p', p);
  l('still there', registry.lookup(r, 'o'));
}

async function s04() {
  const r = await st('Elixir.R4', 'unique');
  const [p] = await owner(() => registry.register(r, 'k', 1));
  send(p, 'stop');
  await t.wait(p);
  await t.sleep(30);
  l('', registry.lookup(r, 'k'));
  l('count', registry.count(r));
  const [state] = registry.register(r, 'k', 2);
  l('register again', state);
}

async function s05() {
  const r = await st('Elixir.R5', 'unique');
  registry.register(r, 'k', 1);
  const add = (n: number) => n + 1;
  l('', registry.updateValue(r, 'k', add));
  l(
    '',
    registry.lookup(r, 'k').map(([, value]) => value),
  );
  l('missing', registry.updateValue(r, 'zz', add));
}

async function s06() {
  const r = await st('Elixir.R6', 'unique');
  const n = ['via', registry, [r, 'n']] as const;
  const [, p] = (await agent.startLink(() => 0, { name: n })) as ['ok', Address];
  l('p', p);
  l('whereis', registry.whereisName([r, 'n']));
  l('again', await agent.start(() => 0, { name: n }));
  l('unknown', registry.whereisName([r, 'zz']));
  const [, q] = (await agent.startLink(() => 0, { name: ['via', registry, [r, 'm', 'val']] })) as ['ok', Address];
  const [found] = registry.lookup(r, 'm');
  l('with value', found?.[0] === q && found?.[1] === 'val');
  l('call', await agent.get(n, (state) => state));
}

async function s07() {
  const r = await st('Elixir.R7', 'unique');
  await t.try_('unknown', () => registry.send([r, 'zz'], 'hi'));
  registry.register(r, 'me', null);
  l('returns', registry.send([r, 'me'], 'hi'));
  await t.recv();
}

async function s08() {
  const r = await st('Elixir.R8', 'duplicate');
  l('1', registry.register(r, 'k', 1)[0]);
  l('2', registry.register(r, 'k', 2)[0]);
  l('lookup', valuesOf(registry.lookup(r, 'k')));
  l('keys', registry.keys(r, self()));
  l('count', registry.count(r));
  l('unregister', registry.unregister(r, 'k'));
  l('lookup', registry.lookup(r, 'k'));
}

async function s10() {
  const r = await st('Elixir.R10', 'unique');
  registry.register(r, 'k', 'v');
  l('self', self());
  const log = (es: unknown) => t.log('cb', 'entries', es);
  l('', registry.dispatch(r, 'k', log));
  l('missing', registry.dispatch(r, 'zz', log));
}

const oneAndAny = [1, P._] as const;
const numberAndAny = [P.number, P._] as const;

async function s11() {
  const r = await st('Elixir.R11', 'duplicate');
  registry.register(r, 'k', [1, 'a']);
  registry.register(r, 'k', [2, 'b']);
  registry.register(r, 'k', [1, 'c']);
  l('{1,_}', valuesOf(registry.match(r, 'k', oneAndAny)));
  l('guard', valuesOf(registry.match(r, 'k', numberAndAny, ([n]) => n > 1)));
  l('none', registry.match(r, 'k', [9, P._]));
  l('count_match', registry.countMatch(r, 'k', oneAndAny));
  l('unregister_match', registry.unregisterMatch(r, 'k', oneAndAny));
  l('left', valuesOf(registry.lookup(r, 'k')));
}

async function s12() {
  const r = await st('Elixir.R12', 'unique');
  registry.register(r, 'a', 1);
  registry.register(r, 'b', 2);
  l('self', self());
  const any = [P._, P._, P._] as const;
  const valued = [P._, P._, P.number] as const;
  l(
    'all',
    [
      ...registry.select(
        r,
        on(any, (entry) => entry),
      ),
    ].sort(),
  );
  l(
    'guard',
    registry.select(
      r,
      on(
        valued,
        ([, , v]) => v > 1,
        ([k]) => k,
      ),
    ),
  );
  l(
    'count_select',
    registry.countSelect(
      r,
      on(
        valued,
        ([, , v]) => v > 0,
        () => true,
      ),
    ),
  );
}

async function s13() {
  registerName('rg13_listener', self());
  const r = await st('Elixir.R13', 'unique', { listeners: ['rg13_listener'] });
  const [p] = await owner(() => registry.register(r, 'k', 'v'));
  l('p', p);
  await t.recv();
  send(p, [self(), 'do', () => registry.unregister(r, 'k')]);
  await receive(on(['unregister', P._, P._, P._], (m) => t.log('recv', '', m)));
  await receive(on(['done', P._], ([, d]) => l('done', d)));
  const [q] = await owner(() => registry.register(r, 'q', 'v'));
  await t.recv();
  send(q, 'stop');
  await t.wait(q);
  await t.none();
}

async function s14() {
  const r = await st('Elixir.R14', 'unique', { meta: { init: 1 } });
  l('', registry.meta(r, 'init'));
  l('', registry.meta(r, 'zz'));
  l('', registry.putMeta(r, 'k', [1]));
  l('', registry.meta(r, 'k'));
  l('', registry.deleteMeta(r, 'k'));
  l('', registry.meta(r, 'k'));
}

async function s15() {
  const r = await st('Elixir.R15', 'unique');
  const sup = whereis(r)!;
  unlink(sup);
  const [p] = await owner(() => registry.register(r, 'k', 1));
  await t.dies('owner', p, () => exit(sup, 'kill'));
}

async function s17() {
  const r = await st('Elixir.R17', 'unique');
  l('1', registry.register(r, 1, 'a')[0]);
  l('1.0', registry.register(r, 1.0, 'b')[0]);
  l(
    '',
    registry.lookup(r, 1.0).map(([, value]) => value),
  );
}

async function s18() {
  const r = await st('Elixir.R18', 'unique');
  const [p] = await owner(() => registry.register(r, 'k', 1));
  const ref = monitor('process', p);
  send(p, 'stop');
  await receive(on(down(ref), () => 'ok'));
  l('', registry.whereisName([r, 'k']));
  await t.sleep(30);
  l('lookup 30 ms later', registry.lookup(r, 'k'));
}

function structOf(fun: () => unknown): unknown {
  try {
    return fun();
  } catch (raised) {
    return raised instanceof ErlangError ? (raised.reason as { readonly __struct__?: string }).__struct__ : raised;
  }
}

async function s19() {
  const r = await st('Elixir.R19', 'duplicate');
  l(
    '',
    structOf(() => registry.registerName([r, 'k'], self())),
  );
  l(
    '',
    structOf(() => registry.whereisName([r, 'k'])),
  );
}

export const scenarios: readonly t.Scenario[] = [
  ['RG-02-unique-other-process', s02],
  ['RG-03-unregister', s03],
  ['RG-04-auto-cleanup', s04],
  ['RG-05-update-value', s05],
  ['RG-06-via', s06],
  ['RG-07-via-send', s07],
  ['RG-08-duplicate', s08],
  ['RG-10-dispatch-unique', s10],
  ['RG-11-match', s11],
  ['RG-12-select', s12],
  ['RG-13-listeners', s13],
  ['RG-14-meta', s14],
  ['RG-15-links', s15],
  ['RG-17-keys-compare-strict', s17],
  ['RG-18-dead-pid-lookup', s18],
  ['RG-19-duplicate-via-not-allowed', s19],
];
