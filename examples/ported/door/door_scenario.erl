%% Opens a door with the right code, and tries wrong ones.
-module(door_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    {ok, Door} = door:start_link(1234, {60000, 60000}),
    show(door:state(Door)),
    show(door:code(Door, 1111)),
    Me = self(),
    Guest = spawn(fun() -> Me ! {self(), door:enter(Door)} end),
    show(door:code(Door, 1234)),
    receive {Guest, Answer} -> show(Answer) end,
    show([door:state(Door), door:code(Door, 1), door:enter(Door)]),
    show(gen_statem:stop(Door)),
    {ok, Other} = door:start_link(42, {60000, 60000}),
    show([door:code(Other, Code) || Code <- [1, 2, 3, 42]]),
    show(door:state(Other)),
    {ok, Fast} = door:start_link(7, {5, 5}),
    show(door:code(Fast, 7)),
    wait_for(locked, Fast),
    show([door:code(Fast, Code) || Code <- [1, 2, 3]]),
    wait_for(locked, Fast),
    show(door:set_code(Fast, 9)),
    show([door:code(Fast, Code) || Code <- [9, 7]]),
    wait_for(locked, Fast),
    show(door:code(Fast, 9)).

wait_for(State, Door) ->
    case door:state(Door) of
        State ->
            ok;
        _ ->
            timer:sleep(1),
            wait_for(State, Door)
    end.
