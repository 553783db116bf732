%% Checks blocks of Erlang in files: each is made of forms and expressions that parse, call functions of OTP that there are, and
%% pass the linter, but for what stands elsewhere: functions, records and variables that the block only uses.
%% Prints "File:Line: what is wrong" for each mistake.

main(Files) ->
    [io:format("~ts:~p: ~ts~n", [File, Line, Text]) || File <- Files, {Line, Text} <- mistakes(File)].

mistakes(File) ->
    {ok, Bytes} = file:read_file(File),
    case erl_scan:string(unicode:characters_to_list(Bytes)) of
        {ok, Tokens, _} -> checked([parsed(Part) || Part <- parts(without_macros(Tokens), [])]);
        {error, {Line, Module, What}, _} -> [{Line, Module:format_error(What)}]
    end.

%% What a macro stands for is not known here: an atom will do.
without_macros([{'?', Line}, {_, _, Name} | Tokens]) -> [{atom, Line, Name} | without_macros(Tokens)];
without_macros([Token | Tokens]) -> [Token | without_macros(Tokens)];
without_macros([]) -> [].

%% What ends with a dot, and the rest.
parts([], []) -> [];
parts([], Part) -> [lists:reverse([{dot, 0} | Part])];
parts([Dot = {dot, _} | Tokens], Part) -> [lists:reverse([Dot | Part]) | parts(Tokens, [])];
parts([Token | Tokens], Part) -> parts(Tokens, [Token | Part]).

parsed(Part) ->
    case erl_parse:parse_form(Part) of
        {ok, Form} -> {form, Form};
        {error, AsForm} ->
            case erl_parse:parse_exprs(Part) of
                {ok, Exprs} -> {exprs, Exprs};
                %% The one that has come farther knows better.
                {error, AsExprs} when element(1, AsExprs) > element(1, AsForm) -> {error, AsExprs};
                {error, _} -> {error, AsForm}
            end
    end.

checked(Parts) ->
    Broken = [{Line, Module:format_error(What)} || {error, {Line, Module, What}} <- Parts],
    Forms = [Form || {form, Form} <- Parts],
    Bodies = [{function, 1, list_to_atom("body" ++ integer_to_list(N)), 0, [{clause, 1, [], [], Exprs}]}
        || {N, {exprs, Exprs}} <- lists:enumerate(Parts)],
    Broken ++ unknown_calls(Forms ++ Bodies) ++ linted(Forms, Bodies).

linted(Forms, Bodies) ->
    {Attributes, Functions} = lists:partition(fun(Form) -> element(1, Form) =:= attribute end, Forms),
    Named = case [M || {attribute, _, module, M} <- Attributes] of
        [] -> [{attribute, 1, module, block} | Attributes];
        _ -> Attributes
    end,
    All = [{attribute, 1, file, {"block", 1}} | Named] ++ Functions ++ Bodies ++ [{eof, 1}],
    case erl_lint:module(All, "block", [nowarn_unused_function, nowarn_unused_vars]) of
        {ok, _} -> [];
        {error, Errors, _} ->
            [{Line, Module:format_error(What)} || {_, Infos} <- Errors, {Line, Module, What} <- Infos, not elsewhere(What)]
    end.

elsewhere({undefined_function, _}) -> true;
elsewhere({undefined_function, _, _}) -> true;
elsewhere({undefined_record, _}) -> true;
elsewhere({undefined_record, _, _}) -> true;
elsewhere({unbound_var, _}) -> true;
elsewhere({unbound_var, _, _}) -> true;
elsewhere({undefined_behaviour, _}) -> true;
elsewhere(_) -> false.

unknown_calls({call, Where, {remote, _, {atom, _, M}, {atom, _, F}}, Args} = Call) ->
    here(Where, M, F, length(Args)) ++ unknown_calls(tl(tuple_to_list(Call)));
unknown_calls(Tuple) when is_tuple(Tuple) -> unknown_calls(tuple_to_list(Tuple));
unknown_calls([Head | Tail]) -> unknown_calls(Head) ++ unknown_calls(Tail);
unknown_calls(_) -> [].

%% Modules of the block's own system are not known here.
here(Where, M, F, Arity) ->
    IsOtp = case code:which(M) of
        preloaded -> true;
        Path when is_list(Path) -> lists:prefix(code:lib_dir(), Path);
        _ -> false
    end,
    {module, _} = case IsOtp of true -> code:ensure_loaded(M); false -> {module, M} end,
    case IsOtp andalso not erlang:function_exported(M, F, Arity) andalso not erlang:is_builtin(M, F, Arity) of
        true -> [{Where, io_lib:format("there is no ~s:~s/~p", [M, F, Arity])}];
        false -> []
    end.
