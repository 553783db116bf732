%% A pool of workers. So many are always there; when all are taken, so many more are started, and end when they come
%% back. Who finds none waits. A client that ends gives its worker back, and a worker that ends is replaced.
-module(pool).
-behaviour(gen_server).
-export([start_link/3, checkout/2, checkout/3, checkin/2, transaction/2, status/1, stop/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-record(pool, {
    sup :: pid(),
    size :: non_neg_integer(),
    overflow :: non_neg_integer(),
    most :: non_neg_integer(),
    free = [] :: [pid()],
    taken = #{} :: #{pid() => {Ref :: reference(), Client :: pid(), Monitor :: reference()}},
    waiting = queue:new() :: queue:queue({Ref :: reference(), gen_server:from(), Monitor :: reference()})
}).

%% Args of a worker; how many there are; how many more there may be.
-spec start_link(term(), non_neg_integer(), non_neg_integer()) -> {ok, pid()}.
start_link(WorkerArgs, Size, MostOverflow) ->
    gen_server:start_link(?MODULE, {WorkerArgs, Size, MostOverflow}, []).

-spec checkout(gen_server:server_ref(), boolean()) -> pid() | full | timeout.
checkout(Pool, Block) ->
    checkout(Pool, Block, 5000).

%% A worker. If there is none, 'full' or, if it may block, one that comes back within so many ms.
-spec checkout(gen_server:server_ref(), boolean(), timeout()) -> pid() | full | timeout.
checkout(Pool, Block, Timeout) ->
    Ref = make_ref(),
    try
        gen_server:call(Pool, {checkout, Ref, Block}, Timeout)
    catch
        exit:{timeout, _} ->
            gen_server:cast(Pool, {cancel, Ref}),
            timeout
    end.

-spec checkin(gen_server:server_ref(), pid()) -> ok.
checkin(Pool, Worker) ->
    gen_server:cast(Pool, {checkin, Worker}).

%% Calls a function with a worker, and gives that back whatever happens.
-spec transaction(gen_server:server_ref(), fun((pid()) -> Result)) -> Result.
transaction(Pool, Fun) ->
    Worker = checkout(Pool, true),
    try
        Fun(Worker)
    after
        checkin(Pool, Worker)
    end.

%% {Free, Overflow, Taken, Waiting}.
-spec status(gen_server:server_ref()) -> {integer(), integer(), integer(), integer()}.
status(Pool) ->
    gen_server:call(Pool, status).

-spec stop(gen_server:server_ref()) -> ok.
stop(Pool) ->
    gen_server:stop(Pool).

init({WorkerArgs, Size, Most}) ->
    process_flag(trap_exit, true),
    {ok, Sup} = pool_sup:start_link(WorkerArgs),
    Free = [new_worker(Sup) || _ <- lists:seq(1, Size)],
    {ok, #pool{sup = Sup, size = Size, overflow = 0, most = Most, free = Free}}.

handle_call({checkout, Ref, _}, {Client, _}, Pool = #pool{free = [Worker | Free]}) ->
    {reply, Worker, taken(Worker, Client, Ref, Pool#pool{free = Free})};
handle_call({checkout, Ref, _}, {Client, _}, Pool = #pool{overflow = Overflow, most = Most}) when Overflow < Most ->
    Worker = new_worker(Pool#pool.sup),
    {reply, Worker, taken(Worker, Client, Ref, Pool#pool{overflow = Overflow + 1})};
handle_call({checkout, _, false}, _, Pool) ->
    {reply, full, Pool};
handle_call({checkout, Ref, true}, From = {Client, _}, Pool = #pool{waiting = Waiting}) ->
    Monitor = monitor(process, Client),
    {noreply, Pool#pool{waiting = queue:in({Ref, From, Monitor}, Waiting)}};
handle_call(status, _, Pool = #pool{free = Free, overflow = Overflow, taken = Taken, waiting = Waiting}) ->
    {reply, {length(Free), Overflow, map_size(Taken), queue:len(Waiting)}, Pool}.

handle_cast({checkin, Worker}, Pool = #pool{taken = Taken}) ->
    case maps:take(Worker, Taken) of
        {{_, _, Monitor}, Others} ->
            demonitor(Monitor, [flush]),
            {noreply, returned(Worker, Pool#pool{taken = Others})};
        error ->
            {noreply, Pool}
    end;
handle_cast({cancel, Ref}, Pool = #pool{taken = Taken, waiting = Waiting}) ->
    %% It may have got a worker just when it gave up.
    [checkin(self(), Worker) || {Worker, {Got, _, _}} <- maps:to_list(Taken), Got =:= Ref],
    {Gone, Still} = lists:partition(fun({Other, _, _}) -> Other =:= Ref end, queue:to_list(Waiting)),
    [demonitor(Monitor, [flush]) || {_, _, Monitor} <- Gone],
    {noreply, Pool#pool{waiting = queue:from_list(Still)}}.

handle_info({'DOWN', Monitor, process, _, _}, Pool = #pool{taken = Taken, waiting = Waiting}) ->
    [checkin(self(), Worker) || {Worker, {_, _, Held}} <- maps:to_list(Taken), Held =:= Monitor],
    Still = [Entry || Entry = {_, _, Other} <- queue:to_list(Waiting), Other =/= Monitor],
    {noreply, Pool#pool{waiting = queue:from_list(Still)}};
handle_info({'EXIT', Sup, Reason}, Pool = #pool{sup = Sup}) ->
    {stop, Reason, Pool};
handle_info({'EXIT', Worker, _}, Pool = #pool{sup = Sup, free = Free, taken = Taken}) ->
    case maps:take(Worker, Taken) of
        {{_, _, Monitor}, Others} ->
            demonitor(Monitor, [flush]),
            {noreply, lost(Pool#pool{taken = Others})};
        error ->
            case lists:delete(Worker, Free) of
                Free ->
                    {noreply, Pool};
                Rest ->
                    {noreply, Pool#pool{free = [new_worker(Sup) | Rest]}}
            end
    end.

terminate(_, #pool{sup = Sup}) ->
    exit(Sup, shutdown).

new_worker(Sup) ->
    {ok, Worker} = supervisor:start_child(Sup, []),
    link(Worker),
    Worker.

taken(Worker, Client, Ref, Pool = #pool{taken = Taken}) ->
    Pool#pool{taken = Taken#{Worker => {Ref, Client, monitor(process, Client)}}}.

%% A worker has come back: somebody waits for it, or there is one too many, or it is free.
returned(Worker, Pool = #pool{waiting = Waiting, overflow = Overflow, free = Free, sup = Sup}) ->
    case queue:out(Waiting) of
        {{value, {Ref, From, Monitor}}, Rest} ->
            gen_server:reply(From, Worker),
            Client = element(1, From),
            Taken = (Pool#pool.taken)#{Worker => {Ref, Client, Monitor}},
            Pool#pool{waiting = Rest, taken = Taken};
        {empty, _} when Overflow > 0 ->
            unlink(Worker),
            ok = supervisor:terminate_child(Sup, Worker),
            Pool#pool{overflow = Overflow - 1};
        {empty, _} ->
            Pool#pool{free = [Worker | Free]}
    end.

%% A worker that was taken has ended.
lost(Pool = #pool{waiting = Waiting, overflow = Overflow, sup = Sup}) ->
    case queue:is_empty(Waiting) of
        true when Overflow > 0 ->
            Pool#pool{overflow = Overflow - 1};
        _ ->
            returned(new_worker(Sup), Pool)
    end.
