/** erpc: calls of what other nodes export, in one node, in memory and over TLS. */
import { P } from 'ts-pattern';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  catchTerm,
  ErlangError,
  ExitError,
  monotonicTime,
  node as here,
  on,
  receive,
  register,
  self,
  send,
  type Address,
} from 'regent-otp';
import { erpc, type ErpcRequestId } from 'regent-otp/behaviours';
import { waiting } from '../../support/mailbox.js';
import { topologies, type Place } from '../../support/topologies.js';
import { exportBank, letGo } from './bank.js';

const raised = async (action: () => unknown): Promise<unknown> => {
  try {
    await action();
  } catch (thrown) {
    if (thrown instanceof ExitError) return ['exit', thrown.reason];
    if (thrown instanceof ErlangError) return ['error', thrown.reason];
    return thrown instanceof Error ? ['unexpected', thrown] : ['throw', thrown];
  }
  return 'nothing';
};

describe.each(topologies)('$topology', ({ start }) => {
  let place: Place;
  let to: string;

  beforeEach(async () => {
    place = await start();
    to = place.b.name;
    exportBank(place.b);
  });

  afterEach(() => place.stop());

  const inA = <T>(action: () => T | PromiseLike<T>) => place.a.run(action);
  const call = (fun: string, args: readonly unknown[] = [], timeout?: number) =>
    erpc.call(to, 'bank', fun, args, timeout ?? 'infinity');

  test.each([undefined, 5000])(
    'a call gives the value, or raises what the function raised (timeout %j)',
    async (ms) => {
      await inA(async () => {
        expect(await call('add', [1, 2], ms)).toBe(3);
        expect(await call('later', [['ok', 1]], ms)).toEqual(['ok', 1]);
        expect(await raised(() => call('fail', ['bad'], ms))).toEqual([
          'error',
          ['exception', 'bad', expect.any(ErlangError)],
        ]);
        expect(await raised(() => call('exit', ['x'], ms))).toEqual(['exit', ['exception', 'x']]);
        expect(await raised(() => call('throw', ['ball'], ms))).toEqual(['throw', 'ball']);
        expect(await raised(() => call('nothing', [1], ms))).toEqual([
          'error',
          [
            'exception',
            'undef',
            expect.objectContaining({ stack: expect.stringContaining('at bank:nothing/1') as string }),
          ],
        ]);
        expect(waiting()).toEqual([]);
      });
    },
  );

  test('a process that others end gives its reason as a signal', async () => {
    await inA(async () => {
      expect(await raised(() => call('die', ['why'], 5000))).toEqual(['exit', ['signal', 'why']]);
      expect(await raised(() => call('die', ['kill'], 5000))).toEqual(['exit', ['signal', 'killed']]);
    });
  });

  test('a call that takes too long is given up, and nothing of it arrives later', async () => {
    await inA(async () => {
      expect(await raised(() => call('slow', ['slow'], 1))).toEqual(['error', ['erpc', 'timeout']]);
      await letGo(place.b);
      expect(waiting()).toEqual([]);
    });
  });

  test('a deadline is a time of the monotonic clock', async () => {
    await inA(async () => {
      expect(await erpc.call(to, 'bank', 'add', [1, 2], ['abs', monotonicTime() + 5000])).toBe(3);
      expect(await raised(() => erpc.call(to, 'bank', 'slow', ['slow'], ['abs', monotonicTime() - 1]))).toEqual([
        'error',
        ['erpc', 'timeout'],
      ]);
    });
  });

  test('a node that is not there is noconnection', async () => {
    await inA(async () => {
      expect(await raised(() => erpc.call('nowhere', 'bank', 'add', [1, 2]))).toEqual([
        'error',
        ['erpc', 'noconnection'],
      ]);
    });
  });

  test('wrong arguments are badarg, with words that name them', async () => {
    await inA(async () => {
      const wrong: readonly (readonly [string, () => unknown])[] = [
        ['node', () => erpc.call(5 as unknown as string, 'bank', 'add', [])],
        ['module', () => erpc.call(to, undefined as unknown as string, 'add', [])],
        ['fun', () => erpc.cast(to, 'bank', {} as string, [])],
        ['args', () => erpc.call(to, 'bank', 'add', 'x' as unknown as [])],
        ['timeout', () => call('add', [], -1)],
        ['nodes', () => erpc.multicall('x' as unknown as [], 'bank', 'add', [])],
        ['id', () => erpc.receiveResponse('x' as unknown as ErpcRequestId)],
      ];
      for (const [argument, action] of wrong) {
        const thrown = await Promise.resolve()
          .then(action)
          .catch((error: unknown) => error);
        expect(thrown).toMatchObject({ reason: ['erpc', 'badarg'] });
        expect((thrown as Error).message).toMatch(`: ${argument} must be `);
      }
    });
  });

  test('a multicall tells of each node how the call ended, in their order', async () => {
    await inA(async () => {
      exportBank(place.a);
      expect(await erpc.multicall([to, 'nowhere', here(), to], 'bank', 'where', [])).toEqual([
        ['ok', to],
        ['error', ['erpc', 'noconnection']],
        ['ok', here()],
        ['ok', to],
      ]);
      expect(await erpc.multicall([to, here()], 'bank', 'throw', ['ball'])).toEqual([
        ['throw', 'ball'],
        ['throw', 'ball'],
      ]);
      expect(await erpc.multicall([to], 'bank', 'slow', ['slow'], 1)).toEqual([['error', ['erpc', 'timeout']]]);
      expect(await erpc.multicall([], 'bank', 'where', [])).toEqual([]);
      expect(waiting()).toEqual([]);
    });
  });

  test('casts run, and tell nothing', async () => {
    place.b.export('teller', { tell: (pid: Address, what: unknown) => send(pid, what) });
    await inA(async () => {
      expect(erpc.cast(to, 'teller', 'tell', [self(), 'one'])).toBe('ok');
      expect(erpc.multicast([to, 'nowhere'], 'teller', 'tell', [self(), 'two'])).toBe('ok');
      expect(erpc.cast(to, 'teller', 'nothing', [])).toBe('ok');
      await receive(on('one', () => undefined));
      await receive(on('two', () => undefined));
      expect(waiting()).toEqual([]);
    });
  });

  test('a cast that fails is a crash of its node', async () => {
    const crash = new Promise((resolve) => place.b.on('crash', ({ reason }) => resolve(reason)));
    await inA(() => erpc.cast(to, 'bank', 'fail', ['bad']));
    expect(await crash).toEqual([['exception', ['bad', expect.any(Error)]], expect.any(Error)]);
  });

  describe('a request', () => {
    const send = (fun: string, args: readonly unknown[] = []) => erpc.sendRequest(to, 'bank', fun, args);

    test('is waited for later', async () => {
      await inA(async () => {
        expect(await erpc.receiveResponse(send('add', [1, 2]))).toBe(3);
        const slow = send('slow', ['slow']);
        expect(await erpc.waitResponse(slow)).toBe('no_response');
        expect(await erpc.waitResponse(slow, 1)).toBe('no_response');
        await letGo(place.b);
        expect(await erpc.waitResponse(slow, 5000)).toEqual(['response', 'ok']);
        expect(await raised(() => erpc.waitResponse(send('exit', ['x']), 5000))).toEqual(['exit', ['exception', 'x']]);
        expect(await raised(() => erpc.receiveResponse(send('slow', ['late']), 1))).toEqual([
          'error',
          ['erpc', 'timeout'],
        ]);
      });
    });

    test('is told from other messages', async () => {
      await inA(async () => {
        const request = send('add', [1, 2]);
        const message = await receive(on(P._, (any) => any));
        expect(erpc.checkResponse('other', request)).toBe('no_response');
        expect(erpc.checkResponse(message, send('add', [3, 4]))).toBe('no_response');
        expect(erpc.checkResponse(message, request)).toEqual(['response', 3]);
      });
    });

    test('of a node that is not there ends with noconnection', async () => {
      await inA(async () => {
        const request = erpc.sendRequest('nowhere', 'bank', 'add', []);
        expect(await raised(() => erpc.waitResponse(request, 5000))).toEqual(['error', ['erpc', 'noconnection']]);
      });
    });

    test('may be one of a collection', async () => {
      await inA(async () => {
        const none = erpc.reqidsNew();
        expect(await erpc.receiveResponse(none, 0, true)).toBe('no_request');
        expect(await erpc.waitResponse(none, 0, true)).toBe('no_request');
        expect(erpc.checkResponse('x', none, true)).toBe('no_request');
        const one = erpc.sendRequest(to, 'bank', 'add', [1, 2], 'sum', none);
        const two = erpc.reqidsAdd(send('slow', ['slow']), 'slow', one);
        expect(erpc.reqidsSize(two)).toBe(2);
        expect(erpc.reqidsToList(two).map(([, label]) => label)).toEqual(['sum', 'slow']);
        const [value, label, left] = (await erpc.receiveResponse(two, 5000, true)) as [unknown, string, typeof two];
        expect([value, label, erpc.reqidsSize(left)]).toEqual([3, 'sum', 1]);
        await letGo(place.b);
        expect(await erpc.waitResponse(left, 5000, false)).toEqual([['response', 'ok'], 'slow', left]);
        const failing = erpc.reqidsAdd(send('exit', ['x']), 'exit', none);
        const why = await raised(() => erpc.waitResponse(failing, 5000, false));
        expect(why).toEqual(['exit', [['exception', 'x'], 'exit', failing]]);
      });
    });

    test('of a collection that takes too long is given up with all others', async () => {
      await inA(async () => {
        const ids = erpc.sendRequest(to, 'bank', 'slow', ['slow'], 'slow', erpc.reqidsNew());
        expect(await erpc.waitResponse(ids, 1, true)).toBe('no_response');
        expect(erpc.checkResponse('x', ids, true)).toBe('no_response');
        expect(await raised(() => erpc.receiveResponse(ids, 1, true))).toEqual(['error', ['erpc', 'timeout']]);
        await letGo(place.b);
        expect(waiting()).toEqual([]);
      });
    });

    test('cannot be added twice', async () => {
      await inA(() => {
        const request = send('add', [1, 2]);
        const ids = erpc.reqidsAdd(request, 'a', erpc.reqidsNew());
        expect(() => erpc.reqidsAdd(request, 'b', ids)).toThrow(
          expect.objectContaining({ reason: ['erpc', 'badarg'] }),
        );
      });
    });
  });
});

