%% Supervises the workers of a pool. The pool replaces those that end.
-module(pool_sup).
-behaviour(supervisor).
-export([start_link/1, init/1]).

-spec start_link(term()) -> {ok, pid()}.
start_link(WorkerArgs) ->
    supervisor:start_link(?MODULE, WorkerArgs).

init(WorkerArgs) ->
    Worker = #{id => worker, start => {pool_worker, start_link, [WorkerArgs]}, restart => temporary},
    {ok, {#{strategy => simple_one_for_one}, [Worker]}}.
