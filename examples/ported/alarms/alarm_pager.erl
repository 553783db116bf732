%% Pages a process for severe alarms.
-module(alarm_pager).
-behaviour(gen_event).
-export([init/1, handle_event/2, handle_call/2, handle_info/2]).

-record(pager, {
    to :: pid(),
    severity :: integer(),
    left :: integer()
}).

init({_, _, Most}) when Most < 1 ->
    {error, {bad_limit, Most}};
init({To, Severity, Most}) ->
    {ok, #pager{to = To, severity = Severity, left = Most}}.

handle_event({raised, Name, Severity}, Pager = #pager{to = To, severity = Least, left = Left}) when Severity >= Least ->
    To ! {page, Name},
    case Left of
        1 ->
            remove_handler;
        _ ->
            {ok, Pager#pager{left = Left - 1}}
    end;
handle_event({broken, Why}, _) ->
    error(Why);
handle_event(_, Pager) ->
    {ok, Pager}.

handle_call({set_severity, Severity}, Pager = #pager{severity = Old}) ->
    {ok, Old, Pager#pager{severity = Severity}}.

handle_info({more, Pages}, Pager = #pager{left = Left}) ->
    {ok, Pager#pager{left = Left + Pages}};
handle_info(_, Pager) ->
    {ok, Pager}.
