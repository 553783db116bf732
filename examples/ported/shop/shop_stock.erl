%% What there is to sell.
-module(shop_stock).
-behaviour(gen_server).
-export([start_link/1, take/2, add/2, all/0]).
-export([init/1, handle_call/3, handle_cast/2]).

-spec start_link([{atom(), integer()}]) -> {ok, pid()}.
start_link(Stock) ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, Stock, []).

%% 'ok', or {error, Reason} if there is not so much of it.
-spec take(atom(), pos_integer()) -> ok | {error, unknown | {only, integer()}}.
take(Item, N) ->
    gen_server:call(?MODULE, {take, Item, N}).

-spec add(atom(), pos_integer()) -> ok.
add(Item, N) ->
    gen_server:cast(?MODULE, {add, Item, N}).

-spec all() -> #{atom() => integer()}.
all() ->
    gen_server:call(?MODULE, all).

init(Stock) ->
    {ok, maps:from_list(Stock)}.

handle_call({take, Item, N}, _, Stock) when N > 0 ->
    case Stock of
        #{Item := There} when There >= N ->
            {reply, ok, Stock#{Item := There - N}};
        #{Item := There} ->
            {reply, {error, {only, There}}, Stock};
        _ ->
            {reply, {error, unknown}, Stock}
    end;
handle_call(all, _, Stock) ->
    {reply, Stock, Stock}.

handle_cast({add, Item, N}, Stock) ->
    {noreply, maps:update_with(Item, fun(There) -> There + N end, N, Stock)}.
