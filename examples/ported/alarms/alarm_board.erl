%% Keeps the alarms that are raised.
-module(alarm_board).
-behaviour(gen_event).
-export([init/1, handle_event/2, handle_call/2, terminate/2]).

init({{without, Names}, {board, Active}}) ->
    {ok, lists:filter(fun({Name, _}) -> not lists:member(Name, Names) end, Active)};
init([]) ->
    {ok, []}.

handle_event({raised, Name, Severity}, Active) ->
    {ok, lists:keystore(Name, 1, Active, {Name, Severity})};
handle_event({cleared, Name}, Active) ->
    {ok, lists:keydelete(Name, 1, Active)};
handle_event(_, Active) ->
    {ok, Active}.

handle_call(active, Active) ->
    {ok, Active, Active}.

terminate(swap, Active) ->
    {board, Active};
terminate(_, _) ->
    ok.
