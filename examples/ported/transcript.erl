%% Prints terms so that both languages print the same: atoms, binaries and strings as their text, tuples and lists alike.
-module(transcript).
-export([show/1]).

show(Term) ->
    io:format("~ts~n", [text(Term)]).

text(Term) when is_tuple(Term) ->
    text(tuple_to_list(Term));
text(Term) when is_list(Term) ->
    [$[, lists:join(", ", [text(Element) || Element <- Term]), $]];
text(Term) when is_map(Term) ->
    Fields = [[text(Key), ": ", text(Value)] || {Key, Value} <- lists:sort(maps:to_list(Term))],
    [${, lists:join(", ", Fields), $}];
text(Term) when is_binary(Term) ->
    Term;
text(Term) when is_atom(Term) ->
    atom_to_binary(Term);
text(Term) ->
    io_lib:format("~w", [Term]).
