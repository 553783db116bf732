-module(nodedown).
-export([run/1, serve/0]).

run(N) ->
    [processes_die(N) || _ <- lists:seq(1, 10)], % to warm up
    [node_dies(N) || _ <- lists:seq(1, 6)],
    node_dies(N).

%% As many end here: a node that dies is too short an affair to get warm by.
processes_die(N) ->
    Pids = [spawn(fun idle/0) || _ <- lists:seq(1, N)],
    [erlang:monitor(process, Pid) || Pid <- Pids],
    [exit(Pid, noconnection) || Pid <- Pids],
    downs(N).

node_dies(N) ->
    Host = {host, bench_peer:start(?MODULE)},
    Host ! {spawn, N, self()},
    Pids = receive {pids, List} -> List end,
    [erlang:monitor(process, Pid) || Pid <- Pids],
    answer(Host), % all monitors have arrived
    receive after 300 -> ok end, % its garbage collector has done with them
    Start = bench_clock:now(),
    Host ! die,
    downs(N),
    bench_clock:now() - Start.

downs(0) -> ok;
downs(N) ->
    receive {'DOWN', _, process, _, noconnection} -> ok end,
    downs(N - 1).

answer(Host) ->
    Host ! {ping, self()},
    receive pong -> ok end.

serve() ->
    register(host, spawn(fun host_processes/0)).

host_processes() ->
    receive
        {spawn, Count, Owner} -> Owner ! {pids, [spawn(fun idle/0) || _ <- lists:seq(1, Count)]};
        {ping, From} -> From ! pong;
        die -> erlang:halt(1, [{flush, false}])
    end,
    host_processes().

idle() ->
    receive stop -> ok end.
