-module('tls-call').
-export([run/1, serve/0]).

run(N) ->
    Node = bench_peer:start(?MODULE),
    Start = bench_clock:now(),
    loop(N, {counter, Node}),
    bench_clock:now() - Start.

loop(0, _Counter) -> ok;
loop(N, Counter) ->
    gen_server:call(Counter, {add, 1}),
    loop(N - 1, Counter).

serve() ->
    gen_server:start({local, counter}, counter, [], []).
