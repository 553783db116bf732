-module('processes-spawn').
-export([run/2]).

%% Spawns Count processes that live at the same time, over and over.
run(N, Count) ->
    rounds(N div Count, Count, 0).

rounds(0, _Count, Elapsed) -> Elapsed;
rounds(N, Count, Elapsed) ->
    Start = bench_clock:now(),
    Pids = [spawn(fun idle/0) || _ <- lists:seq(1, Count)],
    all_have_run(),
    Time = bench_clock:now() - Start,
    [Pid ! stop || Pid <- Pids],
    all_have_run(),
    rounds(N - 1, Count, Elapsed + Time).

idle() ->
    receive stop -> ok end.

%% One scheduler takes turns: who could run before this new process has run when it does.
all_have_run() ->
    Owner = self(),
    spawn(fun() -> Owner ! ran end),
    receive ran -> ok end.
