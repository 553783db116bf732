%% How late timers of 10 ms are while something else runs; see timerDelays.ts.
-module(bench_timer_delays).
-export([start/0, stop/1]).

-define(PERIOD, 10).

start() ->
    Owner = self(),
    Watcher = spawn(fun() -> watch(Owner, []) end),
    receive watching -> Watcher end.

%% As JSON, in ms.
stop(Watcher) ->
    Watcher ! stop,
    receive
        {delays, Delays} ->
            Sorted = lists:sort(Delays),
            Count = length(Sorted),
            At = fun(Share) -> lists:nth(max(1, ceil(Share * Count)), Sorted) end,
            io_lib:format("{\"median\": ~w, \"p99\": ~w, \"max\": ~w}", [At(0.5), At(0.99), At(1)])
    end.

watch(Owner, Delays) ->
    Start = erlang:monotonic_time(microsecond),
    erlang:send_after(?PERIOD, self(), tick),
    Delays =:= [] andalso (Owner ! watching),
    receive tick -> ok end,
    Delay = (erlang:monotonic_time(microsecond) - Start) / 1000 - ?PERIOD,
    receive
        stop -> Owner ! {delays, [Delay | Delays]}
    after 0 ->
        watch(Owner, [Delay | Delays])
    end.
