/** Requests whose responses are waited for later, alone and in collections. */
import { P } from 'ts-pattern';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  catchTerm,
  exit,
  monotonicTime,
  on,
  processInfo,
  receive,
  self,
  send,
  type Address,
  type ErlangError,
  type From,
} from 'regent-otp';
import type { RequestIds } from 'regent-otp/behaviours';
import { genServer, GenServer, noreply, ok, reply, type Call } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { waiting } from '../../support/mailbox.js';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';

type Calls = Call<'die', never> | Call<readonly ['later', string], string> | Call<readonly ['echo', string], string>;

/** Answers at once, or when it gets the message `['answer', text]`; or dies. */
class Answering extends GenServer<ReadonlyMap<string, From>, Calls> {
  init() {
    return ok<ReadonlyMap<string, From>>(new Map());
  }
  override handleCall(request: Calls['request'], from: From, pending: ReadonlyMap<string, From>) {
    if (request === 'die') return exit('bang');
    const [kind, text] = request;
    return kind === 'echo' ? reply(text, pending) : noreply(new Map([...pending, [text, from]]));
  }
  override handleInfo([, text]: any, pending: ReadonlyMap<string, From>) {
    genServer.reply(pending.get(text)!, text);
    return noreply(pending);
  }
}

const answering = async () => pidOf(await genServer.start(Answering, undefined));
const answer = (pid: Address, text: string) => send(pid, ['answer', text]);

describe('one request', () => {
  test('its response is received, whatever comes first', async () => {
    await startTestNode().run(async () => {
      const pid = await answering();
      send(self(), 'another message');
      const request = Answering.sendRequest(pid, ['echo', 'a']);
      const response = await genServer.receiveResponse(request, 1000);
      expectTypeOf(response).toEqualTypeOf<
        readonly ['reply', string] | readonly ['error', readonly [unknown, unknown]] | 'timeout'
      >();
      expect(response).toEqual(['reply', 'a']);
      expect(waiting()).toEqual(['another message']);
      expect(processInfo(self(), 'monitors')).toEqual(['monitors', []]);
    });
  });

  test('of a server that ends gives the reason and the server', async () => {
    await startTestNode().run(async () => {
      const pid = await answering();
      const request = genServer.sendRequest(pid, 'die');
      expect(await genServer.waitResponse(request, 'infinity')).toEqual(['error', ['bang', pid]]);
      expect(await genServer.receiveResponse(genServer.sendRequest(pid, 'die'), 0)).toEqual(['error', ['noproc', pid]]);
    });
  });

  test('to a name that nobody has gives noproc and the name', async () => {
    await startTestNode().run(async () => {
      const request = genServer.sendRequest('nobody', 'x');
      expect(await genServer.receiveResponse(request, 0)).toEqual(['error', ['noproc', 'nobody']]);
      const elsewhere = genServer.sendRequest(['nobody', 'nowhere'], 'x');
      expect(await genServer.receiveResponse(elsewhere, 1000)).toEqual([
        'error',
        ['noconnection', ['nobody', 'nowhere']],
      ]);
    });
  });

  test('waitResponse keeps it after a timeout, receiveResponse gives it up', async () => {
    await startTestNode().run(async () => {
      const pid = await answering();
      const request = genServer.sendRequest(pid, ['later', 'a']);
      expect(await genServer.waitResponse(request, 0)).toBe('timeout');
      answer(pid, 'a');
      expect(await genServer.waitResponse(request, ['abs', monotonicTime() + 1000])).toEqual(['reply', 'a']);
      const other = genServer.sendRequest(pid, ['later', 'b']);
      expect(await genServer.receiveResponse(other, ['abs', monotonicTime() - 1])).toBe('timeout');
      answer(pid, 'b');
      await genServer.call(pid, ['echo', 'sync']);
      expect(waiting()).toEqual([]);
    });
  });

  test('checkResponse tells its response from other messages', async () => {
    await startTestNode().run(async () => {
      const pid = await answering();
      const request = Answering.sendRequest(pid, ['echo', 'a']);
      const next = () => receive(on(P._, (message) => message));
      for (const foreign of ['foreign', [], ['x', 1], ['DOWN', 1, 2, 3, 4]]) {
        expect(genServer.checkResponse(foreign, request)).toBe('no_reply');
      }
      const message = await next();
      expect(genServer.checkResponse(message, request)).toEqual(['reply', 'a']);
      expect(genServer.checkResponse(message, genServer.sendRequest('nobody', 'x'))).toBe('no_reply');
      await next();
      const dying = genServer.sendRequest(pid, 'die');
      expect(genServer.checkResponse(await next(), dying)).toEqual(['error', ['bang', pid]]);
    });
  });
});

