/** AgentServer: the gen_server behind an agent. Its requests are functions of its state. */
import { put } from '../../lib/index.js';
import { ElixirServer } from '../elixir/server.js';
import { functionClause } from '../functionClause.js';
import type { CallResult, CodeChangeResult, Eventually, InitResult, NoreplyResult } from '../genServer/types.js';
import { whenDone } from '../whenDone.js';
import { run, shownJob, type Job } from './job.js';

type Answer = CallResult<unknown, unknown>;

export class AgentServer extends ElixirServer<unknown> {
  override init(job: Job): Eventually<InitResult<unknown>> {
    put('$initial_call', shownJob(job));
    return whenDone(run(job, []), (state) => ['ok', state]);
  }

  override handleCall(request: unknown, _from: unknown, state: unknown): Eventually<Answer> {
    const [what, job] = (Array.isArray(request) ? request : [request]) as readonly unknown[] as readonly [unknown, Job];
    switch (what) {
      case 'get':
        return whenDone(run(job, [state]), (value): Answer => ['reply', value, state]);
      case 'update':
        return whenDone(run(job, [state]), (next): Answer => ['reply', 'ok', next]);
      case 'get_and_update':
        return whenDone(run(job, [state]), (result) => replyAndState(result, state));
      default:
        return functionClause(request);
    }
  }

  override handleCast(request: unknown, state: unknown): Eventually<NoreplyResult<unknown>> {
    if (!Array.isArray(request) || request[0] !== 'cast') return functionClause(request);
    return whenDone(run(request[1] as Job, [state]), (next) => ['noreply', next]);
  }

  override codeChange(_oldVsn: unknown, state: unknown, job: Job): Eventually<CodeChangeResult<unknown>> {
    return whenDone(run(job, [state]), (next) => ['ok', next]);
  }
}

// What reports and `processInfo` show of the server is the module it ports.
Object.defineProperty(AgentServer, 'name', { value: 'Elixir.Agent.Server' });

function replyAndState(result: unknown, state: unknown): Answer {
  if (!Array.isArray(result) || result.length !== 2) return ['stop', ['bad_return_value', result], state];
  return ['reply', result[0], result[1]];
}
