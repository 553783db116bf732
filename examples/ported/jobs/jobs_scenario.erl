%% Submits frames, whole, in pieces and broken ones, and waits for what comes of them.
-module(jobs_scenario).
-export([run/0]).
-import(transcript, [show/1]).

run() ->
    {ok, Jobs} = jobs:start_link([{deadline, 2000}]),
    Sum = jobs:encode({sum, 1, <<"1, 2,3,,4">>}),
    show(binary_to_list(Sum)),
    show(jobs:submit(Jobs, Sum)),
    show(jobs:result(Jobs, 1)),
    <<Piece:7/binary, Tail/binary>> = Sum,
    {ok, [], Piece} = jobs:submit(Jobs, Piece),
    Words = jobs:encode({words, 2, <<"The dog, the cat and THE cat. A bird">>}),
    show(jobs:submit(Jobs, <<Piece/binary, Tail/binary, Words/binary>>)),
    show([jobs:result(Jobs, Id) || Id <- [2, 3, 9]]),
    {ok, Ids, <<>>} = jobs:submit(Jobs, iolist_to_binary([
        jobs:encode({sum, 7, <<"5,six">>}),
        jobs:encode({flaky, 0, <<"3">>}),
        jobs:encode({flaky, 0, <<"4">>}),
        jobs:encode({flaky, 6, <<"many">>}),
        jobs:encode({hang, 0, <<>>})
    ])),
    show([{Id, jobs:result(Jobs, Id)} || Id <- Ids]),
    show(jobs:stats(Jobs)),
    show(jobs:submit(Jobs, <<"nonsense">>)),
    show(jobs:submit(Jobs, <<16#4a, 2:3, 9:5, 0:16, 0>>)),
    show(jobs:submit(Jobs, <<16#4a, 2:3, 1:5, 1:16, $7, 0>>)),
    show(jobs:stats(Jobs)).
