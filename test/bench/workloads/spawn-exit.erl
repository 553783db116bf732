-module('spawn-exit').
-export([run/1]).

run(N) ->
    Start = erlang:monotonic_time(nanosecond),
    loop(N),
    erlang:monotonic_time(nanosecond) - Start.

loop(0) -> ok;
loop(N) ->
    {_, Ref} = spawn_monitor(fun() -> done end),
    receive {'DOWN', Ref, process, _, _} -> ok end,
    loop(N - 1).
