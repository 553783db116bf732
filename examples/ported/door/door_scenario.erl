%% Opens a door with the right code, and tries wrong ones.
-module(door_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    {ok, Door} = door:start_link(1234, {20, 30}),
    show(door:state(Door)),
    show(door:code(Door, 1111)),
    Me = self(),
    Guest = spawn(fun() -> Me ! {self(), door:enter(Door)} end),
    show(door:code(Door, 1234)),
    receive {Guest, Answer} -> show(Answer) end,
    show(door:state(Door)),
    show(door:code(Door, 1)),
    show(door:set_code(Door, 42)),
    wait_for(locked, Door),
    show([door:code(Door, Code) || Code <- [1, 2, 3, 42]]),
    door:set_code(Door, 7),
    wait_for(locked, Door),
    show(door:code(Door, 42)),
    show(door:code(Door, 42)),
    wait_for(locked, Door),
    show(door:code(Door, 7)),
    show(gen_statem:stop(Door)).

wait_for(State, Door) ->
    case door:state(Door) of
        State ->
            ok;
        _ ->
            timer:sleep(1),
            wait_for(State, Door)
    end.
