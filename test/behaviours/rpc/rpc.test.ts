/** rpc: the same calls, where what goes wrong is a value. */
import { P } from 'ts-pattern';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Address, exit, node as here, on, processFlag, processInfo, receive, register, self, send } from 'regent-otp';
import { rpc } from 'regent-otp/behaviours';
import { waiting } from '../../support/mailbox.js';
import { topologies, type Place } from '../../support/topologies.js';
import { exportBank, letGo } from './bank.js';

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
  const stack = expect.any(Error) as unknown;

  test.each(['call', 'blockCall'] as const)('%s gives the value, or why there is none', async (kind) => {
    await inA(async () => {
      const call = (fun: string, args: readonly unknown[], timeout?: number) =>
        rpc[kind](to, 'bank', fun, args, timeout ?? 'infinity');
      expect(await call('add', [1, 2])).toBe(3);
      expect(await call('later', ['x'], 5000)).toBe('x');
      expect(await call('fail', ['bad'])).toEqual(['badrpc', ['EXIT', ['bad', stack]]]);
      expect(await call('exit', ['x'])).toEqual(['badrpc', ['EXIT', 'x']]);
      expect(await call('throw', ['ball'])).toBe('ball');
      expect(await call('throw', [['EXIT', 'ball']])).toEqual(['badrpc', ['EXIT', 'ball']]);
      expect(await call('later', [['EXIT', 'x']])).toEqual(['badrpc', ['EXIT', 'x']]);
      expect(await call('nothing', [])).toEqual(['badrpc', ['EXIT', ['undef', stack]]]);
      expect(await call('die', ['kill'], 5000)).toEqual(['badrpc', ['EXIT', 'killed']]);
      expect(await call('slow', [kind], 1)).toEqual(['badrpc', 'timeout']);
      expect(await rpc[kind]('nowhere', 'bank', 'add', [])).toEqual(['badrpc', 'nodedown']);
    });
  });

  test('wrong arguments are badarg', async () => {
    await inA(async () => {
      const wrong: readonly (() => unknown)[] = [
        () => rpc.call(5 as unknown as string, 'bank', 'add', []),
        () => rpc.call(to, 'bank', 'add', [], -1),
        () => rpc.cast(to, 'bank', 5 as unknown as string, []),
        () => rpc.asyncCall(to, 'bank', 'add', 'x' as unknown as []),
        () => rpc.multicall([to], 'bank', 'add', 'x' as unknown as []),
      ];
      for (const action of wrong) {
        await expect(Promise.resolve().then(action)).rejects.toMatchObject({ reason: 'badarg' });
      }
    });
  });

  test('a multicall tells the results, and the nodes without one', async () => {
    await inA(async () => {
      exportBank(place.a);
      expect(await rpc.multicall([to, 'nowhere'], 'bank', 'where', [])).toEqual([[to], ['nowhere']]);
      expect(await rpc.multicall([to], 'bank', 'fail', ['bad'])).toEqual([[['badrpc', ['EXIT', ['bad', stack]]]], []]);
      expect(await rpc.multicall([to], 'bank', 'slow', ['slow'], 1)).toEqual([[], [to]]);
      const [everywhere, bad] = await rpc.multicall('bank', 'where', []);
      expect([new Set(everywhere), bad]).toEqual([new Set([here(), to]), []]);
    });
  });

  test('casts run everywhere', async () => {
    for (const node of [place.a, place.b]) node.export('teller', { tell: (pid: Address) => send(pid, here()) });
    await inA(async () => {
      expect(rpc.cast(to, 'teller', 'tell', [self()])).toBe(true);
      await receive(on(to, () => undefined));
      expect(rpc.evalEverywhere([to], 'teller', 'tell', [self()])).toBe('abcast');
      await receive(on(to, () => undefined));
      expect(rpc.evalEverywhere('teller', 'tell', [self()])).toBe('abcast');
      for (const one of new Set([here(), to])) await receive(on(one, () => undefined));
      expect(waiting()).toEqual([]);
    });
  });

  test('an asynchronous call is waited for later', async () => {
    await inA(async () => {
      expect(await rpc.yield(rpc.asyncCall(to, 'bank', 'add', [1, 2]))).toBe(3);
      const key = rpc.asyncCall(to, 'bank', 'slow', ['slow']);
      expect(await rpc.nbYield(key)).toBe('timeout');
      expect(await rpc.nbYield(key, 1)).toBe('timeout');
      await letGo(place.b);
      expect(await rpc.nbYield(key, 5000)).toEqual(['value', 'ok']);
      const failing = rpc.asyncCall(to, 'bank', 'exit', ['x']);
      expect(await rpc.nbYield(failing, 5000)).toEqual(['value', ['badrpc', ['EXIT', 'x']]]);
    });
  });

  test('blocking calls run one after the other, also when one is killed', async () => {
    await inA(async () => {
      let running = 0;
      let most = 0;
      place.b.export('one', {
        run: async (dies: boolean) => {
          most = Math.max(most, ++running);
          await Promise.resolve();
          running--;
          if (dies) exit(self(), 'kill');
          return 'done';
        },
      });
      const calls = [true, false, false].map((dies) => rpc.blockCall(to, 'one', 'run', [dies]));
      expect(await Promise.all(calls)).toEqual([['badrpc', ['EXIT', 'killed']], 'done', 'done']);
      expect(most).toBe(1);
    });
  });

  test('work is spread over the nodes', async () => {
    await inA(async () => {
      exportBank(place.a);
      const where = ['bank', 'where', []] as const;
      const nodes = new Set(await rpc.parallelEval([where, where, where]));
      expect(nodes).toEqual(new Set([here(), to]));
      expect(await rpc.pmap(['bank', 'add'], [10], [1, 2, 3])).toEqual([11, 12, 13]);
      await expect(rpc.pmap(['bank', 'fail'], [], [1])).rejects.toMatchObject({ reason: 'badrpc' });
    });
  });

  describe('processes by their names', () => {
    /** A process of the server's node that answers once. */
    const answering = (name: string, wrapper: string) =>
      new Promise((resolve) => {
        place.b.spawn(async () => {
          register(name, self());
          resolve(undefined);
          const [from, message] = await receive(on([P.instanceOf(Address), P._], (request) => request));
          send(from, [wrapper, here(), ['got', message]]);
        });
      });

    test('serverCall gives what one answers', async () => {
      await answering('srv', 'wrap');
      await inA(async () => {
        expect(await rpc.serverCall(to, 'srv', 'wrap', 'hey')).toEqual(['got', 'hey']);
        expect(await rpc.serverCall(to, 'nobody', 'wrap', 'hey')).toEqual(['error', 'nodedown']);
        expect(await rpc.serverCall('nowhere', 'srv', 'wrap', 'hey')).toEqual(['error', 'nodedown']);
        expect(waiting()).toEqual([]);
      });
    });

    test('multiServerCall gives what several answer', async () => {
      await answering('srv', 'srv');
      await inA(async () => {
        expect(await rpc.multiServerCall([to, 'nowhere'], 'srv', 'hey')).toEqual([[['got', 'hey']], ['nowhere']]);
        expect(await rpc.multiServerCall('nobody', 'hey')).toEqual([[], [...new Set([here(), to])]]);
        expect(waiting()).toEqual([]);
      });
    });

    test('abcast and sbcast send to them', async () => {
      await inA(async () => {
        const me = self();
        await new Promise((resolve) => {
          place.b.spawn(async () => {
            register('srv', self());
            resolve(undefined);
            for (;;) await receive(on(P._, (message) => send(me, message)));
          });
        });
        expect(rpc.abcast([to, 'nowhere'], 'srv', 'one')).toBe('abcast');
        await receive(on('one', () => undefined));
        expect(await rpc.sbcast([to, 'nowhere'], 'srv', 'two')).toEqual([[to], ['nowhere']]);
        await receive(on('two', () => undefined));
        expect(await rpc.sbcast([to], 'nobody', 'three')).toEqual([[], [to]]);
        expect(() => rpc.abcast([5] as unknown as string[], 'srv', 'x')).toThrow('abcast: nodes must be ');
      });
    });
  });

  test('pinfo tells of a process wherever it is', async () => {
    place.b.export('erlang', { process_info: processInfo });
    const pid = place.b.spawn(() => (processFlag('trap_exit', true), receive()));
    await inA(async () => {
      expect(await rpc.pinfo(self(), 'trap_exit')).toEqual(['trap_exit', false]);
      expect(await rpc.pinfo(pid, ['links'])).toEqual([['links', []]]);
    });
  });
});
