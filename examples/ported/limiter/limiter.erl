%% A rate limiter: each key has a bucket of tokens, which fills up again one by one. Who asks gets a token at once,
%% waits for one, or is told how long they would have to. Buckets that are full are forgotten.
-module(limiter).
-behaviour(gen_server).
-export([start_link/1, try_acquire/2, acquire/2, acquire/3, reset/2, keys/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

-record(bucket, {
    tokens :: non_neg_integer(),
    timer :: reference() | undefined,
    waiting = [] :: [{reference() | undefined, gen_server:from()}]
}).

%% Options: burst, the tokens of a full bucket, and interval, the ms in which one comes back.
-spec start_link([{burst | interval, pos_integer()}]) -> {ok, pid()}.
start_link(Options) ->
    gen_server:start_link(?MODULE, Options, []).

%% 'ok', or {wait, Ms}.
-spec try_acquire(gen_server:server_ref(), term()) -> ok | {wait, non_neg_integer()}.
try_acquire(Limiter, Key) ->
    gen_server:call(Limiter, {try_acquire, Key}).

-spec acquire(gen_server:server_ref(), term()) -> ok.
acquire(Limiter, Key) ->
    acquire(Limiter, Key, infinity).

%% 'ok' as soon as there is a token, or {error, timeout} after so many ms.
-spec acquire(gen_server:server_ref(), term(), timeout()) -> ok | {error, timeout}.
acquire(Limiter, Key, Timeout) ->
    gen_server:call(Limiter, {acquire, Key, Timeout}, infinity).

-spec reset(gen_server:server_ref(), term()) -> ok.
reset(Limiter, Key) ->
    gen_server:cast(Limiter, {reset, Key}).

-spec keys(gen_server:server_ref()) -> [term()].
keys(Limiter) ->
    gen_server:call(Limiter, keys).

init(Options) ->
    Burst = proplists:get_value(burst, Options, 1),
    Interval = proplists:get_value(interval, Options, 1000),
    {ok, {Burst, Interval, #{}}}.

handle_call({try_acquire, Key}, _, State = {_, Interval, _}) ->
    case bucket(Key, State) of
        Bucket = #bucket{tokens = 0, timer = Timer, waiting = Waiting} ->
            Left = erlang:read_timer(Timer) + Interval * length(Waiting),
            {reply, {wait, Left}, store(Key, Bucket, State)};
        Bucket ->
            {reply, ok, store(Key, taken(Key, Bucket, State), State)}
    end;
handle_call({acquire, Key, Timeout}, From, State) ->
    case bucket(Key, State) of
        Bucket = #bucket{tokens = 0, waiting = Waiting} ->
            Ref = give_up_after(Timeout, Key),
            {noreply, store(Key, Bucket#bucket{waiting = Waiting ++ [{Ref, From}]}, State)};
        Bucket ->
            {reply, ok, store(Key, taken(Key, Bucket, State), State)}
    end;
handle_call(keys, _, State = {_, _, Buckets}) ->
    {reply, lists:sort(maps:keys(Buckets)), State}.

handle_cast({reset, Key}, State = {Burst, Interval, Buckets}) ->
    #bucket{timer = Timer, waiting = Waiting} = bucket(Key, State),
    cancel(Timer),
    [answer(Entry, ok) || Entry <- Waiting],
    {noreply, {Burst, Interval, maps:remove(Key, Buckets)}}.

handle_info({refill, Key}, State = {Burst, Interval, Buckets}) ->
    case bucket(Key, State) of
        Bucket = #bucket{waiting = [Entry | Others]} ->
            answer(Entry, ok),
            Timer = refill_later(Key, Interval),
            {noreply, store(Key, Bucket#bucket{timer = Timer, waiting = Others}, State)};
        #bucket{tokens = Tokens} when Tokens + 1 >= Burst ->
            {noreply, {Burst, Interval, maps:remove(Key, Buckets)}};
        Bucket = #bucket{tokens = Tokens} ->
            Timer = refill_later(Key, Interval),
            {noreply, store(Key, Bucket#bucket{tokens = Tokens + 1, timer = Timer}, State)}
    end;
handle_info({timeout, Ref, {give_up, Key}}, State) ->
    Bucket = #bucket{waiting = Waiting} = bucket(Key, State),
    {Late, Others} = lists:partition(fun({Other, _}) -> Other =:= Ref end, Waiting),
    [gen_server:reply(From, {error, timeout}) || {_, From} <- Late],
    {noreply, store(Key, Bucket#bucket{waiting = Others}, State)}.

bucket(Key, {Burst, _, Buckets}) ->
    maps:get(Key, Buckets, #bucket{tokens = Burst}).

store(_, #bucket{timer = undefined}, State) ->
    State;
store(Key, Bucket, {Burst, Interval, Buckets}) ->
    {Burst, Interval, Buckets#{Key => Bucket}}.

taken(Key, Bucket = #bucket{tokens = Tokens, timer = undefined}, {_, Interval, _}) ->
    Bucket#bucket{tokens = Tokens - 1, timer = refill_later(Key, Interval)};
taken(_, Bucket = #bucket{tokens = Tokens}, _) ->
    Bucket#bucket{tokens = Tokens - 1}.

refill_later(Key, Interval) ->
    erlang:send_after(Interval, self(), {refill, Key}).

give_up_after(infinity, _) ->
    undefined;
give_up_after(Timeout, Key) ->
    erlang:start_timer(Timeout, self(), {give_up, Key}).

answer({Ref, From}, Reply) ->
    cancel(Ref),
    gen_server:reply(From, Reply).

cancel(undefined) ->
    ok;
cancel(Timer) ->
    erlang:cancel_timer(Timer).
