%% The supervisor is still Erlang too. Of its two servers one runs on the node of Regent.
-module(branch_sup).
-behaviour(supervisor).
-export([demo/1, init/1, start_accounts/1]).

init(Node) ->
    Accounts = #{id => accounts, start => {?MODULE, start_accounts, [Node]}},
    Teller = #{id => teller, start => {teller, start_link, [{accounts, Node}]}},
    {ok, {#{strategy => one_for_one}, [Accounts, Teller]}}.

%% Was accounts:start_link(). A process of this supervisor starts the server there and links itself with it.
start_accounts(Node) ->
    Pid = erpc:call(Node, accounts, start, []),
    link(Pid),
    {ok, Pid}.

demo(Node) ->
    {ok, Sup} = supervisor:start_link(?MODULE, Node),
    say("deposit", teller:deposit(<<"alice">>, 100)),
    say("withdraw", teller:withdraw(<<"alice">>, 30)),
    say("withdraw", teller:withdraw(<<"alice">>, 300)),
    {accounts, Pid, _, _} = lists:keyfind(accounts, 1, supervisor:which_children(Sup)),
    say("the accounts run on", node(Pid)),
    spawn(fun() -> timer:sleep(10), exit(Pid, fault) end),
    say("the teller heard that they ended", teller:ended()),
    ok = restarted(Sup, Pid),
    say("after the restart, deposit", teller:deposit(<<"alice">>, 1)).

%% The exit signal may still be on its way to the supervisor.
restarted(Sup, Before) ->
    case lists:keyfind(accounts, 1, supervisor:which_children(Sup)) of
        {accounts, Pid, _, _} when is_pid(Pid), Pid =/= Before -> ok;
        _ -> timer:sleep(1), restarted(Sup, Before)
    end.

say(What, Term) -> io:format("~s: ~p~n", [What, Term]).
