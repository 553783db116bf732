%% Keeps what the word_count server knows while there is none. wordStash.ts is this module in TypeScript.
-module(word_stash).
-behaviour(gen_server).

-export([start_link/0, store/2, fetch/1, total/1]).
-export([init/1, handle_call/3, handle_cast/2]).

start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

store(Stash, Counts) -> gen_server:call(Stash, {store, Counts}).

fetch(Stash) -> gen_server:call(Stash, fetch).

%% How many words have been counted in all.
total(Stash) -> gen_server:call(Stash, total).

init([]) -> {ok, []}.

handle_call({store, Counts}, _From, _Old) -> {reply, ok, Counts};
handle_call(fetch, _From, Counts) -> {reply, Counts, Counts};
handle_call(total, _From, Counts) -> {reply, lists:sum([Count || {_Word, Count} <- Counts]), Counts}.

handle_cast(_Request, Counts) -> {noreply, Counts}.
