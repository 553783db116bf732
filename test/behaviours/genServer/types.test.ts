/**
 * The types of a port: its own `startLink(name, limit)` and `stop(pid)` compile beside what it inherits, requests are
 * checked, replies are inferred, wrong replies do not compile.
 */
import { match, P } from 'ts-pattern';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { startNode, type Address, type From } from 'regent-otp';
import {
  functionClause,
  genServer,
  GenServer,
  noreply,
  ok,
  reply,
  type Call,
  type RequestId,
  type ServerPid,
  type ServerRef,
} from 'regent-otp/behaviours';

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
      readonly ['ok', ServerPid<Calls, 'audit'>] | readonly ['error', unknown] | 'ignore'
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

describe('a reference to a server', () => {
  const bank: ServerRef<Calls, 'audit'> = 'bank';

  test('carries its protocol: the address that a start gives, and a name that is said to have one', async () => {
    const node = startNode();
    await node.run(async () => {
      const started = await genServer.start(Bank, ['ada', 0] as const);
      if (started === 'ignore' || started[0] === 'error') return expect.unreachable();
      const deposited = await genServer.call(started[1], ['deposit', 5]);
      expectTypeOf(deposited).toEqualTypeOf<readonly ['ok', number]>();
      expect(deposited).toEqual(['ok', 5]);
      const request = genServer.sendRequest(started[1], 'owner');
      expectTypeOf(request).toEqualTypeOf<RequestId<string>>();
      const response = await genServer.receiveResponse(request, 1000);
      expect(response).toEqual(['reply', 'ada']);

      const monitored = await genServer.startMonitor(['local', 'bank'], Bank, ['bob', 1] as const);
      if (monitored === 'ignore' || monitored[0] === 'error') return expect.unreachable();
      expectTypeOf(monitored[1][0]).toEqualTypeOf<ServerPid<Calls, 'audit'>>();
      expectTypeOf(await genServer.call(bank, 'owner')).toEqualTypeOf<string>();
      expect(genServer.cast(bank, 'audit')).toBe('ok');
      expect(await Bank.call(bank, 'owner')).toBe('bob');
    });
    await node.stop();
  });

  test('is refused with a request outside of the protocol, and by the client functions of another server', () => {
    class Clock extends GenServer<number, Call<'time', number>, 'tick'> {
      init() {
        return ok(0);
      }
    }
    // @ts-expect-error -- the protocol has no such request
    const wrongRequest = () => genServer.call(bank, ['withdraw', 5]);
    // @ts-expect-error -- nor can it be sent
    const wrongSend = () => genServer.sendRequest(bank, 'time');
    // @ts-expect-error -- nor such a cast
    const wrongCast = () => genServer.cast(bank, 'tick');
    // @ts-expect-error -- a bank is no clock
    const wrongServer = () => Clock.call(bank, 'time');
    // @ts-expect-error -- nor for casts
    const wrongCasts = () => Clock.cast(bank, 'tick');
    expect([wrongRequest, wrongSend, wrongCast, wrongServer, wrongCasts]).toHaveLength(5);
  });

  test('of which nothing is known takes any request, and passes for any', () => {
    const untyped = (to: Address | string) => genServer.call(to, ['anything', 1]);
    expectTypeOf(untyped).returns.toEqualTypeOf<Promise<unknown>>();
    const named = (to: ServerRef) => Bank.call(to, 'owner');
    expectTypeOf(named).returns.toEqualTypeOf<Promise<string>>();
    const anyone: ServerRef = bank;
    expect([untyped, named, anyone]).toHaveLength(3);
  });
});

test('a callback that leaves out a request of the protocol does not compile', () => {
  class Forgetful extends GenServer<State, Calls> {
    init() {
      return ok<State>({ owner: '', balance: 0 });
    }

    override handleCall(request: Calls['request'], _from: From, state: State) {
      return (
        match(request)
          .with('owner', () => reply(state.owner, state))
          // @ts-expect-error -- a deposit is not handled
          .exhaustive()
      );
    }
  }

  class Switching extends GenServer<State, Calls> {
    init() {
      return ok<State>({ owner: '', balance: 0 });
    }

    override handleCall(request: Calls['request'], _from: From, state: State) {
      if (request === 'owner') return reply(state.owner, state);
      // @ts-expect-error -- a deposit is left
      request[0] satisfies never;
      return functionClause(request);
    }
  }

  expect([Forgetful, Switching]).toHaveLength(2);
});
