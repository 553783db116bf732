-module('call-100-clients').
-export([run/1]).

-define(CLIENTS, 100).

run(N) ->
    {ok, Counter} = counter:start(),
    Parent = self(),
    Start = bench_clock:now(),
    [spawn(fun() -> loop(N div ?CLIENTS, Counter), Parent ! done end) || _ <- lists:seq(1, ?CLIENTS)],
    [receive done -> ok end || _ <- lists:seq(1, ?CLIENTS)],
    Elapsed = bench_clock:now() - Start,
    gen_server:stop(Counter),
    Elapsed.

loop(0, _Counter) -> ok;
loop(N, Counter) ->
    gen_server:call(Counter, {add, 1}),
    loop(N - 1, Counter).
