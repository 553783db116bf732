-module(timers).
-export([run/1]).

-define(OUTSTANDING, 100000).
-define(BATCH, 1000).

run(N) ->
    Background = start_timers(?OUTSTANDING),
    Start = bench_clock:now(),
    loop(N div ?BATCH),
    Elapsed = bench_clock:now() - Start,
    cancel_timers(Background),
    Elapsed.

loop(0) -> ok;
loop(N) ->
    cancel_timers(start_timers(?BATCH)),
    loop(N - 1).

%% From 1 to 10.9 minutes, of 100 different lengths.
start_timers(Count) ->
    [erlang:send_after(60000 + 6000 * (I rem 100), self(), never) || I <- lists:seq(0, Count - 1)].

cancel_timers(Timers) ->
    lists:foreach(fun erlang:cancel_timer/1, Timers).
