%% The application shop: what it needs, and how it starts and stops.
-module(shop_app).
-behaviour(application).
-export([resource/0, start/2, prep_stop/1, stop/1, config_change/3]).

%% What shop.app would hold.
-spec resource() -> {application, atom(), [{atom(), term()}]}.
resource() ->
    {application, shop, [
        {description, "Sells what it has"},
        {vsn, "1.0"},
        {registered, [shop_sup, shop_stock, shop_till]},
        {applications, [kernel, stdlib]},
        {env, [{currency, eur}, {stock, [{apple, 3}, {pear, 0}, {fig, 1}]}, {prices, #{apple => 2, pear => 5}}]},
        {mod, {shop_app, []}}
    ]}.

start(normal, []) ->
    {ok, Stock} = application:get_env(stock),
    case shop_sup:start_link(Stock) of
        {ok, Pid} ->
            {ok, Pid, {opened, application:get_env(shop, currency, usd)}};
        Error ->
            Error
    end.

prep_stop({opened, Currency}) ->
    {closing, Currency, shop_till:total()}.

stop({closing, Currency, Total}) ->
    persistent_term:put(shop_closed, {Total, Currency}).

config_change(_, _, _) ->
    shop_till:prices_changed().
