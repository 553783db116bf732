/** The types of a handler: its calls are checked, replies are inferred, wrong replies and arguments do not compile. */
import { expect, expectTypeOf, test } from 'vitest';
import { genEvent, GenEvent, type Call, type HandlerError } from 'regent-otp/behaviours';
import { startTestNode } from '../../support/startTestNode.js';

type Calls = Call<'count', number> | Call<readonly ['above', number], boolean>;

class Meter extends GenEvent<number, Calls, readonly ['rise', number]> {
  static count() {
    return this.call('events', Meter, 'count');
  }

  init(from: number) {
    return ['ok', from] as const;
  }

  handleEvent([, by]: readonly ['rise', number], level: number) {
    return ['ok', level + by] as const;
  }

  override handleCall(request: Calls['request'], level: number) {
    if (request === 'count') return ['ok', level, level] as const;
    return ['ok', level > request[1], level] as const;
  }
}

test('a handler declares its calls once', async () => {
  await startTestNode().run(async () => {
    await genEvent.start(['local', 'events']);
    await genEvent.addHandler('events', Meter, 1);
    await genEvent.addHandler('events', [Meter, 'second'], 20);
    genEvent.notify('events', ['rise', 2]);
    const count = await Meter.count();
    expectTypeOf(count).toEqualTypeOf<number | HandlerError>();
    expect(count).toBe(3);
    const isAbove = await Meter.call('events', [Meter, 'second'], ['above', 10]);
    expectTypeOf(isAbove).toEqualTypeOf<boolean | HandlerError>();
    expect(isAbove).toBe(true);
    const request = Meter.sendRequest('events', Meter, 'count');
    const response = await genEvent.receiveResponse(request, 1000);
    expectTypeOf(response).toEqualTypeOf<
      readonly ['reply', number] | HandlerError | 'timeout' | readonly ['error', readonly [unknown, unknown]]
    >();
    expect(response).toEqual(['reply', 3]);
  });
});

test('what does not fit does not compile', () => {
  const never = () => {
    // @ts-expect-error no such request
    void Meter.call('events', Meter, 'level');
    // @ts-expect-error init takes a number
    void genEvent.addHandler('events', Meter, 'one');
    // @ts-expect-error init takes a number, also with an id
    void genEvent.addSupHandler('events', [Meter, 1], 'one');
    // @ts-expect-error no handler
    void genEvent.deleteHandler('events', 7, 'x');
  };
  expect(never).toBeTypeOf('function');

  class Wrong extends GenEvent<number, Calls> {
    init() {
      return ['ok', 1] as const;
    }
    // @ts-expect-error the reply to 'count' is a number
    override handleCall(_request: Calls['request'], level: number) {
      return ['ok', 'many', level] as const;
    }
    // @ts-expect-error a state is a number
    handleEvent() {
      return ['ok', 'many'] as const;
    }
  }
  expect(new Wrong()).toBeInstanceOf(GenEvent);
});
