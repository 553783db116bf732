%% A gen_server that crashes when it is told to; crasher.ts is its twin.
-module(crasher).
-behaviour(gen_server).
-export([start_link/1]).
-export([init/1, handle_call/3, handle_cast/2]).

start_link(Owner) ->
    gen_server:start_link(?MODULE, [Owner], []).

init([Owner]) ->
    Owner ! {started, self()},
    {ok, Owner}.

handle_call(ping, _From, Owner) ->
    {reply, pong, Owner}.

handle_cast(crash, _Owner) ->
    error(crash).