test('without a timeout a call of the own node runs in the calling process', async () => {
  const { a, stop } = await topologies[0]!.start();
  exportBank(a);
  await a.run(async () => {
    expect(await erpc.call(here(), 'bank', 'self', [])).toBe(self());
    expect(await erpc.call(here(), 'bank', 'self', [], 5000)).not.toBe(self());
  });
  expect(await erpc.call('a', 'bank', 'add', [1, 2])).toBe(3);
  await stop();
});

test.each(topologies.slice(1))('a value that cannot travel is told as such ($topology)', async ({ start }) => {
  const { a, b, stop } = await start();
  exportBank(b);
  await a.run(async () => {
    const [kind, reason] = (await raised(() => erpc.call('b', 'bank', 'fun', []))) as [string, [string, [string]]];
    expect([kind, reason[0], reason[1][0]]).toEqual(['exit', 'signal', 'not_transferable']);
    await expect(erpc.call('b', 'bank', 'later', [() => 1])).rejects.toThrow('args[3][0]');
  });
  await stop();
});

test('a connection that is lost ends the calls over it', async () => {
  const { a, b, stop } = await topologies[1]!.start();
  b.export('bank', { wait: () => (register('waiting', self()), receive()) });
  await a.run(async () => {
    const request = erpc.sendRequest('b', 'bank', 'wait', []);
    expect(await erpc.waitResponse(request, 5)).toBe('no_response');
    void b.stop();
    expect(await catchTerm(() => erpc.receiveResponse(request))).toEqual([
      'EXIT',
      [['erpc', 'noconnection'], expect.any(Error)],
    ]);
  });
  await stop();
});
