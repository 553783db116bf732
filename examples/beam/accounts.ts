/** The port of accounts.erl. Nothing in it knows of Erlang but the list of the atoms in its protocol. */
import { match, P } from 'ts-pattern';
import { functionClause, GenServer, genServer, ok, reply, type Call } from 'regent-otp/behaviours';

type Balances = ReadonlyMap<string, number>;
type Calls =
  | Call<readonly ['deposit', string, number], readonly ['ok', number]>
  | Call<readonly ['withdraw', string, number], readonly ['ok', number] | readonly ['error', 'overdrawn']>;

export class Accounts extends GenServer<Balances, Calls> {
  static readonly atoms = ['deposit', 'withdraw', 'ok', 'error', 'overdrawn'];

  static start() {
    return genServer.start(['local', 'accounts'], Accounts, []);
  }

  init() {
    return ok<Balances>(new Map());
  }

  override handleCall(request: Calls['request'], _from: unknown, balances: Balances) {
    return match(request)
      .with(['deposit', P.string, P.number.gt(0)], ([, who, amount]) => {
        const balance = (balances.get(who) ?? 0) + amount;
        return reply(['ok', balance] as const, new Map([...balances, [who, balance]]));
      })
      .with(['withdraw', P.string, P.number], ([, who, amount]) => {
        const balance = (balances.get(who) ?? 0) - amount;
        if (balance < 0) return reply(['error', 'overdrawn'] as const, balances);
        return reply(['ok', balance] as const, new Map([...balances, [who, balance]]));
      })
      .otherwise((unknown) => functionClause(unknown));
  }
}
