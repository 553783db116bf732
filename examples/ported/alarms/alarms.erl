%% Alarms of a plant: they are raised and cleared by name; handlers listen. The board keeps those that are raised; a
%% pager calls somebody for those that are severe enough, and gives up by itself when it has called too often.
-module(alarms).
-export([start_link/0, raise/2, clear/1, active/0, add_pager/3, silence/1]).

-spec start_link() -> {ok, pid()}.
start_link() ->
    {ok, Manager} = gen_event:start_link({local, ?MODULE}),
    ok = gen_event:add_handler(?MODULE, alarm_board, []),
    {ok, Manager}.

-spec raise(atom(), integer()) -> ok.
raise(Name, Severity) ->
    gen_event:notify(?MODULE, {raised, Name, Severity}).

-spec clear(atom()) -> ok.
clear(Name) ->
    gen_event:notify(?MODULE, {cleared, Name}).

%% The alarms that are raised, the oldest first: [{Name, Severity}].
-spec active() -> [{atom(), integer()}].
active() ->
    gen_event:call(?MODULE, alarm_board, active).

%% Has the caller paged, as {page, Name}, for alarms of at least this severity. Its pager ends with it.
-spec add_pager(term(), integer(), integer()) -> ok | {error, term()}.
add_pager(Id, Severity, Most) ->
    gen_event:add_sup_handler(?MODULE, {alarm_pager, Id}, {self(), Severity, Most}).

%% Replaces a board by a new one that has forgotten these alarms.
-spec silence([atom()]) -> ok.
silence(Names) ->
    gen_event:swap_handler(?MODULE, {alarm_board, swap}, {alarm_board, {without, Names}}).
