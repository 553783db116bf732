%% Sells, at the prices of the environment.
-module(shop_till).
-behaviour(gen_server).
-export([start_link/0, sell/2, total/0, prices_changed/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_continue/2]).

-record(till, {
    prices = #{} :: #{atom() => number()},
    total = 0 :: number()
}).

-spec start_link() -> {ok, pid()}.
start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

%% {ok, Price}, or {error, Reason}.
-spec sell(atom(), pos_integer()) -> {ok, Price :: number()} | {error, term()}.
sell(Item, N) ->
    gen_server:call(?MODULE, {sell, Item, N}).

-spec total() -> number().
total() ->
    gen_server:call(?MODULE, total).

-spec prices_changed() -> ok.
prices_changed() ->
    gen_server:cast(?MODULE, prices_changed).

init([]) ->
    {ok, #till{}, {continue, prices}}.

handle_continue(prices, Till) ->
    {ok, Prices} = application:get_env(shop, prices),
    {noreply, Till#till{prices = Prices}}.

handle_call({sell, Item, N}, _, Till = #till{prices = Prices, total = Total}) ->
    case shop_stock:take(Item, N) of
        ok ->
            Price = maps:get(Item, Prices) * N,
            {reply, {ok, Price}, Till#till{total = Total + Price}};
        Error ->
            {reply, Error, Till}
    end;
handle_call(total, _, Till = #till{total = Total}) ->
    {reply, Total, Till}.

handle_cast(prices_changed, Till) ->
    {noreply, Till, {continue, prices}}.
