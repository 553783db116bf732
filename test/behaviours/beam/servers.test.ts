// Servers and their callers on either side: calls, casts, replies, system messages.
import { P } from 'ts-pattern';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { after, catchTerm, on, receive, self, send, whereis, type From } from 'regent-otp';
import { genServer, GenServer, noreply, ok, reply, sys, type ServerRef } from 'regent-otp/behaviours';
import { atom, text } from 'regent-otp/beam';
import { describeBesideErlang } from '../../support/beam/erlangs.js';
import { erlName, jsName, startPair, type Pair } from '../../support/beam/withBeam.js';
import { Bank, erlangBank } from './bank.js';

/** Passes callers on, as Erlang's servers do. */
const front = `
-module(front).
-export([start/2, route/2, pass/1, back/1, init/1, handle_call/3, handle_cast/2]).
start(Name, Node) -> gen_server:start({local, Name}, ?MODULE, Node, []).
init(Node) -> {ok, Node}.
handle_call({work, What}, From, Node) -> gen_server:cast({worker, Node}, {work, From, What}), {noreply, Node};
handle_call(_, _, Node) -> {reply, none, Node}.
handle_cast({work, From, What}, Node) -> gen_server:reply(From, {done, What}), {noreply, Node}.
route(Name, To) -> register(Name, spawn(?MODULE, pass, [To])).
pass(To) -> receive {'$gen_call', _, _} = Call -> To ! Call, pass(To) end.
back(Name) -> gen_server:start({local, Name}, ?MODULE, none, []), ok.
`;

/** Replies to whom it is told to. */
class Worker extends GenServer<null> {
  init() {
    return ok(null);
  }
  override handleCall(request: unknown, _from: From, state: null) {
    return reply(['done', request], state);
  }
  override handleCast([, from, request]: readonly [unknown, From, unknown], state: null) {
    genServer.reply(from, ['done', request]);
    return noreply(state);
  }
}

/** Has another reply. */
class Delegating extends GenServer<ServerRef> {
  init(to: ServerRef) {
    return ok(to);
  }
  override handleCall(request: unknown, from: From, to: ServerRef) {
    genServer.cast(to, [atom('work'), from, request]);
    return noreply(to);
  }
}

