%% A leader for a cluster: on each node runs a candidate, a process without a behaviour. The one that gets the global
%% name leads; when it ends, or its node is lost, one of the others takes its place. Who listens to a candidate is told
%% when that changes.
-module(leader).
-export([start/3, init/2, role/1, leader/1, stop/1]).

-record(candidate, {
    name :: term(),
    listener :: pid(),
    role = follower :: leader | follower,
    watched :: reference() | undefined
}).

-spec start(node(), term(), pid()) -> pid().
start(Node, Name, Listener) ->
    spawn(Node, ?MODULE, init, [Name, Listener]).

-spec role(pid()) -> leader | follower | {error, term()}.
role(Candidate) ->
    ask(Candidate, role).

%% The process that leads, as this candidate sees it.
-spec leader(pid()) -> pid() | undefined | {error, term()}.
leader(Candidate) ->
    ask(Candidate, leader).

-spec stop(pid()) -> ok | {error, term()}.
stop(Candidate) ->
    ask(Candidate, stop).

ask(Candidate, Question) ->
    Ref = monitor(process, Candidate),
    Candidate ! {ask, self(), Ref, Question},
    receive
        {Ref, Answer} ->
            demonitor(Ref, [flush]),
            Answer;
        {'DOWN', Ref, process, _, Reason} ->
            {error, Reason}
    end.

init(Name, Listener) ->
    ok = net_kernel:monitor_nodes(true),
    loop(elect(#candidate{name = Name, listener = Listener})).

loop(Candidate = #candidate{name = Name, role = Role, watched = Watched, listener = Listener}) ->
    receive
        {ask, From, Ref, role} ->
            From ! {Ref, Role},
            loop(Candidate);
        {ask, From, Ref, leader} ->
            From ! {Ref, global:whereis_name(Name)},
            loop(Candidate);
        {ask, From, Ref, stop} ->
            From ! {Ref, ok};
        {global_name_conflict, Name} ->
            loop(elect(became(follower, Candidate)));
        {'DOWN', Watched, process, _, _} ->
            loop(elect(Candidate));
        {nodedown, Node} ->
            Listener ! {self(), nodedown, Node},
            loop(Candidate);
        _ ->
            loop(Candidate)
    end.

%% Takes the name, or watches the process that has it. Between the two that may have ended.
elect(Candidate = #candidate{name = Name}) ->
    case global:register_name(Name, self(), fun global:random_notify_name/3) of
        yes ->
            became(leader, Candidate);
        no ->
            case global:whereis_name(Name) of
                undefined ->
                    elect(Candidate);
                Pid ->
                    became(follower, watch(Pid, Candidate))
            end
    end.

watch(Pid, Candidate = #candidate{watched = Old}) ->
    Old =:= undefined orelse demonitor(Old, [flush]),
    Candidate#candidate{watched = monitor(process, Pid)}.

became(Role, Candidate = #candidate{role = Role}) ->
    Candidate;
became(Role, Candidate = #candidate{listener = Listener}) ->
    Listener ! {self(), Role},
    Candidate#candidate{role = Role}.
