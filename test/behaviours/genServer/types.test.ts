/**
 * The types of a port: its own `startLink(name, limit)` and `stop(pid)` compile beside what it inherits, requests are
 * checked, replies are inferred, wrong replies do not compile.
 */
import { match, P } from 'ts-pattern';
import { expect, expectTypeOf, test } from 'vitest';
import { startNode, type Address, type From } from 'regent-otp';
import { functionClause, genServer, GenServer, noreply, ok, reply, type Call } from 'regent-otp/behaviours';

type State = { readonly owner: string; readonly balance: number };
type Calls = Call<readonly ['deposit', number], readonly ['ok', number]> | Call<'owner', string>;

class Bank extends GenServer<State, Calls, 'audit'> {
  static startLink(name: string, limit: number) {
    return genServer.startLink(['local', name], Bank, [name, limit]);
  }

  static stop(pid: Address) {
    return genServer.stop(pid);
  }

  static startChild(supervisor: Address, args: readonly string[]) {
    return [supervisor, args] as const;
  }

  static deposit(amount: number) {
    return this.call('bank', ['deposit', amount]);
  }

  init([owner, balance]: readonly [string, number]) {
    return ok<State>({ owner, balance });
  }

  override handleCall(request: Calls['request'], _from: From, state: State) {
    return match(request)
      .with(['deposit', P.number], ([, amount]) => {
        const balance = state.balance + amount;
        return reply(['ok', balance] as const, { ...state, balance });
      })
      .with('owner', () => reply(state.owner, state))
      .exhaustive();
  }

  override handleCast(_request: 'audit', state: State) {
    return noreply(state);
  }

  override handleInfo(info: unknown, state: State) {
    return match(info)
      .with(['EXIT', P._, P._], () => noreply(state))
      .otherwise(() => noreply(state));
  }
}

test('a port declares its own startLink, stop and startChild, and its calls are typed', async () => {
  const node = startNode();
  const balance = await node.run(async () => {
    expectTypeOf(await Bank.startLink('bank', 10)).toEqualTypeOf<
      readonly ['ok', Address] | readonly ['error', unknown] | 'ignore'
    >();
    expectTypeOf(await Bank.call('bank', 'owner')).toEqualTypeOf<string>();
    expect(Bank.cast('bank', 'audit')).toBe('ok');
    const deposited = Bank.deposit(5);
    expectTypeOf(deposited).toEqualTypeOf<Promise<readonly ['ok', number]>>();
    return deposited;
  });
  expect(balance).toEqual(['ok', 15]);
  await node.stop();
});

test('requests outside of the protocol and replies of a wrong type do not compile', () => {
  // @ts-expect-error -- the protocol has no such request
  const wrongRequest = () => Bank.call('bank', ['withdraw', 5]);
  // @ts-expect-error -- nor such a cast
  const wrongCast = () => Bank.cast('bank', 'nonsense');

  class Wrong extends GenServer<number, Call<'count', number>> {
    init() {
      return ok(0);
    }

    // @ts-expect-error -- the reply to 'count' is a number
    override handleCall(request: 'count', _from: From, state: number) {
      return request === 'count' ? reply('many', state) : functionClause(request);
    }
  }

  // @ts-expect-error -- init takes a pair
  const wrongArguments = () => genServer.startLink(Bank, ['only one']);
  expect([wrongRequest, wrongCast, Wrong, wrongArguments]).toHaveLength(4);
});
