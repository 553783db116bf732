%% The gen_server that is called and cast to; counter.ts is its twin.
-module(counter).
-behaviour(gen_server).
-export([start/0]).
-export([init/1, handle_call/3, handle_cast/2]).

start() ->
    gen_server:start(?MODULE, [], []).

init([]) ->
    {ok, 0}.

handle_call(count, _From, Count) ->
    {reply, Count, Count};
handle_call({add, N}, _From, Count) ->
    Sum = Count + N,
    {reply, Sum, Sum}.

handle_cast({add, N}, Count) ->
    {noreply, Count + N}.
