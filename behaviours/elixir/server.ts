/**
 * ElixirServer: a gen_server whose callbacks are, unless it has its own, those that `use GenServer` gives a module.
 */
import { currentNode, self, type Address, type From } from '../../lib/index.js';
import { moduleOf } from '../genServer/anyServer.js';
import { GenServer } from '../genServer/server.js';
import type {
  AnyCall,
  CallResult,
  CodeChangeResult,
  Eventually,
  InitResult,
  NoreplyResult,
} from '../genServer/types.js';
import { infoOf } from '../infoOf.js';
import { runtimeError } from './elixirError.js';

export class ElixirServer<State, Calls extends AnyCall = AnyCall, Casts = unknown> extends GenServer<
  State,
  Calls,
  Casts
> {
  /** `init/1`: `ok(state)`, `stop(reason)` or 'ignore'. Without one of its own a server starts with its argument. */
  override init(arg: never): Eventually<InitResult<State>> {
    return ['ok', arg];
  }

  override handleCall(
    _request: Calls['request'],
    _from: From,
    _state: State,
  ): Eventually<CallResult<State, Calls['reply']>> {
    throw runtimeError(`attempted to call GenServer ${shown()} but no handle_call/3 clause was provided`);
  }

  override handleCast(_request: Casts, _state: State): Eventually<NoreplyResult<State>> {
    throw runtimeError(`attempted to cast GenServer ${shown()} but no handle_cast/2 clause was provided`);
  }

  override handleInfo(message: unknown, state: State): Eventually<NoreplyResult<State>> {
    currentNode().emit('report', {
      level: 'error',
      label: ['Elixir.GenServer', 'no_handle_info'],
      report: { module: moduleOf(this), message, name: nameHere() },
    });
    return ['noreply', state];
  }

  override codeChange(_oldVsn: unknown, state: State, _extra: unknown): Eventually<CodeChangeResult<State>> {
    return ['ok', state];
  }
}

function nameHere(): Address | string {
  const me = self();
  return infoOf(me, 'registered_name') ?? me;
}

/** The calling process as Elixir's `inspect` shows it. */
function shown(): string {
  const name = nameHere();
  if (typeof name !== 'string') return `#PID${String(name)}`;
  if (name.startsWith('Elixir.')) return name.slice('Elixir.'.length);
  return /^[a-z_]\w*[?!]?$/i.test(name) ? `:${name}` : `:${JSON.stringify(name)}`;
}
