// A gen_server that crashes when it is told to; crasher.erl is its twin.
import { error, self, send, type Address } from 'regent-otp';
import { functionClause, GenServer, genServer, ok, reply, type Call } from 'regent-otp/behaviours';

export class Crasher extends GenServer<Address, Call<'ping', 'pong'>, 'crash'> {
  static startLink(owner: Address) {
    return genServer.startLink(Crasher, [owner]);
  }

  init([owner]: readonly [Address]) {
    send(owner, ['started', self()]);
    return ok(owner);
  }

  override handleCall(request: 'ping', _from: unknown, owner: Address) {
    return request === 'ping' ? reply('pong', owner) : functionClause(request);
  }

  override handleCast(request: 'crash', _owner: Address) {
    return request === 'crash' ? error('crash') : functionClause(request);
  }
}
