%% Candidates on three nodes; one node is lost, one leader is stopped.
-module(leader_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    {A, NodeA} = start_node(a),
    {B, NodeB} = start_node(b),
    {C, NodeC} = start_node(c),
    [First, Second, Third] = [candidate(Node) || Node <- [NodeA, NodeB, NodeC]],
    receive {First, Role} -> show(Role) end,
    show([leader:role(Candidate) || Candidate <- [First, Second, Third]]),
    show([leader:leader(Candidate) =:= First || Candidate <- [First, Second, Third]]),
    peer:stop(A),
    receive {Second, nodedown, NodeA} -> ok end,
    receive {Third, nodedown, NodeA} -> ok end,
    Next = receive {Pid, leader} -> Pid end,
    [Last] = [Second, Third] -- [Next],
    show([Next =:= First, leader:role(Next), leader:role(Last)]),
    show([leader:leader(Next) =:= Next, leader:leader(Last) =:= Next]),
    show(leader:role(First)),
    show(leader:stop(Next)),
    receive {Last, leader} -> show(leader:role(Last)) end,
    Again = candidate(node(Next)),
    show([leader:role(Again), leader:leader(Again) =:= Last]),
    exit(Last, kill),
    receive {Again, leader} -> show(global:whereis_name(the_leader) =:= Again) end,
    [peer:stop(Peer) || Peer <- [B, C]].

%% A candidate that has had its election.
candidate(Node) ->
    Candidate = leader:start(Node, the_leader, self()),
    leader:role(Candidate),
    Candidate.

start_node(Name) ->
    Args = ["-setcookie", atom_to_list(erlang:get_cookie()), "-pa" | code:get_path()],
    Where = #{host => "127.0.0.1", longnames => true, connection => standard_io},
    {ok, Peer, Node} = peer:start(Where#{name => peer:random_name(Name), args => Args}),
    true = net_kernel:connect_node(Node),
    ok = rpc:call(Node, logger, set_primary_config, [level, none]),
    ok = global:sync(),
    {Peer, Node}.
