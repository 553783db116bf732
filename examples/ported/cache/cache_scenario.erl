%% Fills a cache beyond its size, and lets entries expire.
-module(cache_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    {ok, Pid} = cache:start_link(prices, [{max_size, 3}, {sweep_every, 5}]),
    show([cache:put(prices, Key, Value) || {Key, Value} <- [{apple, 2}, {pear, 5}, {plum, 1}]]),
    show([cache:get(prices, Key) || Key <- [apple, pear, kiwi]]),
    show(cache:put(prices, kiwi, 9)),
    show([cache:get(prices, Key) || Key <- [apple, pear, plum, kiwi]]),
    show(cache:keys(prices, 5)),
    show(cache:stats(prices)),
    show(cache:fetch(prices, {fig, 1}, fun() -> 4 end)),
    show(cache:fetch(prices, {fig, 1}, fun() -> 5 end)),
    show([cache:delete(prices, {fig, 1}), cache:delete(prices, {fig, 1})]),
    show(cache:size(prices)),
    show(cache:put(prices, melon, 7, 0)),
    show(cache:get(prices, melon)),
    until_size(2, prices),
    show(cache:put(prices, melon, 7, 60000)),
    show([cache:sweep(prices), cache:size(prices)]),
    show(gen_server:stop(Pid)),
    show([ets:whereis(prices), ets:info(prices_counters)]).

%% Waits for a sweep.
until_size(Size, Cache) ->
    case cache:size(Cache) of
        Size ->
            ok;
        _ ->
            timer:sleep(1),
            until_size(Size, Cache)
    end.
