%% Both ends of the measurements between nodes: what the far node runs, and what a node of Erlang does in Regent's place.
-module(bench_beam).
-export([serve/0, out/2, in/2, call/2, calls/2]).
-export([init/1, handle_call/3, handle_cast/2]).

serve() ->
    register(sink, spawn(fun() -> sink(0) end)),
    register(source, spawn(fun() -> source() end)),
    {ok, _} = gen_server:start({local, echo}, ?MODULE, [], []),
    ok.

sink(N) ->
    receive
        {add, _} -> sink(N + 1);
        {count, From} -> From ! {count, N}, sink(0)
    end.

source() ->
    receive {send, N, To} -> send_all(N, To), source() end.

send_all(0, _To) -> ok;
send_all(N, To) -> To ! {add, N}, send_all(N - 1, To).

init([]) -> {ok, 0}.
handle_call({ping, N}, _From, State) -> {reply, N, State}.
handle_cast(_, State) -> {noreply, State}.

%% Nanoseconds for N messages to the far node.
out(Peer, N) ->
    measured(fun() ->
        send_all(N, {sink, Peer}),
        {sink, Peer} ! {count, self()},
        receive {count, N} -> ok end
    end).

%% For N messages from there.
in(Peer, N) ->
    measured(fun() ->
        {source, Peer} ! {send, N, self()},
        take(N)
    end).

take(0) -> ok;
take(N) -> receive {add, _} -> take(N - 1) end.

%% For N calls, one after the other.
call(Peer, N) -> measured(fun() -> call_all(N, {echo, Peer}) end).

call_all(0, _Server) -> ok;
call_all(N, Server) -> N = gen_server:call(Server, {ping, N}), call_all(N - 1, Server).

%% For N calls by 100 clients.
calls(Peer, N) ->
    measured(fun() ->
        Me = self(),
        [spawn_link(fun() -> call_all(N div 100, {echo, Peer}), Me ! done end) || _ <- lists:seq(1, 100)],
        [receive done -> ok end || _ <- lists:seq(1, 100)]
    end).

%% In a process of its own, as all code of Erlang is run in.
measured(Fun) ->
    Me = self(),
    spawn_link(fun() ->
        Start = erlang:monotonic_time(nanosecond),
        Fun(),
        Me ! {took, erlang:monotonic_time(nanosecond) - Start}
    end),
    receive {took, Time} -> Time end.
