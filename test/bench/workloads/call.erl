-module(call).
-export([run/1]).

run(N) ->
    {ok, Counter} = counter:start(),
    Start = erlang:monotonic_time(nanosecond),
    loop(N, Counter),
    Elapsed = erlang:monotonic_time(nanosecond) - Start,
    gen_server:stop(Counter),
    Elapsed.

loop(0, _Counter) -> ok;
loop(N, Counter) ->
    gen_server:call(Counter, {add, 1}),
    loop(N - 1, Counter).
