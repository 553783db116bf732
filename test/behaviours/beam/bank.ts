/** One server twice: ported, and in Erlang. Its protocol is `{deposit, Amount}`, `balance`, `{slow, Ms}`, `crash`. */
import { P, match } from 'ts-pattern';
import { send, type Address, type From } from 'regent-otp';
import { functionClause, genServer, GenServer, noreply, ok, reply } from 'regent-otp/behaviours';

type State = { readonly owner: string; readonly balance: number };

export class Bank extends GenServer<State> {
  /** The atoms of the protocol. */
  static readonly atoms = ['ok', 'deposit', 'balance', 'later', 'owner', 'crash', 'told', 'tell', 'never', 'overdrawn'];

  init([owner]: readonly [string]) {
    return ok<State>({ owner, balance: 0 });
  }

  override handleCall(request: unknown, from: From, state: State) {
    return match(request)
      .with(['deposit', P.number], ([, amount]) => {
        const balance = state.balance + amount;
        return reply(['ok', balance], { ...state, balance });
      })
      .with('balance', () => reply(state.balance, state))
      .with('owner', () => reply(state.owner, state))
      .with('later', () => {
        queueMicrotask(() => genServer.reply(from, ['later', state.balance]));
        return noreply(state);
      })
      .with('never', () => noreply(state))
      .with('crash', () => {
        throw new TypeError('no such account');
      })
      .otherwise((unknown) => functionClause(unknown));
  }

  override handleCast(request: unknown, state: State) {
    return match(request)
      .with(['deposit', P.number], ([, amount]) => noreply({ ...state, balance: state.balance + amount }))
      .otherwise((unknown) => functionClause(unknown));
  }

  override handleInfo(info: unknown, state: State) {
    if (Array.isArray(info) && info[0] === 'tell') send(info[1] as Address, ['told', state.balance]);
    return noreply(state);
  }
}

export const erlangBank = `
-module(bank).
-behaviour(gen_server).
-export([start/1, start_link/1, init/1, handle_call/3, handle_cast/2, handle_info/2]).

start(Name) -> {ok, Pid} = gen_server:start({local, Name}, ?MODULE, [<<"alice">>], []), Pid.
start_link(Name) -> gen_server:start_link({local, Name}, ?MODULE, [<<"alice">>], []).

init([Owner]) -> {ok, #{owner => Owner, balance => 0}}.

handle_call({deposit, Amount}, _From, #{balance := Balance} = State) ->
    {reply, {ok, Balance + Amount}, State#{balance := Balance + Amount}};
handle_call(balance, _From, #{balance := Balance} = State) -> {reply, Balance, State};
handle_call(owner, _From, #{owner := Owner} = State) -> {reply, Owner, State};
handle_call(later, From, #{balance := Balance} = State) -> gen_server:reply(From, {later, Balance}), {noreply, State};
handle_call(never, _From, State) -> {noreply, State};
handle_call({slow, From2}, From, State) -> From2 ! {slow, From}, {noreply, State};
handle_call(crash, _From, _State) -> exit(overdrawn).

handle_cast({deposit, Amount}, #{balance := Balance} = State) -> {noreply, State#{balance := Balance + Amount}}.

handle_info({tell, Pid}, #{balance := Balance} = State) -> Pid ! {told, Balance}, {noreply, State};
handle_info(_, State) -> {noreply, State}.
`;
