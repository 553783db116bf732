// The types of a machine: its calls are checked, replies are inferred, its address carries both.
import { expect, expectTypeOf, test } from 'vitest';
import { genStatem, GenStatem, type Call, type EventType, type RequestId, type ServerRef } from 'regent-otp/behaviours';
import { startTestNode } from '../../support/startTestNode.js';

type Calls = Call<'push', 'opened' | 'closed'> | Call<'count', number>;

class Door extends GenStatem<'open' | 'closed', number, Calls, 'slam'> {
  callbackMode() {
    return 'handle_event_function' as const;
  }
  init(pushed: number) {
    return ['ok', 'closed', pushed] as const;
  }
  override handleEvent(type: EventType, content: unknown, state: 'open' | 'closed', pushed: number) {
    if (typeof type === 'string' || type[0] !== 'call') return 'keep_state_and_data' as const;
    if (content === 'count') return ['keep_state_and_data', ['reply', type[1], pushed]] as const;
    const [next, answer] = state === 'open' ? (['closed', 'closed'] as const) : (['open', 'opened'] as const);
    return ['next_state', next, pushed + 1, ['reply', type[1], answer]] as const;
  }
}

test('calls, requests and casts of a machine are typed', async () => {
  await startTestNode().run(async () => {
    const started = await genStatem.start(['local', 'door'], Door, 0);
    if (started === 'ignore' || started[0] === 'error') return expect.unreachable();
    const answer = await genStatem.call(started[1], 'push');
    expectTypeOf(answer).toEqualTypeOf<'opened' | 'closed'>();
    expect(answer).toBe('opened');
    const request = Door.sendRequest('door', 'count');
    expectTypeOf(request).toEqualTypeOf<RequestId<number>>();
    expect(await genStatem.receiveResponse(request, 1000)).toEqual(['reply', 1]);
    const requests = Door.sendRequest('door', 'count', 'how many', genStatem.reqidsNew());
    const response = await genStatem.receiveResponse(requests, 1000, true);
    if (response === 'timeout' || response === 'no_request') return expect.unreachable();
    expect(response.slice(0, 2)).toEqual([['reply', 1], 'how many']);
    expect(Door.cast(started[1], 'slam')).toBe('ok');
    expect(await Door.call(started[1], 'push')).toBe('closed');
  });
});

test('what is outside of the protocol does not compile', () => {
  const door: ServerRef<Calls, 'slam'> = 'door';
  // @ts-expect-error -- the protocol has no such request
  const wrongCall = () => Door.call('door', 'kick');
  // @ts-expect-error -- nor for the address or name that carries it
  const wrongCallByRef = () => genStatem.call(door, 'kick');
  // @ts-expect-error -- nor such an event
  const wrongCast = () => genStatem.cast(door, 'push');
  // @ts-expect-error -- nor can it be sent
  const wrongRequest = () => Door.sendRequest(door, 'kick');
  // @ts-expect-error -- init takes a number
  const wrongArguments = () => genStatem.start(Door, 'many');
  expect([wrongCall, wrongCallByRef, wrongCast, wrongRequest, wrongArguments]).toHaveLength(5);
});
