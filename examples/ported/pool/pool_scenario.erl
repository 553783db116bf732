%% Takes workers out of a pool, with and without enough of them.
-module(pool_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    logger:set_primary_config(level, none),
    {ok, Pool} = pool:start_link(10, 2, 1),
    show(pool:status(Pool)),
    show(pool:transaction(Pool, fun(Worker) -> pool_worker:multiply(Worker, 7) end)),
    show(catch pool:transaction(Pool, fun(_) -> throw(out) end)),
    wait_for({2, 0, 0, 0}, Pool),
    [A, B, C] = [pool:checkout(Pool, false) || _ <- [1, 2, 3]],
    show(length(lists:usort([A, B, C]))),
    show(pool:status(Pool)),
    show(pool:checkout(Pool, false)),
    show(pool:checkout(Pool, true, 10)),
    wait_for({0, 1, 3, 0}, Pool),
    Ann = client(Pool),
    wait_for({0, 1, 3, 1}, Pool),
    pool:checkin(Pool, A),
    receive {Ann, Got} -> show(Got =:= A) end,
    exit(Ann, kill),
    wait_for({0, 0, 2, 0}, Pool),
    exit(B, kill),
    wait_for({1, 0, 1, 0}, Pool),
    D = pool:checkout(Pool, false),
    E = pool:checkout(Pool, false),
    Bob = client(Pool),
    wait_for({0, 1, 3, 1}, Pool),
    exit(E, kill),
    New = receive {Bob, Fresh} -> Fresh end,
    show(lists:member(New, [A, B, C, D, E])),
    show(pool:status(Pool)),
    Eve = client(Pool),
    wait_for({0, 1, 3, 1}, Pool),
    exit(Eve, kill),
    wait_for({0, 1, 3, 0}, Pool),
    pool:checkin(Pool, C),
    pool:checkin(Pool, D),
    pool:checkin(Pool, D),
    wait_for({1, 0, 1, 0}, Pool),
    show(pool_worker:multiply(New, 5)),
    Ref = monitor(process, New),
    show(pool:stop(Pool)),
    receive {'DOWN', Ref, process, New, Reason} -> show(Reason) end.

%% A process that takes a worker and keeps it.
client(Pool) ->
    Me = self(),
    spawn(fun() ->
        Me ! {self(), pool:checkout(Pool, true)},
        receive after infinity -> ok end
    end).

wait_for(Status, Pool) ->
    case pool:status(Pool) of
        Status ->
            ok;
        _ ->
            timer:sleep(1),
            wait_for(Status, Pool)
    end.
