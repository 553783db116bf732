%% The other nodes of a workload, each in an OS process of its own, connected over TLS; see peer.ts.
-module(bench_peer).
-export([start/1, start/2, main/1]).

%% Starts the peer of a workload, unless it runs already: its module's serve/0 is run there.
start(Workload) ->
    [Node] = start(Workload, 1),
    Node.

%% Starts several: 2, 3 and so on. The harness gives the arguments of their erl, separated by spaces, in BENCH_PEER, with
%% %d for the number.
start(Workload, Count) ->
    Template = os:getenv("BENCH_PEER"),
    Peers = [string:lexemes(string:replace(Template, "%d", integer_to_list(Id), all), " ")
             || Id <- lists:seq(2, Count + 1)],
    Nodes = [{node_in(Peer), Peer} || Peer <- Peers],
    [start_peer(Workload, Node, Flags) || {Node, Flags} <- Nodes, not lists:member(Node, nodes(connected))],
    [Node || {Node, _} <- Nodes].

node_in(["-name", Name | _]) -> list_to_atom(Name);
node_in([_ | Flags]) -> node_in(Flags).

start_peer(Workload, Node, Flags) ->
    Run = ["-run", "bench_peer", "main", atom_to_list(Workload), atom_to_list(node())],
    open_port({spawn_executable, os:find_executable("erl")}, [{args, Flags ++ Run}]),
    register(bench_starter, self()),
    connect(Node, 200),
    receive {bench_peer, ready} -> ok after 20000 -> error({not_ready, Node}) end,
    unregister(bench_starter).

connect(Node, 0) -> error({not_connected, Node});
connect(Node, Tries) ->
    case net_kernel:connect_node(Node) of
        true -> ok;
        false -> timer:sleep(100), connect(Node, Tries - 1)
    end.

%% It ends with the node that started it, which is a hidden one, since it does not listen.
main([Workload, Starter]) ->
    Node = list_to_atom(Starter),
    ok = net_kernel:monitor_nodes(true, [{node_type, all}]),
    await_node(lists:member(Node, nodes(connected)), Node),
    Module = list_to_atom(Workload),
    Module:serve(),
    {bench_starter, Node} ! {bench_peer, ready},
    receive {nodedown, Node, _} -> halt(0) end.

await_node(true, _Node) -> ok;
await_node(false, Node) ->
    receive {nodeup, Node, _} -> ok after 20000 -> halt(1) end.
