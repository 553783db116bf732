-module('backlog-guard').
-export([run/2]).

run(N, Backlog) ->
    Parent = self(),
    spawn(fun() ->
        [self() ! {number, -I} || I <- lists:seq(0, Backlog - 1)],
        Start = bench_clock:now(),
        loop(N),
        Parent ! {elapsed, bench_clock:now() - Start}
    end),
    receive {elapsed, Time} -> Time end.

loop(0) -> ok;
loop(N) ->
    self() ! {number, N},
    receive {_, Number} when Number > 0 -> ok end,
    loop(N - 1).
