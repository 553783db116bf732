/** Nodes and distribution: src/area_dist.erl, line for line. Functions cannot travel: what runs on the peer it exports. */
import { P } from 'ts-pattern';
import type { Ref } from 'regent-otp';
import {
  alias,
  Address,
  demonitor,
  disconnectNode,
  down,
  error,
  exit,
  exitFrom,
  isProcessAlive,
  monitorNode,
  monitorNodes,
  netAdm,
  node,
  nodes,
  on,
  after,
  processFlag,
  processInfo,
  receive,
  self,
  send,
  spawn,
  spawnLink,
  spawnMonitor,
  unalias,
  type Destination,
} from 'regent-otp';
import { erpc, GenServer, genServer, global, pg, rpc, type ServerName } from 'regent-otp/behaviours';
import * as peers from '../peer.js';
import { stop } from '../peer.js';
import * as t from '../t.js';

const noSuchNode = 'no_such_node@127.0.0.1';

class AreaDist extends GenServer<any> {
  init(x: unknown) {
    return x === 'x' ? (['ok', 's'] as const) : error('function_clause');
  }

  override handleCall(request: unknown, _from: unknown, s: unknown) {
    return request === 'slow' ? (['noreply', s] as const) : (['reply', ['echo', request], s] as const);
  }

  override handleCast([, p]: readonly ['cast', Address], s: unknown) {
    send(p, ['got', node()]);
    return ['noreply', s] as const;
  }
}

const modules = {
  erlang: {
    abs: Math.abs,
    error,
    exit: (reason: unknown) => exit(reason),
    now: () => Date.now(),
    throw: (value: unknown) => {
      throw value;
    },
  },
  timer: { sleep: t.sleep },
  gen_server: {
    start: (name: ServerName, _module: 'area_dist', args: unknown, options: readonly []) =>
      genServer.start(name, AreaDist, args, options),
  },
  pg: { start: pg.start, join: pg.join, get_members: pg.getMembers, get_local_members: pg.getLocalMembers },
  area_dist: { fv, s01: goThenBoom, s11: trapping, s17: sendFive, s21: replyByAlias },
};

const peer = () => peers.peer(modules);

const rs = (n: string, f: keyof typeof modules.area_dist, args: readonly unknown[] = []) =>
  spawn(n, 'area_dist', f, args);

async function fv(): Promise<unknown> {
  for (;;) {
    await receive(
      on(['exit', P._], ([, r]) => exit(r)),
      on([P._, 'ping'], ([f]) => send(f as Address, [self(), 'pong'])),
    );
  }
}

function goThenBoom() {
  return receive(on('go', () => exit('boom')));
}

async function s01() {
  const [c, n] = await peer();
  const [p, r] = await spawnMonitor(n, 'area_dist', 's01', []);
  t.log('info', '', [p, r, node(p)]);
  send(p, 'go');
  await t.recv();
  await stop(c);
}

async function s02() {
  const [c, n] = await peer();
  t.trap();
  const p = await spawnLink(n, 'area_dist', 'fv', []);
  t.log('info', 'P', p);
  send(p, ['exit', 'r']);
  await t.recv();
  await stop(c);
}

async function s05() {
  const [c, n] = await peer();
  monitorNode(n, true);
  monitorNode(n, true);
  monitorNode(n, true);
  monitorNode(n, false);
  await stop(c);
  await t.recv();
  await t.recv();
  await t.none();
  monitorNode(n, true);
  await t.recv();
  await t.none();
}

async function s06() {
  monitorNodes(true);
  monitorNodes(true, ['nodedown_reason']);
  const [c, n] = await peer();
  const late = after(2000, () => t.log('recv_timeout', '', 'x'));
  await receive(
    on(['nodeup', n], (a) => t.log('recv', '', a)),
    late,
  );
  await receive(
    on(['nodeup', n, P._], ([, , i]) => t.log('recv', '', ['nodeup', n, i])),
    late,
  );
  await stop(c);
  await receive(
    on(['nodedown', n], (b) => t.log('recv', '', b)),
    late,
  );
  await receive(
    on(['nodedown', n, P._], ([, , i2]) => t.log('recv', '', ['nodedown', n, (i2 as [string][]).map(([k]) => k)])),
    late,
  );
  monitorNodes(false);
  monitorNodes(false, ['nodedown_reason']);
}

async function gs(n: string): Promise<Address> {
  const [, p] = (await rpc.call(n, 'gen_server', 'start', [['local', 'dsrv'], 'area_dist', 'x', []])) as [
    'ok',
    Address,
  ];
  return p;
}

async function s07() {
  const [c, n] = await peer();
  const p = await gs(n);
  t.log('info', 'P', p);
  t.log('result', '', await genServer.call(['dsrv', n], 'x'));
  t.log('result', '', await genServer.call(p, 'y'));
  await t.try_('noproc', () => genServer.call(['zz', n], 'x'));
  await stop(c);
  await t.try_('nodedown name', () => genServer.call(['dsrv', n], 'x'));
  await t.try_('nodedown pid', () => genServer.call(p, 'x'));
}

