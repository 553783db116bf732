-module('backlog-first').
-export([run/2]).

%% The first selective receive of a process in whose mailbox others wait.
run(N, Backlog) ->
    run(N, Backlog, 0).

run(0, _Backlog, Elapsed) -> Elapsed;
run(N, Backlog, Elapsed) ->
    Parent = self(),
    spawn(fun() ->
        [self() ! {other, I} || I <- lists:seq(1, Backlog)],
        self() ! {wanted, Backlog},
        Start = bench_clock:now(),
        receive {wanted, _} -> ok end,
        Parent ! {elapsed, bench_clock:now() - Start}
    end),
    receive {elapsed, Time} -> run(N - 1, Backlog, Elapsed + Time) end.
