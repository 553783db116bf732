-module(cast).
-export([run/1]).

-define(BURST, 100000).

run(N) ->
    {ok, Counter} = counter:start(),
    Start = bench_clock:now(),
    bursts(N div ?BURST, Counter),
    Elapsed = bench_clock:now() - Start,
    gen_server:stop(Counter),
    Elapsed.

bursts(0, _Counter) -> ok;
bursts(N, Counter) ->
    burst(?BURST, Counter),
    gen_server:call(Counter, count),
    bursts(N - 1, Counter).

burst(0, _Counter) -> ok;
burst(N, Counter) ->
    gen_server:cast(Counter, {add, 1}),
    burst(N - 1, Counter).
