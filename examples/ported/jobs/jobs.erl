%% Jobs that come as frames of a small binary protocol: the most urgent first, so many at a time, each in a process of
%% its own and with a deadline. One that crashes is tried again, less urgently; who asks for a result waits for it.
-module(jobs).
-behaviour(gen_server).
-export([start_link/1, submit/2, result/2, stats/1, encode/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

-define(MAGIC, 16#4a).
-define(TRIES, 3).

-record(job, {
    id :: pos_integer(),
    kind :: kind(),
    priority :: 0..7,
    input :: binary(),
    tries = 1 :: pos_integer()
}).
-record(state, {
    limit :: pos_integer(),
    deadline :: pos_integer(),
    next = 1 :: pos_integer(),
    queue = gb_trees:empty() :: gb_trees:tree({0..7, pos_integer()}, #job{}),
    running = #{} :: #{reference() => {#job{}, pid(), Timer :: reference()}},
    results = #{} :: #{pos_integer() => {ok, term()} | {failed, term()}},
    waiting = [] :: [{pos_integer(), gen_server:from()}]
}).
-type kind() :: sum | words | flaky | hang.

%% Options: limit, how many run at a time, and deadline, the ms that each has.
-spec start_link(proplists:proplist()) -> {ok, pid()}.
start_link(Options) ->
    gen_server:start_link(?MODULE, Options, []).

%% Takes all whole frames of what has come, and gives their ids and the rest; {error, Why} if one is not right.
-spec submit(pid(), binary()) -> {ok, [pos_integer()], binary()} | {error, term()}.
submit(Jobs, Bytes) ->
    case decode(Bytes, []) of
        {ok, Frames, Rest} ->
            {ok, [gen_server:call(Jobs, {submit, Frame}) || Frame <- Frames], Rest};
        {error, Why} ->
            {error, Why}
    end.

-spec result(pid(), pos_integer()) -> {ok, term()} | {failed, term()} | unknown.
result(Jobs, Id) ->
    gen_server:call(Jobs, {result, Id}, infinity).

-spec stats(pid()) -> #{atom() => non_neg_integer()}.
stats(Jobs) ->
    gen_server:call(Jobs, stats).

%% The frame of a job.
-spec encode({kind(), 0..7, binary()}) -> binary().
encode({Kind, Priority, Input}) ->
    Head = <<?MAGIC, Priority:3, (number_of(Kind)):5, (byte_size(Input)):16>>,
    <<Head/binary, Input/binary, (check(Input))>>.

init(Options) ->
    Limit = proplists:get_value(limit, Options, 2),
    {ok, #state{limit = Limit, deadline = proplists:get_value(deadline, Options, 5000)}}.

handle_call({submit, {Kind, Priority, Input}}, _, State = #state{next = Id}) ->
    Job = #job{id = Id, kind = Kind, priority = Priority, input = Input},
    {reply, Id, start_next(enqueue(Job, State#state{next = Id + 1}))};
handle_call({result, Id}, _, State = #state{next = Next}) when Id >= Next ->
    {reply, unknown, State};
handle_call({result, Id}, From, State = #state{results = Results, waiting = Waiting}) ->
    case Results of
        #{Id := Result} ->
            {reply, Result, State};
        #{} ->
            {noreply, State#state{waiting = [{Id, From} | Waiting]}}
    end;
handle_call(stats, _, State = #state{queue = Queue, running = Running, results = Results}) ->
    Failed = length([Id || {Id, {failed, _}} <- maps:to_list(Results)]),
    Counts = #{queued => gb_trees:size(Queue), running => map_size(Running), failed => Failed},
    {reply, Counts#{done => map_size(Results) - Failed}, State}.

handle_cast(_, State) ->
    {noreply, State}.

handle_info({'DOWN', Ref, process, _, Reason}, State = #state{running = Running}) ->
    {{Job, _, Timer}, Others} = maps:take(Ref, Running),
    erlang:cancel_timer(Timer),
    {noreply, start_next(ended(Job, Reason, State#state{running = Others}))};
handle_info({timeout, _, {deadline, Ref}}, State = #state{running = Running}) ->
    case Running of
        #{Ref := {_, Pid, _}} ->
            exit(Pid, kill);
        #{} ->
            too_late
    end,
    {noreply, State}.

enqueue(Job = #job{id = Id, priority = Priority}, State = #state{queue = Queue}) ->
    State#state{queue = gb_trees:insert({Priority, Id}, Job, Queue)}.

start_next(State = #state{queue = Queue, running = Running, limit = Limit, deadline = Deadline}) ->
    case gb_trees:is_empty(Queue) orelse map_size(Running) >= Limit of
        true ->
            State;
        false ->
            {_, Job, Others} = gb_trees:take_smallest(Queue),
            {Pid, Ref} = spawn_monitor(fun() -> exit({done, perform(Job)}) end),
            Timer = erlang:start_timer(Deadline, self(), {deadline, Ref}),
            start_next(State#state{queue = Others, running = Running#{Ref => {Job, Pid, Timer}}})
    end.

ended(#job{id = Id}, {done, Result}, State) ->
    store(Id, {ok, Result}, State);
ended(#job{id = Id}, killed, State) ->
    store(Id, {failed, deadline}, State);
ended(Job = #job{tries = Tries, priority = Priority}, _, State) when Tries < ?TRIES ->
    enqueue(Job#job{tries = Tries + 1, priority = min(Priority + 1, 7)}, State);
ended(#job{id = Id}, {Reason, _Stack}, State) ->
    store(Id, {failed, Reason}, State).

store(Id, Result, State = #state{results = Results, waiting = Waiting}) ->
    {Mine, Others} = lists:partition(fun({Other, _}) -> Other =:= Id end, Waiting),
    lists:foreach(fun({_, From}) -> gen_server:reply(From, Result) end, Mine),
    State#state{results = Results#{Id => Result}, waiting = Others}.

perform(#job{kind = sum, input = Input}) ->
    Numbers = binary:split(Input, <<",">>, [global, trim_all]),
    try lists:sum([binary_to_integer(string:trim(Number)) || Number <- Numbers]) of
        Sum when Sum rem 2 =:= 0 ->
            {even, Sum};
        Sum ->
            {odd, Sum}
    catch
        error:badarg ->
            {error, iolist_to_binary(io_lib:format("not numbers: ~ts", [Input]))}
    end;
perform(#job{kind = words, input = Input}) ->
    Words = string:lexemes(string:lowercase(Input), " ,."),
    Count = fun(Word, Counts) -> maps:update_with(Word, fun(N) -> N + 1 end, 1, Counts) end,
    lists:sublist(lists:sort([{-N, Word} || {Word, N} <- maps:to_list(lists:foldl(Count, #{}, Words)), N > 1]), 2);
perform(#job{kind = flaky, input = Input, tries = Tries}) ->
    case binary_to_integer(Input) of
        Needed when Tries >= Needed ->
            {tried, Tries};
        Needed ->
            error({needs, Needed})
    end;
perform(#job{kind = hang}) ->
    receive
        never ->
            ok
    end.

decode(<<?MAGIC, Priority:3, Kind:5, Size:16, Input:Size/binary, Check, Rest/binary>>, Frames) ->
    case {kind_of(Kind), check(Input)} of
        {unknown, _} ->
            {error, {unknown_kind, Kind}};
        {Name, Check} ->
            decode(Rest, [{Name, Priority, Input} | Frames]);
        {_, Other} ->
            {error, {checksum, Check, Other}}
    end;
decode(<<Other, _/binary>>, _) when Other =/= ?MAGIC ->
    {error, {bad_frame, Other}};
decode(Rest, Frames) ->
    {ok, lists:reverse(Frames), Rest}.

check(Input) ->
    lists:foldl(fun(Byte, Sum) -> (Sum * 31 + Byte) band 16#ff end, 0, binary_to_list(Input)).

kinds() ->
    [{sum, 1}, {words, 2}, {flaky, 3}, {hang, 4}].

number_of(Kind) ->
    {Kind, Number} = lists:keyfind(Kind, 1, kinds()),
    Number.

kind_of(Number) ->
    case lists:keyfind(Number, 2, kinds()) of
        {Kind, _} ->
            Kind;
        false ->
            unknown
    end.
