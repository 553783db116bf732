%% A gen_server that is sent large messages; blobs.ts is its twin.
-module(blobs).
-behaviour(gen_server).
-export([init/1, handle_call/3, handle_cast/2]).

init([]) ->
    {ok, undefined}.

handle_call({put, Blob}, _From, State) ->
    {reply, byte_size(Blob), State}.

handle_cast(_Request, State) ->
    {noreply, State}.
