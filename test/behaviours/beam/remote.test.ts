// Running functions on the other side, groups, global names, and supervisors across.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { P } from 'ts-pattern';
import {
  after,
  catchTerm,
  down,
  link,
  monitor,
  on,
  receive,
  self,
  send,
  spawn,
  spawnMonitor,
  spawnRequest,
  unlink,
  type Address,
} from 'regent-otp';
import { erpc, genServer, pg, rpc } from 'regent-otp/behaviours';
import { supervisor, Supervisor, type ChildSpec } from 'regent-otp/supervisors';
import { atom, charlist } from 'regent-otp/beam';
import { describeBesideErlang } from '../../support/beam/erlangs.js';
import { erlName, jsName, startPair, type Pair } from '../../support/beam/withBeam.js';
import { Bank, erlangBank } from './bank.js';

const group = `
-module(groups).
-export([start/0]).
start() -> Me = self(), spawn(fun() -> {ok, _} = pg:start_link(), Me ! started, receive stop -> ok end end),
    receive started -> ok end.
`;

describeBesideErlang('across', (erlang) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair(erlang, { atoms: [...Bank.atoms, 'crew', 'undef', 'fine'] });
    await pair.erl.load(erlangBank);
    await pair.erl.load(group);
    pair.node.export('calculator', {
      add: (one: number, other: number) => one + other,
      fail: () => {
        throw new TypeError('wrong');
      },
      tell: (to: Parameters<typeof send>[0]) => void send(to, ['told', 'by spawn']),
    });
  });
  afterAll(() => pair.close());

  const run = <T>(fun: () => T | Promise<T>): Promise<T> => pair.node.run(fun);

  it('Erlang runs what is exported here, by rpc and erpc, and nothing else', async () => {
    const { erl } = pair;
    expect(await erl.eval(`rpc:call('${jsName}', calculator, add, [2, 3])`)).toBe(5);
    expect(await erl.eval(`erpc:call('${jsName}', calculator, add, [2, 3])`)).toBe(5);
    expect(await erl.eval(`rpc:block_call('${jsName}', calculator, add, [2, 3])`)).toBe(5);
    expect(await erl.eval(`erpc:multicall(['${jsName}', '${erlName}'], erlang, node, [])`)).toMatchObject([
      ['error', ['exception', atom('undef'), expect.anything()]],
      ['ok', atom(erlName)],
    ]);
    expect(
      await erl.eval(`try erpc:call('${jsName}', os, cmd, ["id"]) catch error:{exception, Why, _} -> Why end`),
    ).toBe(atom('undef'));
    expect(
      await erl.eval(`try erpc:call('${jsName}', calculator, fail, []) catch error:{exception, Why, _} -> Why end`),
    ).toEqual(['js_error', 'TypeError', 'wrong']);
    expect(await erl.eval(`rpc:cast('${jsName}', calculator, tell, [self()])`)).toBe(true);
    expect(await erl.eval('receive M -> M after 5000 -> late end')).toEqual([atom('told'), 'by spawn']);
  });

  it('Erlang starts processes here by spawn, and hears of their ends', async () => {
    const { erl } = pair;
    await erl.eval(`spawn('${jsName}', calculator, tell, [self()])`);
    expect(await erl.eval('receive M -> M after 5000 -> late end')).toEqual([atom('told'), 'by spawn']);
    const reason = await erl.eval(`
      {P, R} = spawn_monitor('${jsName}', os, cmd, ["id"]),
      receive {'DOWN', R, process, P, {Why, _}} -> Why after 5000 -> late end`);
    expect(reason).toBe(atom('undef'));
    const linked = await erl.eval(`
      process_flag(trap_exit, true),
      P = spawn_link('${jsName}', calculator, fail, []),
      R = receive {'EXIT', P, {Why, _}} -> Why after 5000 -> late end,
      process_flag(trap_exit, false), R`);
    expect(linked).toEqual(['js_error', 'TypeError', 'wrong']);
  });

  it('rpc and erpc run functions of Erlang', async () => {
    expect(await run(() => rpc.call(erlName, 'lists', 'sum', [[1, 2, 3]]))).toBe(6);
    expect(await run(() => erpc.call(erlName, 'erlang', 'node', []))).toBe(atom(erlName));
    expect(await run(() => erpc.call(erlName, 'lists', 'reverse', [charlist('abc')]))).toEqual([99, 98, 97]);
    expect(await run(() => catchTerm(() => erpc.call(erlName, 'nobody', 'home', [])))).toMatchObject([
      'EXIT',
      [['exception', 'undef', expect.anything()], expect.anything()],
    ]);
    expect(await run(() => rpc.call(erlName, 'erlang', 'throw', ['fine']))).toBe('fine');
  });

  it('processes are started in Erlang by spawn and spawnRequest', async () => {
    const reason = await run(async () => {
      const [, ref] = await spawnMonitor(erlName, 'erlang', 'exit', [atom('fine')]);
      return receive(on(down(ref), ([, , , , why]) => why));
    });
    expect(reason).toBe('fine');
    const answer = await run(async () => {
      await spawn(erlName, 'erlang', 'send', [self(), atom('fine')]);
      const got = await receive(on('fine', () => true));
      const request = spawnRequest(erlName, 'timer', 'sleep', [atom('infinity')], ['link']);
      return [got, await receive(on(['spawn_reply', request, P._, P._], ([, , kind]) => kind), after(5000, () => 'late'))]; // prettier-ignore
    });
    expect(answer).toEqual([true, 'ok']);
  });

  it('groups of pg have members on both sides', async () => {
    await pair.erl.eval('groups:start()');
    const done = run(async () => {
      await pg.startLink();
      await pg.join('crew', self());
      const [ref] = await pg.monitor('crew');
      send(['test_shell', erlName], 'fine');
      const theirs = await receive(
        on([ref, 'join', 'crew', P._], ([, , , pids]) => pids as readonly { node: string }[]),
      );
      const all = pg.getMembers('crew').map((pid) => pid.node);
      await receive(on('told', () => true));
      return [theirs.map((pid) => pid.node), all];
    });
    await pair.erl.eval('receive fine -> pg:join(crew, self()) after 5000 -> late end');
    const wait = `Wait = fun Wait(0) -> late; Wait(N) -> case length(pg:get_members(crew)) of 2 -> [node(P) || P <- pg:get_members(crew)]; _ -> timer:sleep(10), Wait(N - 1) end end, Wait(300)`;
    const there = (await pair.erl.eval(wait)) as readonly unknown[];
    expect(new Set(there)).toEqual(new Set([atom(erlName), atom(jsName)]));
    await pair.erl.eval(`[P ! told || P <- pg:get_members(crew), node(P) =/= node()], ok`);
    const [theirs, all] = await done;
    expect(theirs).toEqual([erlName]);
    expect(new Set(all)).toEqual(new Set([erlName, jsName]));
    const gone = `Wait = fun Wait(0) -> late; Wait(N) -> case pg:get_members(crew) of [P] when node(P) =:= node() -> ok; _ -> timer:sleep(10), Wait(N - 1) end end, Wait(300)`;
    expect(await pair.erl.eval(gone)).toBe('ok');
  });

  it('a process here has a global name there', async () => {
    const pid = await run(() => genServer.start(['local', 'known'], Bank, ['eve']));
    expect(await run(() => rpc.call(erlName, 'global', 'register_name', [atom('eve'), pid[1]]))).toBe(atom('yes'));
    expect(await pair.erl.eval('gen_server:call({global, eve}, owner)')).toBe('eve');
    expect(await run(() => rpc.call(erlName, 'global', 'whereis_name', [atom('eve')]))).toBe(pid[1]);
  });

  it('a supervisor of Erlang restarts a server here', async () => {
    pair.node.export('bank', {
      start: async (name: string) => (await genServer.start(['local', name], Bank, ['bob']))[1],
    });
    await pair.erl.load(`
-module(bank_sup).
-behaviour(supervisor).
-export([start/1, init/1, start_bank/1]).
start(Node) -> {ok, Pid} = supervisor:start_link(bank_sup, Node), unlink(Pid), Pid.
init(Node) -> {ok, {#{}, [#{id => bank, start => {bank_sup, start_bank, [Node]}}]}}.
start_bank(Node) ->
    Pid = erpc:call(Node, bank, start, [<<"supervised">>]), link(Pid), {ok, Pid}.
`);
    await pair.erl.eval(`register(bank_sup_test, bank_sup:start('${jsName}'))`);
    const call = (request: string): Promise<unknown> =>
      pair.erl.eval(`gen_server:call({supervised, '${jsName}'}, ${request})`);
    expect(await call('{deposit, 5}')).toEqual(['ok', 5]);
    const ended = run(async () => {
      const ref = monitor('process', ['supervised', jsName]);
      return receive(on(down(ref), () => true));
    });
    await pair.erl.eval(`catch gen_server:call({supervised, '${jsName}'}, crash)`);
    expect(await ended).toBe(true);
    const back = `Wait = fun Wait(0) -> late; Wait(N) -> try gen_server:call({supervised, '${jsName}'}, balance) catch _:_ -> timer:sleep(10), Wait(N - 1) end end, Wait(300)`;
    expect(await pair.erl.eval(back)).toBe(0);
  });

  it('a supervisor here restarts a server of Erlang', async () => {
    const start = async () => {
      const pid = (await erpc.call(erlName, 'bank', 'start', [atom('minded')])) as Address;
      link(pid);
      return ['ok', pid] as const;
    };
    class BankSup extends Supervisor {
      init() {
        const child: ChildSpec = { id: 'bank', start: [{ start }, 'start', []] };
        return ['ok', [{ strategy: 'one_for_one' }, [child]]] as const;
      }
    }
    const balances = await run(async () => {
      const [, sup] = await supervisor.startLink(BankSup, []);
      const there = ['minded', erlName] as const;
      await genServer.call(there, ['deposit', 5]);
      const before = await genServer.call(there, 'balance');
      await catchTerm(() => genServer.call(there, 'crash'));
      let after: unknown;
      while (!Array.isArray(after)) after = await catchTerm(async () => [await genServer.call(there, 'balance')]).then((got) => (Array.isArray(got) && got[0] === 'EXIT' ? undefined : got)); // prettier-ignore
      unlink(sup as Address);
      return [before, after];
    });
    expect(balances).toEqual([5, [0]]);
  });
});
