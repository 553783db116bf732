-module(broadcast).
-export([run/2, serve/0]).

%% Sends a message to all other nodes and waits for the answer of each.
run(N, Nodes) ->
    Peers = bench_peer:start(?MODULE, Nodes - 1),
    Start = bench_clock:now(),
    loop(N, Peers),
    bench_clock:now() - Start.

loop(0, _Peers) -> ok;
loop(N, Peers) ->
    [{echo, Peer} ! {self(), N} || Peer <- Peers],
    [receive {heard, N} -> ok end || _ <- Peers],
    loop(N - 1, Peers).

serve() ->
    register(echo, spawn(fun echo/0)).

echo() ->
    receive {From, N} -> From ! {heard, N} end,
    echo().