async function s10() {
  t.trap();
  const d = noSuchNode;
  const p = await spawn(d, 'erlang', 'now', []);
  t.log('result', 'is_pid', p instanceof Address);
  t.mon(p);
  await receive(on(['DOWN', P._, P._, P._, P._], ([, , , , w]) => t.log('down', '', w)));
  const q = await spawnLink(d, 'erlang', 'now', []);
  await receive(on(exitFrom(q), ([, , w2]) => t.log('recv', 'EXIT reason', w2)));
  const [, r3] = await spawnMonitor(d, 'erlang', 'now', []);
  await receive(on(down(r3), ([, , , , w3]) => t.log('down', '', w3)));
}

function trapping() {
  processFlag('trap_exit', true);
  return fv();
}

async function s11() {
  const [c, n] = await peer();
  const p = await rs(n, 'fv');
  await t.dies('', p, () => exit(p, 'why'));
  const q = await rs(n, 's11');
  await t.dies('', q, () => exit(q, 'kill'));
  await stop(c);
}

async function s12() {
  const [c, n] = await peer();
  t.log('result', '', await rpc.call(n, 'erlang', 'abs', [-3]));
  t.log('result', 'error', await rpc.call(n, 'erlang', 'error', ['bad']));
  t.log('result', 'exit', await rpc.call(n, 'erlang', 'exit', ['x']));
  t.log('result', 'throw', await rpc.call(n, 'erlang', 'throw', ['thrown']));
  t.log('result', 'undef', await rpc.call(n, 'nomod', 'f', []));
  t.log('result', 'timeout', await rpc.call(n, 'timer', 'sleep', [500], 50));
  await stop(c);
  t.log('result', 'nodedown', await rpc.call(n, 'erlang', 'abs', [-3]));
}

async function s13() {
  const [c, n] = await peer();
  await t.try_('ok', () => erpc.call(n, 'erlang', 'abs', [-3]));
  await t.try_('error', () => erpc.call(n, 'erlang', 'error', ['bad']));
  await t.try_('exit', () => erpc.call(n, 'erlang', 'exit', ['x']));
  await t.try_('throw', () => erpc.call(n, 'erlang', 'throw', ['thrown']));
  await t.try_('timeout', () => erpc.call(n, 'timer', 'sleep', [500], 50));
  await stop(c);
  await t.try_('noconnection', () => erpc.call(n, 'erlang', 'abs', [-3]));
}

async function waitUntil(f: () => boolean | Promise<boolean>, n = 100): Promise<unknown> {
  if (n === 0) return t.log('recv_timeout', 'wait_until', 'x');
  if (await f()) return 'ok';
  await t.sleep(20);
  return waitUntil(f, n - 1);
}

async function s14() {
  await pg.startLink('dpg');
  const [c, n] = await peer();
  await rpc.call(n, 'pg', 'start', ['dpg']);
  const p = await rs(n, 'fv');
  await rpc.call(n, 'pg', 'join', ['dpg', 'g', p]);
  await waitUntil(() => pg.getMembers('dpg', 'g').length > 0);
  t.log('info', 'P', p);
  t.log('result', 'members', pg.getMembers('dpg', 'g'));
  t.log('result', 'local', pg.getLocalMembers('dpg', 'g'));
  t.log('result', 'which', pg.whichGroups('dpg'));
  t.log('result', 'which local', pg.whichLocalGroups('dpg'));
  await pg.join('dpg', 'g', self());
  await waitUntil(
    async () => ((await rpc.call(n, 'pg', 'get_members', ['dpg', 'g'])) as readonly Address[]).length === 2,
  );
  t.log('result', 'peer local', await rpc.call(n, 'pg', 'get_local_members', ['dpg', 'g']));
  await stop(c);
  await waitUntil(() => pg.getMembers('dpg', 'g').length === 1);
  t.log('info', 'self', self());
  t.log('result', 'after stop', pg.getMembers('dpg', 'g'));
}

async function s15() {
  const [c, n] = await peer();
  await global.sync();
  const [, p] = (await rpc.call(n, 'gen_server', 'start', [['global', 'di15'], 'area_dist', 'x', []])) as [
    'ok',
    Address,
  ];
  t.log('info', 'P', p);
  await waitUntil(() => global.whereisName('di15') === p);
  t.log('result', '', global.whereisName('di15'));
  t.log('result', '', await genServer.call(['global', 'di15'], 'hi'));
  t.log('result', 'register same name here', await global.registerName('di15', self()));
  await stop(c);
  await waitUntil(() => global.whereisName('di15') === undefined);
  t.log('result', '', global.whereisName('di15'));
  await t.try_('', () => genServer.call(['global', 'di15'], 'hi'));
}

async function s16() {
  const [c, n] = await peer();
  await gs(n);
  const [, p] = (await genServer.start(['local', 'dsrv'], AreaDist, 'x', [])) as ['ok', Address];
  const [good, bad] = await genServer.multiCall([node(), n, noSuchNode], 'dsrv', 'q', 3000);
  const sorted = [...good].sort(([one], [other]) => (one < other ? -1 : 1));
  t.log(
    'result',
    'good',
    sorted.map(([, r]) => r),
  );
  t.log('result', 'bad', bad);
  await genServer.stop(p);
  await stop(c);
}

