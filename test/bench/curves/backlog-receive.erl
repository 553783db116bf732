-module('backlog-receive').
-export([run/2]).

run(N, Backlog) ->
    Parent = self(),
    spawn(fun() ->
        [self() ! {other, I} || I <- lists:seq(1, Backlog)],
        loop(1), % the first one is measured by backlog-first
        Start = bench_clock:now(),
        loop(N),
        Parent ! {elapsed, bench_clock:now() - Start}
    end),
    receive {elapsed, Time} -> Time end.

loop(0) -> ok;
loop(N) ->
    self() ! {wanted, N},
    receive {wanted, _} -> ok end,
    loop(N - 1).
