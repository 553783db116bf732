%% The module that has been ported: see accounts.ts. It is here to be read beside its port, and is not run.
-module(accounts).
-behaviour(gen_server).
-export([start_link/0, init/1, handle_call/3, handle_cast/2]).

start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

init([]) -> {ok, #{}}.

handle_call({deposit, Who, Amount}, _From, Balances) when Amount > 0 ->
    Balance = maps:get(Who, Balances, 0) + Amount,
    {reply, {ok, Balance}, Balances#{Who => Balance}};
handle_call({withdraw, Who, Amount}, _From, Balances) ->
    case maps:get(Who, Balances, 0) of
        Balance when Balance >= Amount -> {reply, {ok, Balance - Amount}, Balances#{Who => Balance - Amount}};
        _ -> {reply, {error, overdrawn}, Balances}
    end.

handle_cast(_Request, Balances) -> {noreply, Balances}.