function sendFive(me: Address) {
  for (const i of [1, 2, 3, 4, 5]) send(me, i);
  exit('done');
}

async function s17() {
  const [c, n] = await peer();
  const me = self();
  await spawnMonitor(n, 'area_dist', 's17', [me]);
  await t.recv(6);
  await stop(c);
}

async function s18() {
  const [c, n] = await peer();
  const p = await rs(n, 'fv');
  await t.try_('is_process_alive', () => isProcessAlive(p));
  await t.try_('process_info', () => processInfo(p));
  t.log('result', 'is local', node(p) === node());
  await stop(c);
}

async function s19() {
  const [c, n] = await peer();
  const p = await gs(n);
  t.mon(['dsrv', n]);
  exit(p, 'kill');
  await t.recv();
  t.mon(['dsrv', n]);
  await t.recv();
  await stop(c);
}

async function s20() {
  const [c, n] = await peer();
  const p = await rs(n, 'fv');
  const r = t.mon(p);
  t.log('info', '', [p, r]);
  t.log('result', 'disconnect', disconnectNode(n));
  await t.recv();
  t.log('result', 'in nodes()', nodes().includes(n));
  t.log('result', 'ping', await netAdm.ping(n));
  send(p, [self(), 'ping']);
  await t.recv();
  await stop(c);
}

async function replyByAlias(a: Destination) {
  await receive(on(['a', P._], ([, x]) => send(x as Ref, 'via_alias')));
  await receive(on('again', () => send(a, 'dropped')));
}

async function s21() {
  const [c, n] = await peer();
  const a = alias();
  const p = await rs(n, 's21', [a]);
  send(p, ['a', a]);
  await t.recv();
  unalias(a);
  const r = t.mon(p);
  send(p, 'again');
  await receive(on(down(r), () => 'ok'));
  await t.none();
  await stop(c);
}

async function s22() {
  const [c, n] = await peer();
  await gs(n);
  await t.try_('', () => genServer.stop(['dsrv', n]));
  await t.try_('again', () => genServer.stop(['dsrv', n]));
  await stop(c);
  await t.try_('dead node', () => genServer.stop(['dsrv', n]));
}

async function s24() {
  const [c, n] = await peer();
  await gs(n);
  const [, p] = (await genServer.start(['local', 'dsrv'], AreaDist, 'x', [])) as ['ok', Address];
  t.log('result', '', genServer.abcast([node(), n], 'dsrv', ['cast', self()]));
  const next = () =>
    receive(
      on(['got', P._], ([, x]) => x as string),
      after(2000, () => 'timeout'),
    );
  const a = [await next(), await next()];
  t.log('result', 'both', String(a.sort()) === String([node(), n].sort()));
  await genServer.stop(p);
  await stop(c);
}

async function s25() {
  const [c, n] = await peer();
  const p = await rs(n, 'fv');
  const r = t.mon(p);
  t.log('result', '', demonitor(r));
  await stop(c);
  await t.none(150);
}

async function s26() {
  await pg.start('dpg2');
  const [c, n] = await peer();
  await rpc.call(n, 'pg', 'start', ['dpg2']);
  const p = await rs(n, 'fv');
  await rpc.call(n, 'pg', 'join', ['dpg2', 'g', p]);
  await pg.join('dpg2', 'g', self());
  await waitUntil(() => pg.getMembers('dpg2', 'g').length === 2);
  t.log('info', 'remote P, self', [p, self()]);
  await genServer.stop('dpg2');
  await pg.start('dpg2');
  await waitUntil(() => pg.getMembers('dpg2', 'g').length === 1 && pg.getMembers('dpg2', 'g')[0] === p);
  t.log('result', '', pg.getMembers('dpg2', 'g'));
  await genServer.stop('dpg2');
  await stop(c);
}

export const scenarios: readonly t.Scenario[] = [
  ['DI-01-remote-spawn-monitor', s01],
  ['DI-02-remote-link-trap', s02],
  ['DI-05-monitor-node', s05],
  ['DI-06-monitor-nodes', s06],
  ['DI-07-gen-server-remote', s07],
  ['DI-10-spawn-on-dead-node', s10],
  ['DI-11-exit2-remote', s11],
  ['DI-12-rpc', s12],
  ['DI-13-erpc', s13],
  ['DI-14-pg-cluster', s14],
  ['DI-15-global-cluster', s15],
  ['DI-16-multi-call', s16],
  ['DI-17-order-across-nodes', s17],
  ['DI-18-remote-bifs', s18],
  ['DI-19-monitor-remote-name', s19],
  ['DI-20-disconnect-reconnect', s20],
  ['DI-21-remote-alias', s21],
  ['DI-22-stop-remote', s22],
  ['DI-24-abcast-remote', s24],
  ['DI-25-demonitor-before-nodedown', s25],
  ['DI-26-pg-scope-restart', s26],
];
