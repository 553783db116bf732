%% Lends seats. Who asks while all are taken waits, but no longer than they say. A seat is free again when it is given
%% back or its holder ends. A room in which nobody sits for a while closes.
-module(waiting_room).
-behaviour(gen_server).
-export([start_link/2, take/2, leave/1, status/1]).
-export([init/1, handle_continue/2, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-record(room, {
    free :: non_neg_integer(),
    idle :: timeout(),
    seated = #{} :: #{pid() => reference()},
    waiting = [] :: [{reference(), gen_server:from()}]
}).

-spec start_link(pos_integer(), timeout()) -> {ok, pid()} | {error, term()}.
start_link(Seats, Idle) ->
    gen_server:start_link(?MODULE, {Seats, Idle}, []).

%% 'ok', or {error, timeout} if no seat came free within so many ms.
-spec take(gen_server:server_ref(), non_neg_integer()) -> ok | {error, timeout | closed}.
take(Room, Patience) ->
    gen_server:call(Room, {take, Patience}, infinity).

-spec leave(gen_server:server_ref()) -> ok | {error, not_seated}.
leave(Room) ->
    gen_server:call(Room, leave).

%% How many seats are free, how many are taken, how many wait.
-spec status(gen_server:server_ref()) -> {Free :: integer(), Seated :: integer(), Waiting :: integer()}.
status(Room) ->
    gen_server:call(Room, status).

init({Seats, Idle}) when Seats > 0 ->
    process_flag(trap_exit, true),
    {ok, #room{free = 0, idle = Idle}, {continue, {open, Seats}}};
init(_) ->
    {stop, no_seats}.

handle_continue({open, Seats}, Room) ->
    next({noreply, Room#room{free = Seats}}).

handle_call({take, Patience}, From, Room = #room{free = 0, waiting = Waiting}) ->
    Timer = erlang:start_timer(Patience, self(), patience),
    {noreply, Room#room{waiting = Waiting ++ [{Timer, From}]}};
handle_call({take, _}, {Pid, _}, Room) ->
    next({reply, ok, seat(Pid, Room)});
handle_call(leave, {Pid, _}, Room = #room{seated = Seated}) ->
    case maps:take(Pid, Seated) of
        {Monitor, Others} ->
            demonitor(Monitor, [flush]),
            next({reply, ok, call_next(Room#room{seated = Others})});
        error ->
            next({reply, {error, not_seated}, Room})
    end;
handle_call(status, _, Room = #room{free = Free, seated = Seated, waiting = Waiting}) ->
    next({reply, {Free, map_size(Seated), length(Waiting)}, Room}).

handle_cast(_, Room) ->
    next({noreply, Room}).

handle_info({timeout, Timer, patience}, Room = #room{waiting = Waiting}) ->
    case lists:keytake(Timer, 1, Waiting) of
        {value, {Timer, From}, Others} ->
            gen_server:reply(From, {error, timeout}),
            next({noreply, Room#room{waiting = Others}});
        false ->
            next({noreply, Room})
    end;
handle_info({'DOWN', _, process, Pid, _}, Room = #room{seated = Seated}) ->
    next({noreply, call_next(Room#room{seated = maps:remove(Pid, Seated)})});
handle_info(timeout, Room) ->
    {stop, {shutdown, idle}, Room}.

terminate(_, #room{waiting = Waiting}) ->
    [gen_server:reply(From, {error, closed}) || {_, From} <- Waiting].

%% An empty room closes when nothing happens for a while.
next({noreply, Room = #room{seated = Seated, idle = Idle}}) when map_size(Seated) =:= 0 ->
    {noreply, Room, Idle};
next({reply, Reply, Room = #room{seated = Seated, idle = Idle}}) when map_size(Seated) =:= 0 ->
    {reply, Reply, Room, Idle};
next(Answer) ->
    Answer.

seat(Pid, Room = #room{free = Free, seated = Seated}) ->
    Room#room{free = Free - 1, seated = Seated#{Pid => monitor(process, Pid)}}.

%% A seat is free: it goes to who has waited longest.
call_next(Room = #room{free = Free, waiting = []}) ->
    Room#room{free = Free + 1};
call_next(Room = #room{free = Free, waiting = [{Timer, From = {Pid, _}} | Others]}) ->
    erlang:cancel_timer(Timer),
    gen_server:reply(From, ok),
    seat(Pid, Room#room{free = Free + 1, waiting = Others}).
