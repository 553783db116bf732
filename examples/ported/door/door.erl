%% A door with a code lock. It locks itself again after a while; after three wrong codes it takes none for a while. Who
%% wants to enter while it is locked waits until it is not.
-module(door).
-behaviour(gen_statem).
-export([start_link/2, code/2, enter/1, set_code/2, state/1]).
-export([init/1, callback_mode/0, handle_event/4]).

-type times() :: {Open :: pos_integer(), Blocked :: pos_integer()}.

-record(lock, {
    code :: integer(),
    times :: times(),
    wrong = 0 :: 0..3
}).

%% Times are {how long it stays open, how long it is blocked} in ms.
-spec start_link(integer(), times()) -> {ok, pid()}.
start_link(Code, Times) ->
    gen_statem:start_link(?MODULE, {Code, Times}, []).

-spec code(gen_statem:server_ref(), integer()) -> open | {wrong | blocked, integer()} | {ignored, atom()}.
code(Door, Code) ->
    gen_statem:call(Door, {code, Code}).

-spec enter(gen_statem:server_ref()) -> welcome.
enter(Door) ->
    gen_statem:call(Door, enter).

-spec set_code(gen_statem:server_ref(), integer()) -> ok.
set_code(Door, Code) ->
    gen_statem:cast(Door, {set_code, Code}).

-spec state(gen_statem:server_ref()) -> locked | open | blocked.
state(Door) ->
    gen_statem:call(Door, state).

callback_mode() ->
    [handle_event_function, state_enter].

init({Code, Times}) ->
    {ok, locked, #lock{code = Code, times = Times}}.

handle_event(enter, _, open, Lock = #lock{times = {Open, _}}) ->
    {keep_state, Lock#lock{wrong = 0}, {state_timeout, Open, lock}};
handle_event(enter, _, blocked, #lock{times = {_, Blocked}}) ->
    {keep_state_and_data, {state_timeout, Blocked, unblock}};
handle_event(enter, _, locked, _) ->
    keep_state_and_data;
handle_event(state_timeout, lock, open, Lock) ->
    {next_state, locked, Lock};
handle_event(state_timeout, unblock, blocked, Lock) ->
    {next_state, locked, Lock#lock{wrong = 0}};
handle_event({call, From}, {code, Code}, locked, Lock = #lock{code = Code}) ->
    {next_state, open, Lock, {reply, From, open}};
handle_event({call, From}, {code, _}, locked, Lock = #lock{wrong = 2}) ->
    {next_state, blocked, Lock#lock{wrong = 3}, {reply, From, {blocked, 3}}};
handle_event({call, From}, {code, _}, locked, Lock = #lock{wrong = Wrong}) ->
    {keep_state, Lock#lock{wrong = Wrong + 1}, {reply, From, {wrong, Wrong + 1}}};
handle_event({call, From}, {code, _}, State, _) ->
    {keep_state_and_data, {reply, From, {ignored, State}}};
handle_event({call, From}, enter, open, _) ->
    {keep_state_and_data, {reply, From, welcome}};
handle_event({call, _}, enter, _, _) ->
    {keep_state_and_data, postpone};
handle_event({call, From}, state, State, _) ->
    {keep_state_and_data, {reply, From, State}};
handle_event(cast, {set_code, Code}, open, Lock) ->
    {keep_state, Lock#lock{code = Code}};
handle_event(cast, {set_code, _}, _, _) ->
    {keep_state_and_data, postpone}.
