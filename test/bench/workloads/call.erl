-module(call).
-export([run/1]).

run(N) ->
    {ok, Counter} = counter:start(),
    Start = bench_clock:now(),
    loop(N, Counter),
    Elapsed = bench_clock:now() - Start,
    gen_server:stop(Counter),
    Elapsed.

loop(0, _Counter) -> ok;
loop(N, Counter) ->
    gen_server:call(Counter, {add, 1}),
    loop(N - 1, Counter).
