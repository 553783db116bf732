-module(ring).
-export([run/1]).

-define(SIZE, 1000).

run(N) ->
    Next = lists:foldl(fun(_, To) -> spawn(fun() -> member(To) end) end, self(), lists:seq(2, ?SIZE)),
    pass(Next, 0), % all have started
    Start = bench_clock:now(),
    laps(0, N, Next),
    Elapsed = bench_clock:now() - Start,
    Next ! stop,
    receive stop -> ok end,
    Elapsed.

laps(Hops, N, _Next) when Hops >= N -> ok;
laps(Hops, N, Next) -> laps(pass(Next, Hops), N, Next).

pass(Next, Hops) ->
    Next ! {token, Hops + 1},
    receive {token, Count} -> Count end.

member(Next) ->
    receive
        {token, Hops} -> Next ! {token, Hops + 1}, member(Next);
        stop -> Next ! stop
    end.
