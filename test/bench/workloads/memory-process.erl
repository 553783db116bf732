-module('memory-process').
-export([run/1]).

run(N) ->
    Owner = self(),
    erlang:garbage_collect(),
    Before = erlang:memory(total),
    [spawn(fun idle/0) || _ <- lists:seq(2, N)],
    spawn(fun() -> Owner ! ready, idle() end),
    receive ready -> ok end,
    erlang:garbage_collect(),
    erlang:memory(total) - Before.

idle() ->
    receive stop -> ok end.
