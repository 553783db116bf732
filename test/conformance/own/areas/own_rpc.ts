/** rpc and erpc: conformance-own/src/area_own_rpc.erl, line for line. What is called the node exports under that name. */
import {
  currentNode,
  error,
  exit,
  isProcessAlive,
  node,
  on,
  processInfo,
  receive,
  register,
  self,
  send,
  spawn,
  unregister,
  type Address,
} from 'regent-otp';
import { erpc, rpc, type ErpcRequestId } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import * as t from '../../t.js';

const module = 'area_own_rpc';
const nowhere = 'no_such_node@127.0.0.1';

function fails(how: unknown): unknown {
  if (how === 'error') return error('no_money');
  if (how === 'exit') return exit('closed');
  if (how === 'throw') throw 'ball' as unknown as Error;
  if (how === 'normal') return exit('normal');
  return how;
}

function slow(to: Address) {
  send(to, ['slow', self()]);
  return receive(on('go', () => 'done'));
}

const tell = (to: Address, what: unknown) => send(to, ['told', what]);
const die = (reason: unknown) => (exit(self(), reason), receive());
const add = (a: number, b: number) => a + b;

function where(to: Address) {
  send(to, ['is', self(), processInfo(self(), 'links')]);
  return self();
}

async function server(reply: unknown): Promise<void> {
  for (let goesOn = true; goesOn;) {
    goesOn = await receive(
      on([P._, P._], ([from, request]) => (send(from as Address, ['own_server', node(), [reply, request]]), true)),
      on('stop', () => false),
    );
  }
}

/** A scenario on a node that exports what is called in it. */
const exporting = (run: () => unknown) => () => {
  currentNode().export(module, { fails, slow, tell, die, add, where });
  return run();
};

const slowOne = () => receive(on(['slow', P._], ([, p]) => p as Address));
const letGo = async () => send(await slowOne(), 'go');
/** `{badrpc, {'EXIT', {Reason, _}}}` */
const reasonIn = (failed: unknown) => (failed as readonly [string, readonly [string, readonly unknown[]]])[1][1][0];

async function s01() {
  for (const how of ['value', 'throw', 'exit', 'normal']) {
    t.log('result', await rpc.call(node(), module, 'fails', [how]));
  }
  t.log('result', 'error', reasonIn(await rpc.call(node(), module, 'fails', ['error'])));
}

/** The reason of an error that erpc raises. */
async function raised(call: () => unknown): Promise<readonly unknown[]> {
  try {
    await call();
  } catch (thrown) {
    return (thrown as { readonly reason: readonly unknown[] }).reason;
  }
  throw new Error('badmatch');
}

async function s02() {
  for (const how of ['value', 'throw', 'exit', 'normal']) {
    await t.try_('', () => erpc.call(node(), module, 'fails', [how]));
  }
  const [tag, r, st] = await raised(() => erpc.call(node(), module, 'fails', ['error']));
  t.log('error', 'error', [tag, r, st instanceof Error]);
}

async function s03() {
  t.log('result', 'rpc', reasonIn(await rpc.call(node(), module, 'nothing', [])));
  const [, r] = await raised(() => erpc.call(node(), 'no_such_module_at_all', 'f', []));
  t.log('error', 'erpc', r);
}

async function s04() {
  for (const [n, m, f, a] of [
    [17, 'm', 'f', []],
    [node(), 17, 'f', []],
    [node(), 'm', 17, []],
    [node(), 'm', 'f', 'args'],
  ] as never[][])
    await t.try_('call', () => erpc.call(n!, m!, f!, a!));
  const x = 'x' as never;
  await t.try_('timeout', () => erpc.call(node(), module, 'fails', [1], -1));
  await t.try_('cast', () => erpc.cast(17 as never, 'm', 'f', []));
  await t.try_('multicall', () => erpc.multicall(node() as never, 'm', 'f', []));
  await t.try_('multicast', () => erpc.multicast([node(), 17 as never], 'm', 'f', []));
  await t.try_('send_request', () => erpc.sendRequest(node(), 'm', 'f', x));
  await t.try_('receive_response', () => erpc.receiveResponse(x));
  await t.try_('wait_response', () => erpc.waitResponse(x as ErpcRequestId, 0));
  await t.try_('check_response', () => erpc.checkResponse('m', x as ErpcRequestId));
}

async function s05() {
  const x = 'x' as never;
  await t.try_('call', () => rpc.call(node(), module, 'fails', x));
  await t.try_('timeout', () => rpc.call(node(), module, 'fails', [1], -1));
  await t.try_('cast', () => rpc.cast(node(), module, 'fails', x));
  await t.try_('multicall', () => rpc.multicall([node()], module, 'fails', x));
}

async function s06() {
  t.log('result', 'rpc', await rpc.call(node(), module, 'slow', [self()], 20));
  const p = await slowOne();
  await t.try_('erpc', () => erpc.call(node(), module, 'slow', [self()], 20));
  const p2 = await slowOne();
  t.log('result', 'alive', [isProcessAlive(p), isProcessAlive(p2)]);
  send(p, 'go');
  send(p2, 'go');
  await t.wait(p);
  await t.wait(p2);
  await t.none();
}

