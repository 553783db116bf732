%% Uses up tokens, waits for more, and gives up.
-module(limiter_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    {ok, Slow} = limiter:start_link([{burst, 2}, {interval, 60000}]),
    show([limiter:try_acquire(Slow, ann) || _ <- [1, 2]]),
    show(waits_for(Slow, ann, 0)),
    show(limiter:try_acquire(Slow, bob)),
    show(limiter:keys(Slow)),
    show(limiter:acquire(Slow, ann, 1)),
    First = waiting(Slow, ann),
    show(waits_for(Slow, ann, 60000)),
    Second = waiting(Slow, ann),
    show(waits_for(Slow, ann, 120000)),
    show(limiter:reset(Slow, ann)),
    show([answer(First), answer(Second)]),
    show([limiter:try_acquire(Slow, ann) || _ <- [1, 2]]),
    {ok, Fast} = limiter:start_link([{interval, 5}]),
    show([limiter:acquire(Fast, Key) || Key <- [ann, ann, bob, ann]]),
    show(until_full(Fast)).

%% A process that waits for a token.
waiting(Limiter, Key) ->
    Me = self(),
    spawn(fun() -> Me ! {self(), limiter:acquire(Limiter, Key)} end).

%% Waits until somebody who comes now would have to wait for so long.
waits_for(Limiter, Key, Least) ->
    case limiter:try_acquire(Limiter, Key) of
        {wait, Ms} when Ms > Least ->
            Ms =< Least + 60000;
        {wait, _} ->
            waits_for(Limiter, Key, Least)
    end.

until_full(Limiter) ->
    case limiter:keys(Limiter) of
        [] ->
            full;
        _ ->
            timer:sleep(1),
            until_full(Limiter)
    end.

answer(Pid) ->
    receive
        {Pid, Answer} ->
            Answer
    end.
