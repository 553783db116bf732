%% A server that is still Erlang. It calls the accounts, wherever they are, and monitors them.
-module(teller).
-behaviour(gen_server).
-export([start_link/1, deposit/2, withdraw/2, ended/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

start_link(Accounts) -> gen_server:start_link({local, ?MODULE}, ?MODULE, Accounts, []).
deposit(Who, Amount) -> gen_server:call(?MODULE, {deposit, Who, Amount}).
withdraw(Who, Amount) -> gen_server:call(?MODULE, {withdraw, Who, Amount}).

%% The reason with which the accounts ended; waits for that.
ended() -> gen_server:call(?MODULE, ended).

init(Accounts) ->
    monitor(process, Accounts),
    {ok, #{accounts => Accounts, waiting => none}}.

handle_call(ended, From, State) -> {noreply, State#{waiting := From}};
handle_call(Request, _From, #{accounts := Accounts} = State) -> {reply, gen_server:call(Accounts, Request), State}.

handle_cast(_Request, State) -> {noreply, State}.

handle_info({'DOWN', _Ref, process, _Object, Reason}, #{waiting := From} = State) ->
    gen_server:reply(From, Reason),
    {noreply, State}.
