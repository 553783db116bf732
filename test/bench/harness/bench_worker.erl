%% What runs in the OS process of a workload in Erlang, in the steps of worker.ts:
%% erl -run bench_worker main NAME TARGET WARMUP BATCH FIXED SIZE DELAYS CPU.
-module(bench_worker).
-export([main/1]).

main([Name | Numbers]) ->
    Settings = [list_to_integer(N) || N <- Numbers],
    {_, Ref} = spawn_monitor(fun() -> measure(list_to_atom(Name), Settings) end),
    receive
        {'DOWN', Ref, process, _, normal} ->
            halt(0);
        {'DOWN', Ref, process, _, Reason} ->
            io:format(standard_error, "~p~n", [Reason]),
            halt(1)
    end.

measure(Module, [Target, WarmUp, Batch, Fixed, Size, Delays, Cpu]) ->
    Cpu =:= 1 andalso bench_clock:measure_by_cpu(),
    Run = case Size of
        0 -> fun Module:run/1;
        _ -> fun(N) -> Module:run(N, Size) end
    end,
    Operations = case Fixed of
        0 -> warm_up(Run, Target, WarmUp, Batch);
        _ -> Fixed
    end,
    Watcher = case Delays of
        1 -> bench_timer_delays:start();
        0 -> none
    end,
    Elapsed = Run(Operations),
    DelaysJson = case Watcher of
        none -> "null";
        _ -> bench_timer_delays:stop(Watcher)
    end,
    io:format("{\"value\": ~w, \"operations\": ~w, \"options\": \"\", \"delays\": ~s}~n",
              [Elapsed / Operations, Operations, DelaysJson]).

warm_up(Run, Target, WarmUp, Batch) ->
    warm_up(Run, Target, {erlang:monotonic_time(millisecond), WarmUp}, Batch, Batch, infinity).

warm_up(Run, Target, Time = {Start, WarmUp}, Batch, N, Previous) ->
    Ms = Run(N) / 1.0e6,
    Wanted = ceil(N * Target / max(Ms, Target / 1.0e6) / Batch) * Batch,
    IsSteady = bench_clock:cpu_time() >= WarmUp * 1000000
        andalso Previous =/= infinity andalso Ms / N > 0.9 * Previous,
    IsOver = (IsSteady andalso Ms > Target / 4) orelse erlang:monotonic_time(millisecond) - Start >= 4 * WarmUp,
    case IsOver of
        true -> Wanted;
        false when Ms > Target / 2 -> warm_up(Run, Target, Time, Batch, N, Ms / N);
        false -> warm_up(Run, Target, Time, Batch, min(Wanted, N * 4), Ms / N)
    end.
