%% Subscribes, publishes, and loses a subscriber.
-module(broker_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    process_flag(trap_exit, true),
    Broker = broker:start_link(),
    show(broker:publish_sync(Broker, [news, sport], none)),
    All = broker:subscribe(Broker, ['#'], [last]),
    Sport = broker:subscribe(Broker, ['*', sport]),
    show(next()),
    show(broker:publish_sync(Broker, [news, sport], goal)),
    show(broker:publish(Broker, [news, weather], rain)),
    show(broker:topics(Broker)),
    show([next(), next()]),
    show(broker:unsubscribe(Broker, All)),
    show(broker:publish_sync(Broker, [news, weather], sun)),
    Me = self(),
    Other = spawn(fun() ->
        broker:subscribe(Broker, [news, weather]),
        Me ! ready,
        receive {broker, _, _, Message} -> Me ! {got, Message} end,
        receive after infinity -> ok end
    end),
    receive ready -> ok end,
    show(broker:publish_sync(Broker, [news, weather], wind)),
    receive {got, Message} -> show(Message) end,
    exit(Other, kill),
    until_subscribers(1, Broker),
    show(broker:publish_sync(Broker, [news, weather], snow)),
    show(broker:publish_sync(Broker, [other, sport], tie)),
    show(next()),
    show(broker:unsubscribe(Broker, Sport)),
    show(broker:publish_sync(Broker, [other, sport], tie)),
    Broker ! {request, make_ref(), self(), topics},
    receive {_, [_ | _] = Topics} -> show(Topics) end,
    show(broker:stop(Broker)),
    receive {'EXIT', Broker, Why} -> show(Why) end,
    show(catch broker:topics(Broker)).

next() ->
    receive
        {broker, Topic, Seq, Message} ->
            {Topic, Seq, Message}
    end.

until_subscribers(N, Broker) ->
    case broker:subscribers(Broker) of
        N ->
            ok;
        _ ->
            timer:sleep(1),
            until_subscribers(N, Broker)
    end.
