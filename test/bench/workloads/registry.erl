-module(registry).
-export([run/1]).

run(N) ->
    Names = [list_to_atom("name_" ++ integer_to_list(I)) || I <- lists:seq(0, 999)],
    Start = bench_clock:now(),
    loop(N div 1000, Names),
    bench_clock:now() - Start.

loop(0, _Names) -> ok;
loop(N, Names) ->
    lists:foreach(fun once/1, Names),
    loop(N - 1, Names).

once(Name) ->
    Self = self(),
    register(Name, Self),
    Self = whereis(Name),
    unregister(Name).
