# Checks blocks of Elixir in files: each must parse, and the modules of Elixir that it calls must have the functions.
# Prints "File:Line: what is wrong" for each mistake.

defmodule Blocks do
  def mistakes(file) do
    case Code.string_to_quoted(File.read!(file)) do
      {:ok, quoted} -> unknown_calls(quoted)
      {:error, {where, message, token}} -> [{where[:line], "#{text(message)}#{token}"}]
    end
  end

  defp text({before, later}), do: before <> later
  defp text(message), do: message

  defp unknown_calls(quoted) do
    own = for {:defmodule, _, [{:__aliases__, _, names} | _]} <- Macro.prewalker(quoted), do: names

    for {name, line, arity, names} <- calls(quoted, false), names not in own, module = Module.concat(names), elixir?(module),
        not exported?(module, name, arity),
        do: {line, "there is no #{inspect(module)}.#{name}/#{arity}"}
  end

  # What is piped into a call is its first argument.
  defp calls({:|>, _, [left, {call, meta, args}]}, piped) when is_list(args), do: calls(left, piped) ++ calls({call, meta, args}, true)

  defp calls({{:., _, [{:__aliases__, _, names}, name]}, meta, args}, piped) do
    arity = length(args) + if(piped, do: 1, else: 0)
    [{name, meta[:line], arity, names} | calls(args, false)]
  end

  # &Module.function/arity is no call.
  defp calls({:&, _, _}, _piped), do: []
  defp calls({call, _, args}, _piped), do: calls(call, false) ++ calls(args, false)
  defp calls({left, right}, _piped), do: calls(left, false) ++ calls(right, false)
  defp calls(list, _piped) when is_list(list), do: Enum.flat_map(list, &calls(&1, false))
  defp calls(_other, _piped), do: []

  defp elixir?(module) do
    Code.ensure_loaded?(module) and List.starts_with?(to_charlist(:code.which(module)), to_charlist(:code.lib_dir(:elixir)))
  end

  defp exported?(module, name, arity), do: function_exported?(module, name, arity) or macro_exported?(module, name, arity)
end

for file <- System.argv(), {line, what} <- Blocks.mistakes(file), do: IO.puts("#{file}:#{line}: #{what}")
