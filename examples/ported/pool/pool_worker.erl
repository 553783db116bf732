%% A worker that multiplies.
-module(pool_worker).
-behaviour(gen_server).
-export([start_link/1, multiply/2]).
-export([init/1, handle_call/3, handle_cast/2]).

-spec start_link(integer()) -> {ok, pid()}.
start_link(Factor) ->
    gen_server:start_link(?MODULE, Factor, []).

-spec multiply(gen_server:server_ref(), integer()) -> integer().
multiply(Worker, N) ->
    gen_server:call(Worker, {multiply, N}).

init(Factor) ->
    {ok, Factor}.

handle_call({multiply, N}, _, Factor) ->
    {reply, N * Factor, Factor}.

handle_cast(_, Factor) ->
    {noreply, Factor}.
