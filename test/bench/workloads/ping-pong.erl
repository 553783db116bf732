-module('ping-pong').
-export([run/1]).

run(N) ->
    Ponger = spawn(fun pong/0),
    Start = erlang:monotonic_time(nanosecond),
    ping(N, Ponger),
    Elapsed = erlang:monotonic_time(nanosecond) - Start,
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
