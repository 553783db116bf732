%% Opens a shop, sells, lets it crash, changes its prices, and closes it.
-module(shop_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    show(application:load(shop_app:resource())),
    show(application:get_env(shop, currency)),
    application:set_env(shop, currency, sek),
    show(application:start(shop)),
    show(application:start(shop)),
    show([shop_till:sell(apple, 2), shop_till:sell(apple, 2), shop_till:sell(pear, 1), shop_till:sell(kiwi, 1)]),
    show(shop_stock:add(pear, 4)),
    show(shop_stock:all()),
    Till = whereis(shop_till),
    Stock = whereis(shop_stock),
    {'EXIT', {{Why, _}, {gen_server, call, _}}} = (catch shop_till:sell(fig, 1)),
    show(Why),
    new(shop_till, Till),
    show([whereis(shop_stock) =:= Stock, shop_till:total(), shop_stock:all()]),
    show(application:set_env(shop, prices, #{apple => 3, pear => 6})),
    shop_app:config_change([{prices, new}], [], []),
    show(shop_till:sell(pear, 2)),
    show(proplists:get_value(active, supervisor:count_children(shop_sup))),
    show(lists:keymember(shop, 1, application:which_applications())),
    show(application:stop(shop)),
    show(persistent_term:get(shop_closed)),
    show([whereis(shop_sup), application:get_env(shop, currency), application:unload(shop)]),
    show(application:get_env(shop, currency)).

%% Waits until a name belongs to a process other than the old one.
new(Name, Old) ->
    case whereis(Name) of
        New when is_pid(New), New =/= Old ->
            New;
        _ ->
            timer:sleep(1),
            new(Name, Old)
    end.
