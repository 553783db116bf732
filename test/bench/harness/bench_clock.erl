%% What workloads measure by; see now.ts.
-module(bench_clock).
-export([now/0, cpu_time/0, measure_by_cpu/0]).

%% In ns.
now() ->
    case persistent_term:get(?MODULE, wall) of
        wall -> erlang:monotonic_time(nanosecond);
        cpu -> cpu_time()
    end.

%% In ns, by all threads of the OS process.
cpu_time() ->
    {Ms, _} = erlang:statistics(runtime),
    Ms * 1000000.

measure_by_cpu() ->
    persistent_term:put(?MODULE, cpu).
