%% Leads a waiting room through its states.
-module(waiting_room_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    process_flag(trap_exit, true),
    show(waiting_room:start_link(0, 1000)),
    receive {'EXIT', _, no_seats} -> ok after 100 -> ok end,
    {ok, Room} = waiting_room:start_link(2, 60000),
    show(waiting_room:status(Room)),
    Ann = guest(Room, 1000),
    show(answer(Ann)),
    Bob = guest(Room, 1000),
    show(answer(Bob)),
    Eve = guest(Room, 10),
    show(answer(Eve)),
    show(waiting_room:leave(Room)),
    Joe = guest(Room, 5000),
    wait_for({0, 2, 1}, Room),
    Ann ! {leave, self()},
    show([answer(Ann), answer(Joe)]),
    exit(Bob, kill),
    wait_for({1, 1, 0}, Room),
    show(waiting_room:status(Room)),
    show(waiting_room:take(Room, 0)),
    Kim = guest(Room, 5000),
    wait_for({0, 2, 1}, Room),
    exit(Room, shutdown),
    show(answer(Kim)),
    receive {'EXIT', Room, Why} -> show(Why) end,
    {ok, Empty} = waiting_room:start_link(1, 20),
    receive {'EXIT', Empty, Reason} -> show(Reason) end.

%% A process that takes a seat and tells how that went; then it leaves when it is told.
guest(Room, Patience) ->
    Me = self(),
    spawn(fun() ->
        Me ! {self(), waiting_room:take(Room, Patience)},
        receive
            {leave, From} ->
                From ! {self(), waiting_room:leave(Room)}
        end,
        receive after infinity -> ok end
    end).

answer(Guest) ->
    receive
        {Guest, Answer} ->
            Answer
    end.

wait_for(Status, Room) ->
    case waiting_room:status(Room) of
        Status ->
            ok;
        _ ->
            timer:sleep(1),
            wait_for(Status, Room)
    end.
