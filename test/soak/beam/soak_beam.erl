%% The Erlang side of the soak: numbers from Regent are checked, numbers to it are sent, and calls answered.
-module(soak_beam).
-export([serve/1, crash/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

serve(Js) ->
    register(numbers, spawn(fun() ->
        ok = net_kernel:monitor_nodes(true, [{node_type, all}]),
        numbers(0, true, [])
    end)),
    register(sender, spawn(fun() -> sender(Js, 1) end)),
    {ok, _} = gen_server:start({local, echo}, ?MODULE, [], []),
    ok.

%% The server is killed, and started anew.
crash() ->
    Pid = whereis(echo),
    Ref = monitor(process, Pid),
    exit(Pid, kill),
    receive {'DOWN', Ref, process, Pid, _} -> ok end,
    {ok, _} = gen_server:start({local, echo}, ?MODULE, [], []),
    ok.

%% Over one connection each number follows the one before; the first one is only greater.
numbers(Last, IsFresh, Wrong) ->
    receive
        {number, N} when N =:= Last + 1; IsFresh, N > Last -> numbers(N, false, Wrong);
        {number, N} -> numbers(max(N, Last), false, [{Last, N} | Wrong]);
        {nodedown, _, _} -> numbers(Last, true, Wrong);
        {nodeup, _, _} -> numbers(Last, true, Wrong);
        {wrong, From, Ref} -> From ! {Ref, [Last | Wrong]}, numbers(Last, IsFresh, Wrong)
    end.

%% Sends as fast as asked for: a burst for each tick of the receiver's.
sender(Js, N) ->
    receive
        {burst, Count, To} -> sender(Js, send_all(N, N + Count, To))
    end.

send_all(N, N, _To) -> N;
send_all(N, End, To) -> To ! {number, node(), N}, send_all(N + 1, End, To).

%% It outlives those that are linked with it.
init([]) -> process_flag(trap_exit, true), {ok, []}.
handle_call({ask, N}, _From, State) -> {reply, N, State};
handle_call(pid, _From, State) -> {reply, self(), State};
handle_call(late, From, State) -> spawn(fun() -> gen_server:reply(From, late) end), {noreply, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(_, State) -> {noreply, State}.
