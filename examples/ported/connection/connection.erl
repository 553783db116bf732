%% One end of a connection over a line that loses packets, as TCP's: three-way handshake, numbered and acknowledged
%% data that is sent again when no acknowledgement comes, and a close that both sides agree on. A line is a function
%% that sends a packet.
-module(connection).
-behaviour(gen_statem).
-export([start_link/1, connect/1, listen/1, send/2, close/1, packet/2]).
-export([init/1, callback_mode/0, closed/3, listening/3, connecting/3, accepting/3, established/3]).
-export([sending/3, closing/3]).

-define(RESEND, 20).
-define(MOST_TRIES, 4).

-type packet() :: syn | syn_ack | ack | fin | fin_ack | {ack, integer()} | {data, integer(), term()}.
-type line() :: fun((packet()) -> term()).

-record(end_, {
    owner :: pid(),
    line :: line(),
    sent = 0 :: integer(),
    received = 0 :: integer(),
    data :: term(),
    caller :: gen_statem:from() | undefined
}).

-spec start_link(line()) -> {ok, pid()}.
start_link(Line) ->
    gen_statem:start_link(?MODULE, {self(), Line}, []).

%% Line, given in start_link/1, is a fun that is called with each packet for the other end.
-spec connect(gen_statem:server_ref()) -> ok | {error, closed | timeout}.
connect(End) ->
    gen_statem:call(End, connect).

-spec listen(gen_statem:server_ref()) -> ok.
listen(End) ->
    gen_statem:call(End, listen).

%% 'ok' as soon as the other end has it.
-spec send(gen_statem:server_ref(), term()) -> ok | {error, closed}.
send(End, Data) ->
    gen_statem:call(End, {send, Data}).

-spec close(gen_statem:server_ref()) -> ok | {error, closed}.
close(End) ->
    gen_statem:call(End, close).

%% A packet has come from the other end.
-spec packet(gen_statem:server_ref(), packet()) -> ok.
packet(End, Packet) ->
    gen_statem:cast(End, {packet, Packet}).

callback_mode() ->
    [state_functions, state_enter].

init({Owner, Line}) ->
    {ok, closed, #end_{owner = Owner, line = Line}}.

closed(enter, _, _) ->
    keep_state_and_data;
closed({call, From}, connect, End) ->
    {next_state, connecting, End#end_{caller = From}};
closed({call, From}, listen, End) ->
    {next_state, listening, End, {reply, From, ok}};
closed({call, From}, _, _) ->
    {keep_state_and_data, {reply, From, {error, closed}}};
closed(cast, {packet, fin}, End) ->
    transmit(fin_ack, End),
    keep_state_and_data;
closed(_, _, _) ->
    keep_state_and_data.

listening(enter, _, _) ->
    keep_state_and_data;
listening(cast, {packet, syn}, End) ->
    {next_state, accepting, End};
listening({call, _}, _, _) ->
    {keep_state_and_data, postpone};
listening(cast, _, _) ->
    keep_state_and_data.

connecting(enter, _, End) ->
    resend(syn, 1, End);
connecting(cast, {packet, syn_ack}, End = #end_{caller = From}) ->
    transmit(ack, End),
    tell(established, End),
    {next_state, established, End#end_{caller = undefined}, {reply, From, ok}};
connecting({timeout, resend}, {_, Tries}, End = #end_{caller = From}) when Tries > ?MOST_TRIES ->
    {next_state, closed, End#end_{caller = undefined}, {reply, From, {error, timeout}}};
connecting(Type, Content, End) ->
    waiting(Type, Content, End).

accepting(enter, _, End) ->
    resend(syn_ack, 1, End);
accepting(cast, {packet, ack}, End) ->
    tell(established, End),
    {next_state, established, End};
accepting(cast, {packet, {data, _, _}}, End) ->
    tell(established, End),
    {next_state, established, End, postpone};
accepting({timeout, resend}, {_, Tries}, End) when Tries > ?MOST_TRIES ->
    {next_state, listening, End};
accepting(Type, Content, End) ->
    waiting(Type, Content, End).

established(enter, _, End) ->
    {keep_state, End, {{timeout, resend}, cancel}};
established({call, From}, {send, Data}, End = #end_{sent = Sent}) ->
    {next_state, sending, End#end_{sent = Sent + 1, caller = From, data = Data}};
established({call, From}, close, End) ->
    {next_state, closing, End#end_{caller = From}};
established(cast, {packet, Packet}, End) ->
    received(Packet, End).

sending(enter, _, End = #end_{sent = Sent, data = Data}) ->
    resend({data, Sent, Data}, 1, End);
sending(cast, {packet, {ack, Sent}}, End = #end_{sent = Sent, caller = From}) ->
    {next_state, established, End#end_{caller = undefined}, {reply, From, ok}};
sending({call, _}, _, _) ->
    {keep_state_and_data, postpone};
sending({timeout, resend}, {Packet, Tries}, End) ->
    resend(Packet, Tries, End);
sending(cast, {packet, Packet}, End) ->
    received(Packet, End).

closing(enter, _, End) ->
    resend(fin, 1, End);
closing(cast, {packet, fin_ack}, End = #end_{caller = From}) ->
    {next_state, closed, End#end_{caller = undefined}, [{reply, From, ok}, {{timeout, resend}, cancel}]};
closing(Type, Content, End) ->
    waiting(Type, Content, End).

%% What all states do in which an answer is waited for.
waiting({call, _}, _, _) ->
    {keep_state_and_data, postpone};
waiting({timeout, resend}, {Packet, Tries}, End) ->
    resend(Packet, Tries, End);
waiting(cast, {packet, _}, _) ->
    keep_state_and_data.

%% What comes while the connection stands. Data that came before is acknowledged again: that was lost.
received({data, N, Data}, End = #end_{received = Received}) ->
    transmit({ack, N}, End),
    [tell({data, Data}, End) || N =:= Received + 1],
    {keep_state, End#end_{received = N}};
received(fin, End) ->
    transmit(fin_ack, End),
    tell(closed, End),
    {next_state, closed, End};
received(syn_ack, End) ->
    transmit(ack, End),
    keep_state_and_data;
received(_, _) ->
    keep_state_and_data.

resend(Packet, Tries, End) ->
    transmit(Packet, End),
    {keep_state, End, {{timeout, resend}, ?RESEND, {Packet, Tries + 1}}}.

transmit(Packet, #end_{line = Line}) ->
    Line(Packet).

tell(What, #end_{owner = Owner}) ->
    Owner ! {self(), What}.
