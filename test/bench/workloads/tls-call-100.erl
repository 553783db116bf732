-module('tls-call-100').
-export([run/1, serve/0]).

-define(CLIENTS, 100).

run(N) ->
    Node = bench_peer:start(?MODULE),
    Parent = self(),
    Start = bench_clock:now(),
    [spawn(fun() -> loop(N div ?CLIENTS, {counter, Node}), Parent ! done end) || _ <- lists:seq(1, ?CLIENTS)],
    [receive done -> ok end || _ <- lists:seq(1, ?CLIENTS)],
    bench_clock:now() - Start.

loop(0, _Counter) -> ok;
loop(N, Counter) ->
    gen_server:call(Counter, {add, 1}),
    loop(N - 1, Counter).

serve() ->
    gen_server:start({local, counter}, counter, [], []).
