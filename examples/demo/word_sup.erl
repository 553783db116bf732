%% Supervises the stash and the word_count server. The server needs the stash, so the stash is started first, and its end
%% would end the server. wordSup.ts is this module in TypeScript.
-module(word_sup).
-behaviour(supervisor).

-export([start_link/0, server/1]).
-export([init/1]).

start_link() -> supervisor:start_link({local, ?MODULE}, ?MODULE, []).

%% The word_count server that runs now. The supervisor answers once it has restarted what ended before.
server(Sup) ->
    {word_count, Pid, worker, _} = lists:keyfind(word_count, 1, supervisor:which_children(Sup)),
    Pid.

init([]) ->
    Flags = #{strategy => rest_for_one, intensity => 3, period => 5},
    Children = [
        #{id => word_stash, start => {word_stash, start_link, []}},
        #{id => word_count, start => {word_count, start_link, []}}
    ],
    {ok, {Flags, Children}}.
