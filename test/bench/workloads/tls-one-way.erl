-module('tls-one-way').
-export([run/1, serve/0]).

run(N) ->
    Counter = {counter, bench_peer:start(?MODULE)},
    Start = bench_clock:now(),
    loop(N, Counter),
    gen_server:call(Counter, count, infinity),
    bench_clock:now() - Start.

loop(0, _Counter) -> ok;
loop(N, Counter) ->
    gen_server:cast(Counter, {add, 1}),
    loop(N - 1, Counter).

serve() ->
    gen_server:start({local, counter}, counter, [], []).