describeBesideErlang('servers across', (erlang) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair(erlang, { atoms: [...Bank.atoms, 'slow', 'done'] });
    await pair.erl.load(erlangBank);
    await pair.erl.load(front);
    await pair.erl.eval('bank:start(bank)');
    await pair.node.run(() => genServer.start(['local', 'bank'], Bank, ['bob']));
  });
  afterAll(() => pair.close());

  const run = <T>(fun: () => T | Promise<T>): Promise<T> => pair.node.run(fun);
  const here = `{bank, '${jsName}'}`;
  const there = ['bank', erlName] as const;

  it('Erlang calls and casts to a ported server', async () => {
    expect(await pair.erl.eval(`gen_server:call(${here}, {deposit, 5})`)).toEqual(['ok', 5]);
    expect(await pair.erl.eval(`gen_server:cast(${here}, {deposit, 3})`)).toBe('ok');
    expect(await pair.erl.eval(`gen_server:call(${here}, balance)`)).toBe(8);
    expect(await pair.erl.eval(`gen_server:call(${here}, owner)`)).toBe('bob');
    expect(await pair.erl.eval(`gen_server:call(${here}, later)`)).toEqual([atom('later'), 8]);
  });

  it('a ported server and its callers know nothing of Erlang: a server there is called as one here', async () => {
    expect(await run(() => genServer.call(there, ['deposit', 5]))).toEqual(['ok', 5]);
    expect(await run(() => genServer.cast(there, ['deposit', 3]))).toBe('ok');
    expect(await run(() => genServer.call(there, 'balance'))).toBe(8);
    expect(await run(() => genServer.call(there, 'owner'))).toBe('alice');
    expect(await run(() => genServer.call(there, 'later'))).toEqual(['later', 8]);
  });

  it('a caller of Erlang that is passed on in another message is replied to', async () => {
    await run(() => genServer.start(['local', 'worker'], Worker, []));
    await pair.erl.eval(`front:start(front, '${jsName}')`);
    expect(await pair.erl.eval('gen_server:call(front, {work, 5})')).toEqual([atom('done'), 5]);
  });

  it('a call of this node that Erlang sends on to it is replied to', async () => {
    await run(() => genServer.start(['local', 'worker2'], Worker, []));
    await pair.erl.eval(`front:route(router, {worker2, '${jsName}'})`);
    expect(await run(() => genServer.call(['router', erlName], 7))).toEqual(['done', 7]);
  });

  it('a caller here that is passed on to Erlang is replied to from there', async () => {
    await run(() => genServer.start(['local', 'delegating'], Delegating, ['back', erlName]));
    await pair.erl.eval('front:back(back)');
    expect(await run(() => genServer.call('delegating', 9))).toEqual(['done', 9]);
    expect(await pair.erl.eval(`gen_server:call({delegating, '${jsName}'}, 10)`)).toEqual([atom('done'), 10]);
  });

  it('a call of nobody exits with noproc on both sides', async () => {
    expect(await run(() => catchTerm(() => genServer.call(['nobody', erlName], 'balance')))).toEqual([
      'EXIT',
      ['noproc', ['gen_server', 'call', [['nobody', erlName], 'balance']]],
    ]);
    const theirs = await pair.erl.eval(`catch gen_server:call({nobody, '${jsName}'}, balance)`);
    expect(theirs).toMatchObject(['EXIT', ['noproc', ['gen_server', atom('call'), expect.anything()]]]);
  });

  it('a call that takes too long times out, and its late reply is dropped', async () => {
    const outcome = await run(async () => {
      const caught = await catchTerm(() => genServer.call(there, ['slow', self()], 50));
      const from = await receive(on(['slow', P._], ([, it]) => it), after(5000, () => 'none')); // prettier-ignore
      return [caught, from];
    });
    expect(outcome[0]).toMatchObject(['EXIT', ['timeout', ['gen_server', 'call', expect.anything()]]]);
    const inTime = await pair.erl.eval(`try gen_server:call(${here}, never, 50) catch exit:{Why, _} -> Why end`);
    expect(inTime).toBe(atom('timeout'));
    expect(await pair.erl.eval('receive Late -> {late, Late} after 50 -> nothing end')).toBe(atom('nothing'));
  });

  it('a call hears of the crash of its server', async () => {
    await pair.erl.eval('bank:start(doomed)');
    const caught = await run(() => catchTerm(() => genServer.call(['doomed', erlName], 'crash')));
    expect(caught).toMatchObject(['EXIT', ['overdrawn', ['gen_server', 'call', [['doomed', erlName], 'crash']]]]);
    await run(() => genServer.start(['local', 'doomed'], Bank, ['bob']));
    const theirs = (await pair.erl.eval(`
      try gen_server:call({doomed, '${jsName}'}, crash) catch exit:{{Error, Stack}, {gen_server, call, [_, crash]}} ->
        {Error, is_list(Stack) andalso lists:all(fun erlang:is_binary/1, Stack)} end`)) as readonly unknown[];
    expect(theirs).toEqual([['js_error', 'TypeError', 'no such account'], true]);
  });

  it('send_request is answered on both sides', async () => {
    expect(
      await pair.erl.eval(`R = gen_server:send_request(${here}, owner), gen_server:receive_response(R, 5000)`),
    ).toEqual(['reply', 'bob']);
    expect(await run(() => genServer.receiveResponse(genServer.sendRequest(there, 'owner'), 5000))).toEqual([
      'reply',
      'alice',
    ]);
  });

  it('multi_call reaches both', async () => {
    const theirs = await pair.erl.eval(
      `gen_server:multi_call(['${erlName}', '${jsName}', 'none@127.0.0.1'], bank, owner)`,
    );
    expect(theirs).toEqual([
      [
        [atom(erlName), 'alice'],
        [atom(jsName), 'bob'],
      ],
      [atom('none@127.0.0.1')],
    ]);
    const ours = await run(() => genServer.multiCall([erlName, jsName, 'none@127.0.0.1'], 'bank', 'owner'));
    expect(ours).toEqual([
      [
        [erlName, 'alice'],
        [jsName, 'bob'],
      ],
      ['none@127.0.0.1'],
    ]);
  });

  it('sys looks into servers on the other side', async () => {
    // Up to OTP 26 sys expected the state alone, later as {ok, State}.
    const state = await pair.erl.eval(`case sys:get_state(${here}) of {ok, S} -> S; S -> S end`);
    expect([...(state as ReadonlyMap<unknown, unknown>)]).toEqual(expect.arrayContaining([[atom('owner'), 'bob']]));
    expect(await run(() => sys.getState(there))).toMatchObject({ owner: 'alice' });
    expect(await pair.erl.eval(`{sys:suspend(${here}), sys:resume(${here})}`)).toEqual(['ok', 'ok']);
    const status = await pair.erl.eval(
      `{status, P, {module, M}, [_, running | _]} = sys:get_status(${here}), {is_pid(P), M}`,
    );
    expect(status).toEqual([true, atom('gen_server')]);
    expect(await pair.erl.eval(`gen_server:call(${here}, owner)`)).toBe('bob');
  });

  it('proc_lib:stop ends a ported server', async () => {
    await run(() => genServer.start(['local', 'mortal'], Bank, ['eve']));
    expect(await pair.erl.eval(`gen_server:stop({mortal, '${jsName}'}, normal, 5000)`)).toBe('ok');
    expect(await run(() => whereis('mortal'))).toBeUndefined();
  });

  it('a message that is none of a call reaches handleInfo', async () => {
    expect(
      await pair.erl.eval(`${here} ! {tell, self()}, receive {told, N} -> is_integer(N) after 5000 -> late end`),
    ).toBe(true);
    const told = await run(() => {
      send(there, ['tell', self()]);
      return receive(on(['told', P.number], () => true), after(5000, () => 'late')); // prettier-ignore
    });
    expect(told).toBe(true);
  });

  it('text is what a client is called, whichever side spells it', async () => {
    const owner = await run(() => genServer.call(there, 'owner'));
    expect(text(owner as string)).toBe('alice');
  });
});
