%% The till needs the stock: when the stock is started again, so is the till.
-module(shop_sup).
-behaviour(supervisor).
-export([start_link/1, init/1]).

-spec start_link([{atom(), integer()}]) -> {ok, pid()} | {error, term()}.
start_link(Stock) ->
    supervisor:start_link({local, ?MODULE}, ?MODULE, Stock).

init(Stock) ->
    Flags = #{strategy => rest_for_one, intensity => 2, period => 5},
    Children = [
        #{id => stock, start => {shop_stock, start_link, [Stock]}},
        #{id => till, start => {shop_till, start_link, []}, shutdown => 1000}
    ],
    {ok, {Flags, Children}}.
