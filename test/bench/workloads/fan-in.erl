-module('fan-in').
-export([run/1]).

-define(SENDERS, 100).
-define(SHARE, 1000).

run(N) ->
    Receiver = self(),
    Pids = [spawn(fun() -> sender(Receiver) end) || _ <- lists:seq(1, ?SENDERS)],
    Start = bench_clock:now(),
    rounds(N div (?SENDERS * ?SHARE), Pids),
    Elapsed = bench_clock:now() - Start,
    [Pid ! stop || Pid <- Pids],
    Elapsed.

rounds(0, _Pids) -> ok;
rounds(N, Pids) ->
    [Pid ! go || Pid <- Pids],
    items(?SENDERS * ?SHARE),
    rounds(N - 1, Pids).

items(0) -> ok;
items(N) ->
    receive {item, _} -> items(N - 1) end.

sender(Receiver) ->
    receive
        go -> send(1, Receiver), sender(Receiver);
        stop -> ok
    end.

send(I, _Receiver) when I > ?SHARE -> ok;
send(I, Receiver) ->
    Receiver ! {item, I},
    send(I + 1, Receiver).
