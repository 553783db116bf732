-module('processes-call').
-export([run/2]).

%% Calls Count servers in turn, in an order that no cache knows. What the first call of each makes there is not measured.
run(N, Count) ->
    Counters = counters(get(counters), Count),
    Start = bench_clock:now(),
    loop(0, N, Counters, Count),
    bench_clock:now() - Start.

counters(undefined, Count) ->
    Counters = list_to_tuple([begin {ok, Pid} = counter:start(), Pid end || _ <- lists:seq(1, Count)]),
    put(counters, Counters),
    loop(0, Count, Counters, Count),
    Counters;
counters(Counters, _Count) ->
    Counters.

loop(N, N, _Counters, _Count) -> ok;
loop(I, N, Counters, Count) ->
    gen_server:call(element(I * 7919 rem Count + 1, Counters), {add, 1}),
    loop(I + 1, N, Counters, Count).
