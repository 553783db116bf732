-module('selective-10k').
-export([run/1]).

run(N) ->
    Parent = self(),
    spawn(fun() ->
        [self() ! {other, I} || I <- lists:seq(1, 10000)],
        Start = erlang:monotonic_time(nanosecond),
        loop(N),
        Parent ! {elapsed, erlang:monotonic_time(nanosecond) - Start}
    end),
    receive {elapsed, Time} -> Time end.

loop(0) -> ok;
loop(N) ->
    self() ! {wanted, N},
    receive {wanted, _} -> ok end,
    loop(N - 1).