async function s07() {
  t.log('result', 'rpc', await rpc.call(node(), module, 'die', ['oops'], 1000));
  t.log('result', 'rpc kill', await rpc.call(node(), module, 'die', ['kill'], 1000));
  await t.try_('erpc', () => erpc.call(node(), module, 'die', ['oops'], 1000));
}

async function s08() {
  t.log('result', 'rpc', await rpc.call(nowhere, module, 'add', [1, 2]));
  await t.try_('erpc', () => erpc.call(nowhere, module, 'add', [1, 2]));
  t.log('result', 'cast', [rpc.cast(nowhere, module, 'add', [1, 2]), erpc.cast(nowhere, module, 'add', [1, 2])]);
  t.log('result', 'block_call', await rpc.blockCall(nowhere, module, 'add', [1, 2]));
  t.log('result', 'async_call', await rpc.yield(rpc.asyncCall(nowhere, module, 'add', [1, 2])));
  await t.none();
}

async function s09() {
  const ns = [node(), nowhere, node()];
  const [values] = await rpc.multicall(ns, module, 'add', [1, 2]);
  t.log('result', 'rpc', values);
  t.log('result', 'erpc', await erpc.multicall(ns, module, 'add', [1, 2]));
  t.log('result', 'everywhere', await rpc.multicall(module, 'add', [1, 2]));
  t.log('result', 'nowhere', [
    await rpc.multicall([], module, 'add', [1, 2]),
    await erpc.multicall([], module, 'add', [1, 2]),
  ]);
}

async function s10() {
  for (const how of ['throw', 'exit', 'value']) {
    t.log('result', [
      await rpc.multicall([node()], module, 'fails', [how]),
      await erpc.multicall([node()], module, 'fails', [how]),
    ]);
  }
  const [failed] = await erpc.multicall([node()], module, 'fails', ['error']);
  t.log('result', 'error', (failed![1] as readonly unknown[])[1]);
  t.log('result', 'timeout', await erpc.multicall([node()], module, 'slow', [self()], 20));
  await letGo();
  await t.none();
}

async function s11() {
  t.log('result', 'rpc:cast', rpc.cast(node(), module, 'tell', [self(), 1]));
  await t.recv();
  t.log('result', 'erpc:cast', erpc.cast(node(), module, 'tell', [self(), 2]));
  await t.recv();
  t.log('result', 'multicast', erpc.multicast([node(), node()], module, 'tell', [self(), 3]));
  await t.recv(2);
  t.log('result', 'eval_everywhere', rpc.evalEverywhere(module, 'tell', [self(), 4]));
  await t.recv();
  t.log('result', 'eval_everywhere', rpc.evalEverywhere([node()], module, 'tell', [self(), 5]));
  await t.recv();
  t.log('result', 'cast that fails', rpc.cast(node(), module, 'fails', ['exit']));
  await t.none();
}

async function s12() {
  const k = rpc.asyncCall(node(), module, 'slow', [self()]);
  t.log('result', 'nb_yield', await rpc.nbYield(k));
  t.log('result', 'nb_yield 10', await rpc.nbYield(k, 10));
  await letGo();
  t.log('result', 'yield', await rpc.yield(k));
  const k2 = rpc.asyncCall(node(), module, 'add', [1, 2]);
  t.log('result', 'nb_yield', await rpc.nbYield(k2, 'infinity'));
  t.log('result', 'fails', await rpc.yield(rpc.asyncCall(node(), module, 'fails', ['exit'])));
  await t.none();
}

async function s13() {
  const r = erpc.sendRequest(node(), module, 'slow', [self()]);
  t.log('result', 'wait', await erpc.waitResponse(r));
  t.log('result', 'wait 10', await erpc.waitResponse(r, 10));
  await letGo();
  t.log('result', 'receive', await erpc.receiveResponse(r));
  const r2 = erpc.sendRequest(node(), module, 'add', [1, 2]);
  t.log('result', 'wait', await erpc.waitResponse(r2, 'infinity'));
  const r3 = erpc.sendRequest(node(), module, 'add', [3, 4]);
  t.log('result', 'check', erpc.checkResponse('something', r3));
  const m = await receive(on(P._, (message) => message));
  t.log('result', 'check', erpc.checkResponse(m, r3));
  const r4 = erpc.sendRequest(node(), module, 'fails', ['exit']);
  await t.try_('exit', () => erpc.receiveResponse(r4));
  const r5 = erpc.sendRequest(node(), module, 'slow', [self()]);
  await t.try_('timeout', () => erpc.receiveResponse(r5, 10));
  await letGo();
  await t.none();
}

