-module('spawn-exit').
-export([run/1]).

run(N) ->
    Start = bench_clock:now(),
    loop(N),
    bench_clock:now() - Start.

loop(0) -> ok;
loop(N) ->
    {_, Ref} = spawn_monitor(fun() -> done end),
    receive {'DOWN', Ref, process, _, _} -> ok end,
    loop(N - 1).
