-module('memory-gen-server').
-export([run/1]).

run(N) ->
    erlang:garbage_collect(),
    Before = erlang:memory(total),
    start(N),
    erlang:garbage_collect(),
    erlang:memory(total) - Before.

start(0) -> ok;
start(N) ->
    {ok, _} = counter:start(),
    start(N - 1).