async function s14() {
  const e = erpc.reqidsNew();
  t.log('result', 'empty', [
    erpc.reqidsSize(e),
    await erpc.receiveResponse(e, 10, true),
    await erpc.waitResponse(e, 10, true),
    erpc.checkResponse('m', e, true),
  ]);
  const c = erpc.sendRequest(node(), module, 'add', [1, 2], 'first', e);
  const [value, label, c1] = given(await erpc.receiveResponse(c, 1000, false));
  t.log('result', 'kept', [value, label, erpc.reqidsSize(c1)]);
  const r = erpc.sendRequest(node(), module, 'slow', [self()]);
  const d = erpc.reqidsAdd(r, 'slow', e);
  await t.try_('twice', () => erpc.reqidsAdd(r, 'again', d));
  t.log(
    'result',
    'list',
    erpc.reqidsToList(d).map(([, l]) => l),
  );
  t.log('result', 'wait', await erpc.waitResponse(d, 10, true));
  await letGo();
  const [[, v2], l2, d2] = given(await erpc.waitResponse(d, 'infinity', true));
  t.log('result', 'left', [v2, l2, erpc.reqidsSize(d2)]);
  await t.none();
}

function given<T extends readonly unknown[]>(answer: T | string): T {
  if (typeof answer === 'string') throw new Error('badmatch');
  return answer;
}

async function s15() {
  t.log('result', 'value', await rpc.blockCall(node(), module, 'add', [1, 2]));
  t.log('result', 'exit', await rpc.blockCall(node(), module, 'fails', ['exit']));
  t.log('result', 'throw', await rpc.blockCall(node(), module, 'fails', ['throw']));
  t.log('result', 'timeout', await rpc.blockCall(node(), module, 'slow', [self()], 20));
  await letGo();
  t.log('result', 'after it', await rpc.blockCall(node(), module, 'add', [3, 4]));
  await t.none();
}

async function s16() {
  register('orp16', self());
  t.log('result', 'abcast', rpc.abcast([node()], 'orp16', 'one'));
  await t.recv();
  t.log('result', 'abcast', rpc.abcast('orp16', 'two'));
  await t.recv();
  const [good, bad] = await rpc.sbcast([node()], 'orp16', 'three');
  t.log('result', 'sbcast', [good.length, bad]);
  await t.recv();
  const [good2, bad2] = await rpc.sbcast([node()], 'orp16_nobody', 'four');
  t.log('result', 'nobody', [good2, bad2.length]);
  unregister('orp16');
  await t.none();
}

async function s17() {
  const p = spawn(() => server('yes'));
  register('orp17', p);
  t.log('result', 'server_call', await rpc.serverCall(node(), 'orp17', 'own_server', 'question'));
  t.log('result', 'nobody', await rpc.serverCall(node(), 'orp17_nobody', 'own_server', 'question'));
  t.log('result', 'no node', await rpc.serverCall(nowhere, 'orp17', 'own_server', 'question'));
  send(p, 'stop');
  await t.none();
}

async function s18() {
  t.log('result', 'parallel_eval', await rpc.parallelEval([1, 2, 3].map((n) => [module, 'add', [n, 1]] as const)));
  t.log('result', 'pmap', await rpc.pmap([module, 'add'], [10], [1, 2, 3]));
  t.log('result', 'empty', [await rpc.parallelEval([]), await rpc.pmap([module, 'add'], [10], [])]);
}

async function s19() {
  for (const v of [['badrpc', 'why'], ['EXIT', 'why'], ['error', 'why'], ['return', 1], []]) {
    t.log('result', [await rpc.call(node(), module, 'fails', [v]), await erpc.call(node(), module, 'fails', [v])]);
  }
}

async function s20() {
  const p = (await erpc.call(node(), module, 'where', [self()], 1000)) as Address;
  await receive(on(['is', p, P._], ([, , info]) => t.log('result', 'links', info)));
  t.log('result', 'own', p !== self());
  const q = (await rpc.call(node(), module, 'where', [self()], 1000)) as Address;
  await receive(on(['is', q, P._], () => 'ok'));
  await t.wait(p);
  t.log('result', 'another', [q !== p, isProcessAlive(p)]);
}

const runs: readonly t.Scenario[] = [
  ['ORP-01-rpc-call', s01],
  ['ORP-02-erpc-call', s02],
  ['ORP-03-undefined', s03],
  ['ORP-04-bad-arguments', s04],
  ['ORP-05-rpc-bad-arguments', s05],
  ['ORP-06-timeouts', s06],
  ['ORP-07-killed', s07],
  ['ORP-08-no-such-node', s08],
  ['ORP-09-multicall', s09],
  ['ORP-10-multicall-outcomes', s10],
  ['ORP-11-cast', s11],
  ['ORP-12-async-call', s12],
  ['ORP-13-send-request', s13],
  ['ORP-14-collections', s14],
  ['ORP-15-block-call', s15],
  ['ORP-16-abcast', s16],
  ['ORP-17-server-call', s17],
  ['ORP-18-parallel', s18],
  ['ORP-19-nested-tuples', s19],
  ['ORP-20-processes', s20],
];

export const scenarios: readonly t.Scenario[] = runs.map(([id, run]) => [id, exporting(run)]);
