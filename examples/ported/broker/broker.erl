%% A broker of topics: a process of its own, without a behaviour. A subscriber gets {broker, Topic, Seq, Message}; one
%% that asks for it gets what was published last as well. A pattern is a list of words, in which '*' is any word and
%% '#' all that follow.
-module(broker).
-export([start_link/0, subscribe/2, subscribe/3, unsubscribe/2, publish/3, publish_sync/3, topics/1]).
-export([subscribers/1, stop/1]).

-type words() :: [atom()].

-record(broker, {
    seq = 0 :: non_neg_integer(),
    subscribers = [] :: [{Monitor :: reference(), pid(), Pattern :: words()}],
    last = #{} :: #{words() => {Seq :: pos_integer(), Message :: term()}}
}).

-spec start_link() -> pid().
start_link() ->
    spawn_link(fun() -> loop(#broker{}) end).

-spec subscribe(pid(), words()) -> reference().
subscribe(Broker, Pattern) ->
    subscribe(Broker, Pattern, []).

%% With the option 'last' it gets what was published last on each topic that matches.
-spec subscribe(pid(), words(), [last]) -> reference().
subscribe(Broker, Pattern, Options) ->
    request(Broker, {subscribe, self(), Pattern, lists:member(last, Options)}).

-spec unsubscribe(pid(), reference()) -> ok.
unsubscribe(Broker, Subscription) ->
    request(Broker, {unsubscribe, Subscription}).

-spec publish(pid(), words(), term()) -> ok.
publish(Broker, Topic, Message) ->
    Broker ! {publish, Topic, Message},
    ok.

%% Gives the number of subscribers that have been told.
-spec publish_sync(pid(), words(), term()) -> non_neg_integer().
publish_sync(Broker, Topic, Message) ->
    request(Broker, {publish, Topic, Message}).

-spec topics(pid()) -> [words()].
topics(Broker) ->
    request(Broker, topics).

-spec subscribers(pid()) -> non_neg_integer().
subscribers(Broker) ->
    request(Broker, subscribers).

-spec stop(pid()) -> ok.
stop(Broker) ->
    request(Broker, stop).

%% The reply is looked for among all other messages: those that come before it stay in the mailbox.
request(Broker, Request) ->
    Ref = monitor(process, Broker),
    Broker ! {request, Ref, self(), Request},
    receive
        {Ref, Reply} ->
            demonitor(Ref, [flush]),
            Reply;
        {'DOWN', Ref, process, _, Reason} ->
            exit({Reason, {?MODULE, Request}})
    after 5000 ->
        demonitor(Ref, [flush]),
        exit({timeout, {?MODULE, Request}})
    end.

%% Whoever unsubscribes or has ended is dealt with before anything is published.
loop(Broker) ->
    receive
        {'DOWN', Monitor, process, _, _} ->
            loop(removed(Monitor, Broker));
        {request, Ref, From, Request = {unsubscribe, _}} ->
            loop(answer(Ref, From, Request, Broker))
    after 0 ->
        receive
            {request, Ref, From, stop} ->
                From ! {Ref, ok};
            {request, Ref, From, Request} ->
                loop(answer(Ref, From, Request, Broker));
            {publish, Topic, Message} ->
                {_, Next} = handle({publish, Topic, Message}, Broker),
                loop(Next);
            {'DOWN', Monitor, process, _, _} ->
                loop(removed(Monitor, Broker))
        end
    end.

answer(Ref, From, Request, Broker) ->
    {Reply, Next} = handle(Request, Broker),
    From ! {Ref, Reply},
    Next.

handle({subscribe, Pid, Pattern, WantsLast}, Broker = #broker{subscribers = Subscribers, last = Last}) ->
    Monitor = monitor(process, Pid),
    Known = [{Seq, Topic, Message} || {Topic, {Seq, Message}} <- maps:to_list(Last), matches(Pattern, Topic)],
    [Pid ! {broker, Topic, Seq, Message} || {Seq, Topic, Message} <- lists:sort(Known), WantsLast],
    {Monitor, Broker#broker{subscribers = [{Monitor, Pid, Pattern} | Subscribers]}};
handle({unsubscribe, Monitor}, Broker) ->
    demonitor(Monitor, [flush]),
    {ok, removed(Monitor, Broker)};
handle({publish, Topic, Message}, Broker = #broker{seq = Seq, subscribers = Subscribers, last = Last}) ->
    Told = lists:usort([Pid || {_, Pid, Pattern} <- Subscribers, matches(Pattern, Topic)]),
    [Pid ! {broker, Topic, Seq + 1, Message} || Pid <- Told],
    {length(Told), Broker#broker{seq = Seq + 1, last = Last#{Topic => {Seq + 1, Message}}}};
handle(topics, Broker = #broker{last = Last}) ->
    {lists:sort(maps:keys(Last)), Broker};
handle(subscribers, Broker = #broker{subscribers = Subscribers}) ->
    {length(Subscribers), Broker};
handle(Request, Broker) ->
    {{error, {unknown, Request}}, Broker}.

removed(Monitor, Broker = #broker{subscribers = Subscribers}) ->
    Broker#broker{subscribers = lists:keydelete(Monitor, 1, Subscribers)}.

matches(['#'], _) ->
    true;
matches(['*' | Pattern], [_ | Topic]) ->
    matches(Pattern, Topic);
matches([Word | Pattern], [Word | Topic]) ->
    matches(Pattern, Topic);
matches(Pattern, Topic) ->
    Pattern =:= Topic.
