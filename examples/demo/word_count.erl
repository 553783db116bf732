%% Counts words. A crash loses no count: the server hands its counts to the stash before it ends, and the server that
%% its supervisor starts in its place takes them back. (One that is killed hands nothing over, as nothing of it runs any
%% more.) wordCount.ts is this module in TypeScript.
-module(word_count).
-behaviour(gen_server).

-export([start_link/0, count/2, counts/2, top/2]).
-export([init/1, handle_call/3, handle_cast/2, terminate/2]).

start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

%% Counts a word once more; gives how often it has come by now.
count(Server, Word) -> gen_server:call(Server, {count, Word}, 60000).

%% How often each of these words has come.
counts(Server, Words) -> gen_server:call(Server, {counts, Words}).

%% The N most frequent words with their counts, the most frequent first.
top(Server, N) -> gen_server:call(Server, {top, N}).

init([]) -> {ok, maps:from_list(word_stash:fetch(word_stash))}.

handle_call({count, Word}, _From, Counts) ->
    Count = maps:get(Word, Counts, 0) + 1,
    {reply, Count, Counts#{Word => Count}};
handle_call({counts, Words}, _From, Counts) ->
    {reply, [maps:get(Word, Counts, 0) || Word <- Words], Counts};
handle_call({top, N}, _From, Counts) ->
    {reply, lists:sublist(lists:sort(fun before/2, maps:to_list(Counts)), N), Counts}.

handle_cast(_Request, Counts) -> {noreply, Counts}.

terminate(_Reason, Counts) -> word_stash:store(word_stash, maps:to_list(Counts)).

before({Word1, Count1}, {Word2, Count2}) -> {-Count1, Word1} =< {-Count2, Word2}.
