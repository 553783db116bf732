-module('backlog-call').
-export([run/2]).

run(N, Backlog) ->
    {ok, Counter} = counter:start(),
    Parent = self(),
    spawn(fun() ->
        [self() ! {other, I} || I <- lists:seq(1, Backlog)],
        Start = bench_clock:now(),
        loop(N, Counter),
        Parent ! {elapsed, bench_clock:now() - Start}
    end),
    Elapsed = receive {elapsed, Time} -> Time end,
    gen_server:stop(Counter),
    Elapsed.

loop(0, _Counter) -> ok;
loop(N, Counter) ->
    gen_server:call(Counter, {add, 1}),
    loop(N - 1, Counter).
