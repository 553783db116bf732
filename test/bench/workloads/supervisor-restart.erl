-module('supervisor-restart').
-behaviour(supervisor).
-export([run/1]).
-export([init/1]).

%% What a supervisor remembers of its restarts is not measured: each one sees no more than these.
-define(BATCH, 100).

run(N) ->
    %% Regent logs nothing either.
    logger:set_primary_config(level, none),
    batches(N div ?BATCH, 0).

batches(0, Elapsed) -> Elapsed;
batches(N, Elapsed) ->
    {ok, Sup} = supervisor:start_link(?MODULE, [self()]),
    Crasher = next_started(),
    Start = bench_clock:now(),
    crashes(?BATCH, Crasher),
    Time = bench_clock:now() - Start,
    gen_server:stop(Sup),
    batches(N - 1, Elapsed + Time).

crashes(0, _Crasher) -> ok;
crashes(N, Crasher) ->
    gen_server:cast(Crasher, crash),
    Next = next_started(),
    gen_server:call(Next, ping),
    crashes(N - 1, Next).

next_started() ->
    receive {started, Pid} -> Pid end.

init([Owner]) ->
    Flags = #{strategy => one_for_one, intensity => ?BATCH, period => 3600},
    {ok, {Flags, [#{id => crasher, start => {crasher, start_link, [Owner]}}]}}.
