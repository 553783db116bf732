%% Raises and clears alarms; pagers come and go.
-module(alarms_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    {ok, _} = alarms:start_link(),
    show(alarms:raise(smoke, 3)),
    alarms:raise(door_open, 1),
    alarms:raise(smoke, 5),
    show(alarms:active()),
    show(alarms:add_pager(day, 2, 3)),
    show(alarms:add_pager(day, 9, 9)),
    show(alarms:add_pager(night, 4, 0)),
    show(gen_event:call(alarms, {alarm_pager, day}, {set_severity, 4})),
    show([length(gen_event:which_handlers(alarms)), lists:member({alarm_pager, day}, gen_event:which_handlers(alarms))]),
    alarms:raise(flood, 3),
    alarms:raise(fire, 4),
    show(receive {page, Name} -> Name end),
    alarms:clear(smoke),
    show(alarms:active()),
    show(alarms:silence([fire])),
    show(alarms:active()),
    alarms ! {more, 0},
    alarms:raise(fire, 4),
    alarms:raise(quake, 9),
    show([receive {page, Next} -> Next end || _ <- [1, 2]]),
    show(receive {gen_event_EXIT, {alarm_pager, Id}, Reason} -> {Id, Reason} end),
    show(alarms:add_pager(night, 1, 5)),
    gen_event:notify(alarms, {broken, battery}),
    show(receive {gen_event_EXIT, {alarm_pager, night}, {'EXIT', {Why, _}}} -> Why end),
    show(gen_event:call(alarms, {alarm_pager, night}, anything)),
    show(length(gen_event:which_handlers(alarms))),
    show(gen_event:stop(alarms)).
