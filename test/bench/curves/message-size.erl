-module('message-size').
-export([run/2, serve/0]).

run(N, Size) ->
    Blobs = {blobs, bench_peer:start(?MODULE)},
    Blob = <<0:(8 * Size)>>,
    Start = bench_clock:now(),
    loop(N, Blobs, Blob),
    bench_clock:now() - Start.

loop(0, _Blobs, _Blob) -> ok;
loop(N, Blobs, Blob) ->
    gen_server:call(Blobs, {put, Blob}, infinity),
    loop(N - 1, Blobs, Blob).

serve() ->
    gen_server:start({local, blobs}, blobs, [], []).