describe('a collection', () => {
  test('gives responses as they come, with their labels', async () => {
    await startTestNode().run(async () => {
      const pid = await answering();
      const none = genServer.reqidsNew();
      const one = Answering.sendRequest(pid, ['later', 'slow'], 'first' as const, none);
      expectTypeOf(one).toEqualTypeOf<RequestIds<string, 'first'>>();
      const both = genServer.reqidsAdd(Answering.sendRequest(pid, ['later', 'fast']), 2 as const, one);
      expect(genServer.reqidsSize(both)).toBe(2);
      answer(pid, 'fast');
      const [response, label, left] = (await genServer.receiveResponse(both, 1000, true)) as any;
      expect([response, label]).toEqual([['reply', 'fast'], 2]);
      answer(pid, 'slow');
      const [kept, name, still] = (await genServer.waitResponse(left as typeof both, 'infinity', false)) as any;
      expect([kept, name, genServer.reqidsSize(still)]).toEqual([['reply', 'slow'], 'first', 1]);
      expect(await genServer.receiveResponse(none, 1000, true)).toBe('no_request');
    });
  });

  test('tells which server has ended', async () => {
    await startTestNode().run(async () => {
      const [alive, dying] = [await answering(), await answering()];
      const requests = genServer.sendRequest(
        dying,
        'die',
        'dying',
        genServer.sendRequest(alive, ['later', 'x'], 'alive', genServer.reqidsNew()),
      );
      const [response, label, left] = (await genServer.receiveResponse(requests, 1000, true)) as any;
      expect([response, label]).toEqual([['error', ['bang', dying]], 'dying']);
      expect(genServer.reqidsToList(left).map(([, name]: readonly unknown[]) => name)).toEqual(['alive']);
    });
  });

  test('is given up as a whole by receiveResponse, kept by waitResponse', async () => {
    await startTestNode().run(async () => {
      const pid = await answering();
      const requests = genServer.sendRequest(
        pid,
        ['later', 'a'],
        1,
        genServer.sendRequest(pid, ['later', 'b'], 2, genServer.reqidsNew()),
      );
      expect(await genServer.waitResponse(requests, 0, true)).toBe('timeout');
      expect(await genServer.receiveResponse(requests, 0, true)).toBe('timeout');
      answer(pid, 'a');
      answer(pid, 'b');
      await genServer.call(pid, ['echo', 'sync']);
      expect(waiting()).toEqual([]);
    });
  });

  test('checkResponse finds the request that a message answers', async () => {
    await startTestNode().run(async () => {
      const pid = await answering();
      const requests = genServer.sendRequest(pid, ['echo', 'a'], 'label', genServer.reqidsNew());
      const message = await receive(on(P._, (next) => next));
      expect(genServer.checkResponse('foreign', requests, true)).toBe('no_reply');
      const [response, label, left] = genServer.checkResponse(message, requests, true) as any;
      expect([response, label, genServer.reqidsSize(left)]).toEqual([['reply', 'a'], 'label', 0]);
      expect(genServer.checkResponse(message, left, true)).toBe('no_request');
    });
  });

  test('is never changed, however it is used', async () => {
    await startTestNode().run(async () => {
      const pid = await answering();
      const request = () => genServer.sendRequest(pid, ['later', 'x']);
      const labels = (ids: RequestIds) =>
        genServer
          .reqidsToList(ids)
          .map(([, label]) => label)
          .sort();
      const one = genServer.reqidsAdd(request(), 1, genServer.reqidsNew());
      const two = genServer.reqidsAdd(request(), 2, one);
      const three = genServer.reqidsAdd(request(), 3, two);
      const other = genServer.reqidsAdd(request(), 4, one);
      expect([one, two, three, other].map(labels)).toEqual([[1], [1, 2], [1, 2, 3], [1, 4]]);
      expect([three, two, one].map(labels)).toEqual([[1, 2, 3], [1, 2], [1]]);
    });
  });

  test('takes as many requests as there are, one by one', async () => {
    await startTestNode().run(async () => {
      const pid = await answering();
      let requests: RequestIds = genServer.reqidsNew();
      for (let n = 0; n < 5000; n++) requests = genServer.sendRequest(pid, ['echo', String(n)], n, requests);
      const seen = new Set<unknown>();
      for (let left = 5000; left > 0; left--) {
        const [response, label, rest] = (await genServer.receiveResponse(requests, 'infinity', true)) as any;
        expect(response).toEqual(['reply', String(label)]);
        seen.add(label);
        requests = rest;
      }
      expect([seen.size, requests.size]).toEqual([5000, 0]);
    });
  });
});

test('wrong arguments raise badarg, which names them', async () => {
  await startTestNode().run(async () => {
    const pid = await answering();
    const request = genServer.sendRequest(pid, ['later', 'x']);
    const twice = () => genServer.reqidsAdd(request, 2, genServer.reqidsAdd(request, 1, genServer.reqidsNew()));
    const raised = (fun: () => unknown) =>
      Promise.resolve()
        .then(fun)
        .then(
          () => 'nothing',
          (thrown: unknown) => [(thrown as ErlangError).reason, /: (\w+) must be/.exec((thrown as Error).message)?.[1]],
        );
    expect(await raised(twice)).toEqual(['badarg', 'id']);
    expect(await raised(() => genServer.sendRequest(7 as never, 'x'))).toEqual(['badarg', 'server']);
    expect(await raised(() => genServer.waitResponse('x' as never, 0))).toEqual(['badarg', 'id']);
    expect(await raised(() => genServer.waitResponse(request, -1))).toEqual(['badarg', 'timeout']);
    expect(await raised(() => genServer.receiveResponse(request, 2 ** 32))).toEqual(['badarg', 'timeout']);
    expect(await raised(() => genServer.reqidsSize('x' as never))).toEqual(['badarg', 'ids']);
    expect(await catchTerm(() => genServer.call(pid, ['echo', 'alive']))).toBe('alive');
  });
});

test('a request ends with the process that made it', async () => {
  const node = startTestNode();
  const pid = await node.run(answering);
  await node.run(async () => {
    const maker = await node.run(() => (genServer.sendRequest(pid, ['later', 'x']), self()));
    await endOf(maker);
    expect(processInfo(pid, 'monitored_by')).toEqual(['monitored_by', []]);
  });
});
