/** Callbacks that return promises: one at a time, in a living process only. */
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { catchTerm, exit, isProcessAlive, on, receive, self, send, type Address, type From } from 'regent-otp';
import { genServer, GenServer, noreply, ok, reply, sys } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { waiting } from '../../support/mailbox.js';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';

/** A server whose callbacks wait for a message before they are done. */
class Patient extends GenServer<Address> {
  init(owner: Address) {
    return ok(owner);
  }
  override async handleCall(request: unknown, _from: From, owner: Address) {
    send(owner, ['begun', request]);
    await receive(on('go on', () => undefined));
    send(owner, ['done', request]);
    return reply(request, owner);
  }
  override async handleCast(request: unknown, owner: Address) {
    send(owner, ['begun', request]);
    await receive(on('go on', () => undefined));
    send(owner, ['done', request]);
    return noreply(owner);
  }
  override handleInfo(info: unknown, owner: Address) {
    send(owner, ['info', info]);
    return noreply(owner);
  }
  override terminate(reason: unknown, owner: Address) {
    send(owner, ['terminate', reason]);
  }
}

const patient = async () => pidOf(await genServer.start(Patient, self()));
const begun = () => receive(on(['begun', P._], ([, request]) => request));

test('no other message is handled before a callback is done, and none is lost or overtaken', async () => {
  await startTestNode().run(async () => {
    const pid = await patient();
    const call = genServer.call(pid, 1);
    await begun();
    send(pid, 'a');
    genServer.cast(pid, 2);
    send(pid, 'b');
    expect(waiting()).toEqual([]);
    send(pid, 'go on');
    expect(await call).toBe(1);
    expect(await begun()).toBe(2);
    send(pid, 'go on');
    await sys.getState(pid);
    expect(waiting()).toEqual([
      ['done', 1],
      ['info', 'a'],
      ['done', 2],
      ['info', 'b'],
    ]);
  });
});

test('a system message waits until the callback is done', async () => {
  await startTestNode().run(async () => {
    const pid = await patient();
    genServer.cast(pid, 1);
    await begun();
    expect(await catchTerm(() => sys.getState(pid, 5))).toEqual(['EXIT', ['timeout', ['sys', 'get_state', [pid, 5]]]]);
    send(pid, 'go on');
    expect(await sys.getState(pid)).toBe(self());
  });
});

test('a server that is killed in a callback does nothing more: the callback is not gone on with, terminate not called', async () => {
  await startTestNode().run(async () => {
    const pid = await patient();
    const call = catchTerm(() => genServer.call(pid, 1));
    await begun();
    exit(pid, 'kill');
    expect(await call).toEqual(['EXIT', ['killed', ['gen_server', 'call', [pid, 1]]]]);
    send(pid, 'go on');
    expect(waiting()).toEqual([]);
  });
});

test('what a callback makes of a foreign promise does not count once its server is dead', async () => {
  let settle: (value: unknown) => void = () => undefined;
  let fail: (thrown: unknown) => void = () => undefined;
  class Outward extends GenServer<Address> {
    init(owner: Address) {
      return ok(owner);
    }
    override handleCall(_request: unknown, _from: From, owner: Address): Promise<any> {
      return new Promise((resolve, reject) => {
        [settle, fail] = [resolve, reject];
        send(owner, 'begun');
      });
    }
    override terminate(_reason: unknown, owner: Address) {
      send(owner, 'terminated');
    }
  }
  await startTestNode().run(async () => {
    for (const how of ['settled', 'failed']) {
      const pid = pidOf(await genServer.start(Outward, self()));
      const call = catchTerm(() => genServer.call(pid, 1));
      await receive(on('begun', () => undefined));
      exit(pid, 'kill');
      await call;
      if (how === 'settled') settle(['stop', 'late', self()]);
      else fail(new Error('late'));
      await new Promise((resolve) => setImmediate(resolve));
      expect(waiting()).toEqual([]);
    }
  });
});

