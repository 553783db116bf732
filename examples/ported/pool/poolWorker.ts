/** A worker that multiplies; pool_worker.erl is this module in Erlang. */
import type { From } from 'regent-otp';
import { functionClause, genServer, GenServer, noreply, ok, reply } from 'regent-otp/behaviours';
import type { Call, ServerRef } from 'regent-otp/behaviours';

type Calls = Call<readonly ['multiply', number], number>;

export class PoolWorker extends GenServer<number, Calls> {
  static startLink(factor: number) {
    return genServer.startLink(PoolWorker, factor);
  }

  static multiply(worker: ServerRef, n: number) {
    return this.call(worker, ['multiply', n]);
  }

  init(factor: number) {
    return ok(factor);
  }

  override handleCall(request: Calls['request'], _from: From, factor: number) {
    if (request[0] !== 'multiply') return functionClause(request);
    return reply(request[1] * factor, factor);
  }

  override handleCast(_: unknown, factor: number) {
    return noreply(factor);
  }
}
