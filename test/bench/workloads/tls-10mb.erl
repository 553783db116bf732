-module('tls-10mb').
-export([run/1, serve/0]).

run(N) ->
    Blobs = {blobs, bench_peer:start(?MODULE)},
    Blob = <<0:80000000>>,
    Start = bench_clock:now(),
    loop(N, Blobs, Blob),
    bench_clock:now() - Start.

loop(0, _Blobs, _Blob) -> ok;
loop(N, Blobs, Blob) ->
    gen_server:call(Blobs, {put, Blob}, infinity),
    loop(N - 1, Blobs, Blob).

serve() ->
    gen_server:start({local, blobs}, blobs, [], []).
