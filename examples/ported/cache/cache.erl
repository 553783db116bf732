%% A cache: whoever asks reads its table directly; only what changes it goes through its process. What has expired is
%% not found any more, and swept up from time to time. When it is full, what was used least lately goes. Counts hits
%% and misses.
-module(cache).
-behaviour(gen_server).
-export([start_link/2, put/3, put/4, get/2, fetch/3, delete/2, size/1, stats/1, sweep/1, keys/2]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-record(entry, {
    key :: term(),
    value :: term(),
    expires :: timeout(),
    used :: integer()
}).
-record(cache, {
    name :: atom(),
    most :: timeout(),
    sweep_every :: pos_integer()
}).

%% Options: max_size, and sweep_every in ms.
-spec start_link(atom(), [{max_size | sweep_every, pos_integer()}]) -> {ok, pid()}.
start_link(Name, Options) ->
    gen_server:start_link({local, Name}, ?MODULE, {Name, maps:from_list(Options)}, []).

-spec put(atom(), term(), term()) -> ok.
put(Cache, Key, Value) ->
    put(Cache, Key, Value, infinity).

%% It is there for so many ms.
-spec put(atom(), term(), term(), timeout()) -> ok.
put(Cache, Key, Value, Lifetime) ->
    gen_server:call(Cache, {put, Key, Value, Lifetime}).

%% {ok, Value} or not_found.
-spec get(atom(), term()) -> {ok, term()} | not_found.
get(Cache, Key) ->
    Now = now_ms(),
    case ets:lookup(Cache, Key) of
        [#entry{value = Value, expires = Expires}] when Expires > Now ->
            ets:update_element(Cache, Key, {#entry.used, tick(Cache)}),
            count(Cache, hits),
            {ok, Value};
        _ ->
            count(Cache, misses),
            not_found
    end.

%% What is there, or what the function gives, which is kept then.
-spec fetch(atom(), term(), fun(() -> Value)) -> Value.
fetch(Cache, Key, Fun) ->
    case get(Cache, Key) of
        {ok, Value} ->
            Value;
        not_found ->
            Value = Fun(),
            ok = put(Cache, Key, Value),
            Value
    end.

-spec delete(atom(), term()) -> boolean().
delete(Cache, Key) ->
    gen_server:call(Cache, {delete, Key}).

-spec size(atom()) -> non_neg_integer().
size(Cache) ->
    ets:info(Cache, size).

-spec stats(atom()) -> #{hits | misses => non_neg_integer()}.
stats(Cache) ->
    [{_, Hits, Misses, _}] = ets:lookup(counters(Cache), counts),
    #{hits => Hits, misses => Misses}.

%% Throws out what has expired; gives how much that was.
-spec sweep(atom()) -> non_neg_integer().
sweep(Cache) ->
    gen_server:call(Cache, sweep).

%% The keys of those whose value is at least this large.
-spec keys(atom(), number()) -> [term()].
keys(Cache, Least) ->
    lists:sort(ets:select(Cache, [{#entry{key = '$1', value = '$2', _ = '_'}, [{'>=', '$2', Least}], ['$1']}])).

init({Name, Options}) ->
    process_flag(trap_exit, true),
    ets:new(Name, [named_table, public, {keypos, #entry.key}, {read_concurrency, true}]),
    ets:new(counters(Name), [named_table, public, {write_concurrency, true}]),
    ets:insert(counters(Name), {counts, 0, 0, 0}),
    Most = maps:get(max_size, Options, infinity),
    SweepEvery = maps:get(sweep_every, Options, 60000),
    {ok, sweep_later(#cache{name = Name, most = Most, sweep_every = SweepEvery})}.

handle_call({put, Key, Value, Lifetime}, _, Cache = #cache{name = Name, most = Most}) ->
    ets:insert(Name, #entry{key = Key, value = Value, expires = expiry(Lifetime), used = tick(Name)}),
    [evict(Name) || ets:info(Name, size) > Most],
    {reply, ok, Cache};
handle_call({delete, Key}, _, Cache = #cache{name = Name}) ->
    {reply, ets:take(Name, Key) =/= [], Cache};
handle_call(sweep, _, Cache = #cache{name = Name}) ->
    {reply, delete_expired(Name), Cache}.

handle_cast(_, Cache) ->
    {noreply, Cache}.

handle_info(sweep, Cache = #cache{name = Name}) ->
    delete_expired(Name),
    {noreply, sweep_later(Cache)}.

terminate(_, #cache{name = Name}) ->
    ets:delete(counters(Name)).

sweep_later(Cache = #cache{sweep_every = Ms}) ->
    erlang:send_after(Ms, self(), sweep),
    Cache.

delete_expired(Name) ->
    ets:select_delete(Name, [{#entry{expires = '$1', _ = '_'}, [{'=<', '$1', now_ms()}], [true]}]).

%% Throws out the entry that was used least lately.
evict(Name) ->
    Older = fun
        (Entry, none) ->
            Entry;
        (Entry, Oldest) when Entry#entry.used < Oldest#entry.used ->
            Entry;
        (_, Oldest) ->
            Oldest
    end,
    #entry{key = Key} = ets:foldl(Older, none, Name),
    ets:delete(Name, Key).

%% Atoms are greater than all numbers.
expiry(infinity) ->
    infinity;
expiry(Lifetime) ->
    now_ms() + Lifetime.

count(Cache, hits) ->
    ets:update_counter(counters(Cache), counts, {2, 1});
count(Cache, misses) ->
    ets:update_counter(counters(Cache), counts, {3, 1}).

tick(Cache) ->
    ets:update_counter(counters(Cache), counts, {4, 1}).

counters(Cache) ->
    list_to_atom(atom_to_list(Cache) ++ "_counters").

now_ms() ->
    erlang:monotonic_time(millisecond).
