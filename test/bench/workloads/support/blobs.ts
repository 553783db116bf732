// A gen_server that is sent large messages; blobs.erl is its twin.
import { functionClause, GenServer, ok, reply, type Call } from 'regent-otp/behaviours';

type Calls = Call<readonly ['put', Uint8Array], number>;

export class Blobs extends GenServer<undefined, Calls> {
  init() {
    return ok(undefined);
  }

  override handleCall(request: Calls['request'], _from: unknown, state: undefined) {
    if (request[0] !== 'put') return functionClause(request);
    return reply(request[1].byteLength, state);
  }
}
