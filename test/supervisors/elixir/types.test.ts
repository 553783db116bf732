/** The classes of regent-otp/elixir: who extends one has functions of its own beside those that it inherits, all typed. */
import { expect, expectTypeOf, test } from 'vitest';
import type { Address, From } from 'regent-otp';
import { noreply, ok, reply, type Call, type StartResult } from 'regent-otp/behaviours';
import { Agent, DynamicSupervisor, GenServer, Supervisor, Task } from 'regent-otp/elixir';
import { startTestNode } from '../../support/startTestNode.js';

type Calls = Call<readonly ['deposit', number], readonly ['ok', number]> | Call<'owner', string>;

class Bank extends GenServer<number, Calls, 'audit'> {
  static override startLink(owner: string, limit: number, currency: string, more: boolean) {
    return GenServer.startLink(Bank, limit, { name: 'bank', timeout: owner.length + currency.length + Number(more) });
  }
  static override start() {
    return 'of my own';
  }
  static override stop(pid: Address) {
    return GenServer.stop(pid);
  }
  static deposit(amount: number) {
    return this.call('bank', ['deposit', amount]);
  }
  override init(limit: number) {
    return ok(limit);
  }
  override handleCall(request: Calls['request'], _from: From, balance: number) {
    if (request === 'owner') return reply('ann', balance);
    return reply(['ok', balance + request[1]] as const, balance + request[1]);
  }
  override handleCast(_request: 'audit', balance: number) {
    return noreply(balance);
  }
}

class Counter extends Agent {
  static override startLink(from: number) {
    return Agent.startLink(() => from, { name: 'counter' });
  }
  static override get() {
    return Agent.get('counter', (n: number) => n);
  }
  static override getAndUpdate(a: Date, b: number, c: string, d: boolean, e: Date, f: number) {
    return [a, b, c, d, e, f];
  }
  static override update(by: number) {
    return Agent.update('counter', (n: number) => n + by);
  }
}

class Mail extends Task {
  static override startLink(to: string) {
    return Task.startLink(Mail, 'run', [to]);
  }
  static override await(a: number, b: string, c: Date) {
    return [a, b, c];
  }
  static override async(a: number, b: string, c: Date, d: boolean) {
    return [a, b, c, d];
  }
  static override completed(a: number, b: string) {
    return [a, b];
  }
  static run(to: string) {
    return to;
  }
}

class Shop extends Supervisor {
  static override startLink(stock: number) {
    return Supervisor.startLink(Shop, stock, { name: 'shop' });
  }
  static override startChild(name: string) {
    return Supervisor.startChild('shop', { id: name, start: [Counter, 'start_link', [1]] });
  }
  init(stock: number) {
    return Supervisor.init([[Counter, stock]], { strategy: 'one_for_one' });
  }
}

class Sessions extends DynamicSupervisor {
  static override startLink(limit: number) {
    return DynamicSupervisor.startLink(Sessions, limit, { name: 'sessions' });
  }
  init(limit: number) {
    return DynamicSupervisor.init({ max_children: limit });
  }
}

test('a port has its own startLink and so on beside what it inherits, and all is typed', async () => {
  const node = startTestNode();
  await node.run(async () => {
    expectTypeOf(await Bank.startLink('ann', 10, 'EUR', true)).toEqualTypeOf<StartResult>();
    expectTypeOf(await Bank.deposit(5)).toEqualTypeOf<readonly ['ok', number]>();
    expectTypeOf(await GenServer.call('bank', 'owner')).toEqualTypeOf<unknown>();
    expectTypeOf(GenServer.whereis('bank')).not.toBeAny();
    expect(await Bank.deposit(1)).toEqual(['ok', 16]);
    expect(Bank.cast('bank', 'audit')).toBe('ok');
    expect(Bank.start()).toBe('of my own');
    expect(await Bank.stop(GenServer.whereis('bank') as Address)).toBe('ok');

    await Shop.startLink(3);
    expectTypeOf(await Counter.get()).toEqualTypeOf<number>();
    expect(await Counter.update(4)).toBe('ok');
    expect(await Counter.get()).toBe(7);
    expectTypeOf(await Agent.getAndUpdate('counter', (n: number) => ['was', n])).toEqualTypeOf<string>();
    expect((await Shop.startChild('another'))[0]).toBe('error');

    const sum = Task.async(async () => 1);
    expectTypeOf(await Task.await(sum)).toEqualTypeOf<number>();
    expectTypeOf(await Task.yield(sum, 0)).toEqualTypeOf<readonly ['ok', number] | readonly ['exit', unknown] | null>();
    expectTypeOf(await Task.awaitMany([Task.completed('a')])).toEqualTypeOf<readonly 'a'[]>();

    expect((await Sessions.startLink(1))[0]).toBe('ok');
    const mail = await DynamicSupervisor.startChild('sessions', [Mail, 'ann']);
    expect(mail[0]).toBe('ok');
  });
});

test('what does not fit does not compile', () => {
  const never = () => {
    // @ts-expect-error -- its init takes a number
    void GenServer.startLink(Bank, 'ten');
    // @ts-expect-error -- no such request
    void Bank.call('bank', ['withdraw', 1]);
    // @ts-expect-error -- no such option
    void GenServer.startLink(Bank, 10, { nam: 'bank' });
    // @ts-expect-error -- no timeout
    void GenServer.call('bank', 'owner', 'soon');
    // @ts-expect-error -- no server
    void GenServer.stop(7);
    // @ts-expect-error -- not a function
    void Agent.get('counter', 7);
    // @ts-expect-error -- no strategy
    void Supervisor.startLink([], {});
  };
  expect(typeof never).toBe('function');
});

test('each tells how it is started under a supervisor', () => {
  expect(Bank.childSpec(1)).toEqual({ id: 'Bank', start: [Bank, 'start_link', [1]] });
  expect(Counter.childSpec(1)).toEqual({ id: 'Counter', start: [Counter, 'start_link', [1]] });
  expect(Agent.childSpec(Date)).toEqual({ id: 'Elixir.Agent', start: [Agent, 'start_link', [Date]] });
  expect(Mail.childSpec('ann')).toEqual({ id: 'Mail', start: [Mail, 'start_link', ['ann']], restart: 'temporary' });
  expect(Shop.childSpec(1)).toEqual({ id: 'Shop', start: [Shop, 'start_link', [1]], type: 'supervisor' });
  expect(Sessions.childSpec(1)).toEqual({ id: 'Sessions', start: [Sessions, 'start_link', [1]], type: 'supervisor' });
  const named = DynamicSupervisor.childSpec({ name: 'jobs' });
  expect([named.id, named.type]).toEqual(['jobs', 'supervisor']);
});
