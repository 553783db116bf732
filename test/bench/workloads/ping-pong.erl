-module('ping-pong').
-export([run/1]).

run(N) ->
    Ponger = spawn(fun pong/0),
    Start = bench_clock:now(),
    ping(N, Ponger),
    Elapsed = bench_clock:now() - Start,
    Ponger ! stop,
    Elapsed.

ping(0, _Ponger) -> ok;
ping(N, Ponger) ->
    Ponger ! {ping, self()},
    receive pong -> ok end,
    ping(N - 1, Ponger).

pong() ->
    receive
        {ping, From} -> From ! pong, pong();
        stop -> ok
    end.