test('a promise that is rejected ends the server as an error does; one with a plain value counts as its return', async () => {
  class Rejecting extends GenServer<null> {
    init() {
      return ok(null);
    }
    override handleCall(thrown: unknown): Promise<never> {
      return Promise.reject(thrown);
    }
  }
  await startTestNode().run(async () => {
    const pid = pidOf(await genServer.start(Rejecting, undefined));
    expect(await genServer.call(pid, ['reply', 'rejected', null])).toBe('rejected');
    const ended = endOf(pid);
    const call = catchTerm(() => genServer.call(pid, new RangeError('far')));
    expect(await ended).toEqual([expect.any(RangeError), expect.any(Error)]);
    await call;
  });
});

test('a thenable that is no promise will do', async () => {
  class Thenable extends GenServer<null> {
    init() {
      return ok(null);
    }
    override handleCall(request: unknown, _from: From, state: null) {
      return { then: (done: (value: unknown) => void) => void setImmediate(done, reply(request, state)) } as any;
    }
  }
  await startTestNode().run(async () => {
    const pid = pidOf(await genServer.start(Thenable, undefined));
    expect([await genServer.call(pid, 1), await genServer.call(pid, 2)]).toEqual([1, 2]);
  });
});

test('self is the server in every callback, before and behind every await', async () => {
  class Knowing extends GenServer<null> {
    init() {
      return ok(null);
    }
    override async handleCall(_request: unknown, _from: From, state: null) {
      const before = self();
      await new Promise((resolve) => setImmediate(resolve));
      return reply([before, self()], state);
    }
  }
  await startTestNode().run(async () => {
    const pid = pidOf(await genServer.start(Knowing, undefined));
    expect(await genServer.call(pid, 'who')).toEqual([pid, pid]);
    expect(await Promise.all([genServer.call(pid, 1), genServer.call(pid, 2)])).toEqual([
      [pid, pid],
      [pid, pid],
    ]);
  });
});

test('after an asynchronous callback the server goes on with what waits before the caller does', async () => {
  const order: unknown[] = [];
  class Ordered extends GenServer<null> {
    init() {
      return ok(null);
    }
    override async handleCall(request: unknown, _from: From, state: null) {
      await receive(on('go on', () => undefined));
      return reply(request, state);
    }
    override handleCast(request: unknown, state: null) {
      order.push(request);
      return noreply(state);
    }
  }
  await startTestNode().run(async () => {
    const pid = pidOf(await genServer.start(Ordered, undefined));
    const call = genServer.call(pid, 'replied').then((value) => order.push(value));
    genServer.cast(pid, 'queued');
    send(pid, 'go on');
    await call;
    expect(order).toEqual(['queued', 'replied']);
    expect(isProcessAlive(pid)).toBe(true);
  });
});

test('a server calls another in a callback; a circle of calls ends by timeout', async () => {
  class Calling extends GenServer<null> {
    init() {
      return ok(null);
    }
    override async handleCall(request: any, _from: From, state: null) {
      const [to, inner, timeout] = request;
      return reply(await genServer.call(to, inner, timeout), state);
    }
  }
  await startTestNode().run(async () => {
    const first = pidOf(await genServer.start(Calling, undefined));
    const second = pidOf(await genServer.start(Calling, undefined));
    const secondEnded = endOf(second);
    const innermost = [second, 'never', 1];
    const call = catchTerm(() => genServer.call(first, [second, [first, innermost, 20], 'infinity']));
    const inner = ['timeout', ['gen_server', 'call', [first, innermost, 20]]];
    expect(await secondEnded).toEqual(inner);
    const outer = [inner, ['gen_server', 'call', [second, [first, innermost, 20], 'infinity']]];
    expect(await call).toEqual([
      'EXIT',
      [outer, ['gen_server', 'call', [first, [second, [first, innermost, 20], 'infinity']]]],
    ]);
  });
});
