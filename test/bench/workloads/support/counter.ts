// The gen_server that is called and cast to; counter.erl is its twin.
import { functionClause, GenServer, genServer, noreply, ok, reply, type Call } from 'regent-otp/behaviours';

type Calls = Call<readonly ['add', number], number> | Call<'count', number>;
type Casts = readonly ['add', number];

export class Counter extends GenServer<number, Calls, Casts> {
  static start() {
    return genServer.start(Counter, []);
  }

  init() {
    return ok(0);
  }

  override handleCall(request: Calls['request'], _from: unknown, count: number) {
    if (request === 'count') return reply(count, count);
    if (request[0] !== 'add') return functionClause(request);
    const sum = count + request[1];
    return reply(sum, sum);
  }

  override handleCast(request: Casts, count: number) {
    if (request[0] !== 'add') return functionClause(request);
    return noreply(count + request[1]);
  }
}
