%% Two ends over a line that loses packets.
-module(connection_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    Line = spawn_link(fun() -> line([], #{}) end),
    {ok, Left} = connection:start_link(fun(Packet) -> Line ! {left, Packet} end),
    {ok, Right} = connection:start_link(fun(Packet) -> Line ! {right, Packet} end),
    Line ! {ends, #{left => Right, right => Left}},
    show(connection:send(Left, early)),
    show(connection:listen(Right)),
    show(lost(Line, [{left, syn}, {right, syn_ack}])),
    show(connection:connect(Left)),
    show([from(Left), from(Right)]),
    show(connection:send(Left, hello)),
    show(from(Right)),
    show(lost(Line, [{left, data}, {right, ack}])),
    show(connection:send(Left, again)),
    show(from(Right)),
    show(connection:send(Right, [back, 1])),
    show(from(Left)),
    show(lost(Line, [{left, fin}, {right, fin_ack}])),
    show(connection:close(Left)),
    show(from(Right)),
    show(connection:send(Right, late)),
    show(connection:connect(Left)).

%% Loses the first packets of the kinds that it is told to lose.
line(Lost, Ends) ->
    receive
        {ends, New} ->
            line(Lost, New);
        {lose, From, Kinds} ->
            From ! {self(), Kinds},
            line(Kinds, Ends);
        {Side, Packet} ->
            Kind = {Side, kind(Packet)},
            case lists:member(Kind, Lost) of
                true ->
                    line(lists:delete(Kind, Lost), Ends);
                false ->
                    connection:packet(maps:get(Side, Ends), Packet),
                    line(Lost, Ends)
            end
    end.

kind(Packet) when is_tuple(Packet) ->
    element(1, Packet);
kind(Packet) ->
    Packet.

lost(Line, Kinds) ->
    Line ! {lose, self(), Kinds},
    from(Line).

from(Pid) ->
    receive
        {Pid, What} ->
            What
    end.
