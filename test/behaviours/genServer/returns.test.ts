/** What callbacks return: every form of OTP, what is none of them, and what is thrown instead. */
import { match } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import {
  catchTerm,
  error,
  exit,
  processInfo,
  self,
  send,
  type Address,
  type From,
  ErlangError,
  stackOf,
} from 'regent-otp';
import {
  continueWith,
  functionClause,
  genServer,
  GenServer,
  noreply,
  ok,
  reply,
  stop,
  sys,
  type Action,
  type InitResult,
} from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { waiting } from '../../support/mailbox.js';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';

/** A server whose requests are what its callbacks return. It tells its owner of everything it does. */
class Obedient extends GenServer<Address> {
  init(owner: Address): InitResult<Address> {
    return ok(owner);
  }
  override handleCall(result: any): any {
    return result;
  }
  override handleCast(result: any): any {
    return result;
  }
  override handleInfo(info: unknown, owner: Address) {
    send(owner, ['info', info]);
    return noreply(owner);
  }
  override handleContinue(term: unknown, owner: Address): any {
    send(owner, ['continue', term]);
    return Array.isArray(term) && term[0] === 'return' ? term[1] : noreply(owner);
  }
  override terminate(reason: unknown, state: unknown) {
    if (state !== 'replaced') send(state as Address, ['terminate', reason]);
  }
}

const obedient = async () => pidOf(await genServer.start(Obedient, self()));

test('the helpers build the tuples', () => {
  expect([ok(1), ok(1, 'hibernate')]).toEqual([
    ['ok', 1],
    ['ok', 1, 'hibernate'],
  ]);
  expect([reply('a', 1), reply('a', 1, 5)]).toEqual([
    ['reply', 'a', 1],
    ['reply', 'a', 1, 5],
  ]);
  expect([noreply(1), noreply(1, continueWith('c'))]).toEqual([
    ['noreply', 1],
    ['noreply', 1, ['continue', 'c']],
  ]);
  expect([stop('r'), stop('r', 1), stop('r', 'a', 1)]).toEqual([
    ['stop', 'r'],
    ['stop', 'r', 1],
    ['stop', 'r', 'a', 1],
  ]);
});

describe('handleCall', () => {
  test.each(['infinity', 'hibernate', 1000, ['continue', 'c']] as Action[])(
    'a reply with the action %s is a reply',
    async (action) => {
      await startTestNode().run(async () => {
        const pid = await obedient();
        expect(await genServer.call(pid, ['reply', 'yes', self(), action])).toBe('yes');
      });
    },
  );

  test('stop without a reply ends the caller with the reason', async () => {
    await startTestNode().run(async () => {
      const pid = await obedient();
      const request = ['stop', 'why', self()];
      expect(await catchTerm(() => genServer.call(pid, request))).toEqual([
        'EXIT',
        ['why', ['gen_server', 'call', [pid, request]]],
      ]);
      expect(waiting()).toEqual([['terminate', 'why']]);
    });
  });

  const bad = [
    'wrong',
    undefined,
    [],
    ['reply', 'x'],
    ['reply', 'x', 'replaced', 'soon'],
    ['reply', 'x', 'replaced', -1],
    ['reply', 'x', 'replaced', 1.5],
    ['noreply', 'replaced', 'soon'],
    ['stop', 'reason'],
  ];

  test.each(bad)(
    'anything else is a bad return value: the state stays, nothing is replied, the server ends: %j',
    async (value) => {
      await startTestNode().run(async () => {
        const pid = await obedient();
        const [, [reason]] = (await catchTerm(() => genServer.call(pid, value))) as ['EXIT', [unknown]];
        expect(reason).toEqual(['bad_return_value', value]);
        expect(waiting()).toEqual([['terminate', ['bad_return_value', value]]]);
      });
    },
  );
});

describe('handleCast', () => {
  test.each(['wrong', ['reply', 'x', 'replaced'], ['stop', 'a', 'b', 'c'], ['noreply', 'replaced', 'never']])(
    'a bad return value ends the server: %j',
    async (value) => {
      await startTestNode().run(async () => {
        const pid = await obedient();
        genServer.cast(pid, value);
        expect(await endOf(pid)).toEqual(['bad_return_value', value]);
      });
    },
  );

  test('stop ends the server with the state that it gives', async () => {
    await startTestNode().run(async () => {
      const pid = await obedient();
      genServer.cast(pid, ['stop', 'why', 'replaced']);
      expect(await endOf(pid)).toBe('why');
      expect(waiting()).toEqual([]);
    });
  });
});

describe('continue', () => {
  test('it runs before any message, and chains', async () => {
    await startTestNode().run(async () => {
      const me = self();
      const pid = await obedient();
      genServer.cast(pid, ['noreply', me, ['continue', ['return', ['noreply', me, ['continue', 'second']]]]]);
      send(pid, 'message');
      await genServer.call(pid, ['reply', 'done', me]);
      expect(waiting()).toEqual([
        ['continue', ['return', ['noreply', me, ['continue', 'second']]]],
        ['continue', 'second'],
        ['info', 'message'],
      ]);
    });
  });

  test('of init it runs when the start is over', async () => {
    class Continuing extends GenServer<Address> {
      init(owner: Address) {
        send(self(), 'first message');
        return ok(owner, continueWith('set up'));
      }
      override handleContinue(term: unknown, owner: Address) {
        send(owner, term);
        return noreply(owner);
      }
      override handleInfo(info: unknown, owner: Address) {
        send(owner, info);
        return noreply(owner);
      }
    }
    await startTestNode().run(async () => {
      await sys.getState(pidOf(await genServer.start(Continuing, self())));
      expect(waiting()).toEqual(['set up', 'first message']);
    });
  });

  test('it may end the server', async () => {
    await startTestNode().run(async () => {
      const pid = await obedient();
      genServer.cast(pid, ['noreply', self(), ['continue', ['return', ['stop', 'enough', self()]]]]);
      expect(await endOf(pid)).toBe('enough');
    });
  });

  test('without a callback for it the server ends with undef', async () => {
    class Plain extends GenServer<null> {
      init() {
        return ok(null);
      }
      override handleCast(_request: unknown, state: null) {
        return noreply(state, continueWith('c'));
      }
    }
    await startTestNode().run(async () => {
      const pid = pidOf(await genServer.start(Plain, undefined));
      genServer.cast(pid, 'x');
      expect(await endOf(pid)).toEqual(['undef', expect.any(Error)]);
    });
  });
});

describe('a timeout', () => {
  test('comes as the message timeout if no other comes in time, and only once', async () => {
    const clock = new VirtualClock();
    await startTestNode({ clock }).run(async () => {
      const pid = await obedient();
      await genServer.call(pid, ['reply', 'armed', self(), 50]);
      await clock.elapse(49);
      expect(waiting()).toEqual([]);
      await clock.elapse(1);
      await clock.elapse(500);
      expect(waiting()).toEqual([['info', 'timeout']]);
    });
  });

  test.each([
    ['a message', (pid: Address) => send(pid, 'other')],
    ['a cast', (pid: Address) => genServer.cast(pid, ['noreply', self()])],
  ])('does not come if %s comes before', async (_, disturb) => {
    const clock = new VirtualClock();
    await startTestNode({ clock }).run(async () => {
      const pid = await obedient();
      genServer.cast(pid, ['noreply', self(), 50]);
      await clock.elapse(49);
      disturb(pid);
      await clock.elapse(500);
      expect(waiting()).not.toContainEqual(['info', 'timeout']);
    });
  });

  test('of 0 comes at once, unless a message waits', async () => {
    await startTestNode().run(async () => {
      const me = self();
      const pid = await obedient();
      genServer.cast(pid, ['noreply', me, 0]);
      await sys.getState(pid);
      expect(waiting()).toEqual([['info', 'timeout']]);
      genServer.cast(pid, ['noreply', me, 0]);
      send(pid, 'queued');
      await sys.getState(pid);
      expect(waiting()).toEqual([
        ['info', 'timeout'],
        ['info', 'queued'],
      ]);
    });
  });

  test('begins anew behind a system message', async () => {
    const clock = new VirtualClock();
    await startTestNode({ clock }).run(async () => {
      const pid = await obedient();
      genServer.cast(pid, ['noreply', self(), 50]);
      await clock.elapse(30);
      await sys.getState(pid);
      await clock.elapse(49);
      expect(waiting()).toEqual([]);
      await clock.elapse(1);
      expect(waiting()).toEqual([['info', 'timeout']]);
    });
  });

  test('of init counts from the start', async () => {
    class Waiting extends Obedient {
      override init(owner: Address) {
        return ok(owner, 50);
      }
    }
    const clock = new VirtualClock();
    await startTestNode({ clock }).run(async () => {
      await genServer.start(Waiting, self());
      await clock.elapse(50);
      expect(waiting()).toEqual([['info', 'timeout']]);
    });
  });
});

describe('hibernation', () => {
  const hibernating = ['current_function', ['erlang', 'hibernate', 3]];
  const looping = ['current_function', ['gen_server', 'loop', 7]];

  test('lasts until the next message, and through system messages', async () => {
    await startTestNode().run(async () => {
      const pid = await obedient();
      expect(processInfo(pid, 'current_function')).toEqual(looping);
      await genServer.call(pid, ['reply', 'good night', self(), 'hibernate']);
      expect(processInfo(pid, 'current_function')).toEqual(hibernating);
      await sys.getState(pid);
      expect(processInfo(pid, 'current_function')).toEqual(hibernating);
      await genServer.call(pid, ['reply', 'good morning', self()]);
      expect(processInfo(pid, 'current_function')).toEqual(looping);
    });
  });

  test('comes by itself after the time that hibernate_after says', async () => {
    const clock = new VirtualClock();
    await startTestNode({ clock }).run(async () => {
      const pid = pidOf(await genServer.start(Obedient, self(), { hibernate_after: 30 }));
      await clock.elapse(29);
      expect(processInfo(pid, 'current_function')).toEqual(looping);
      await clock.elapse(1);
      expect(processInfo(pid, 'current_function')).toEqual(hibernating);
      await genServer.call(pid, ['reply', 'awake', self()]);
      expect(processInfo(pid, 'current_function')).toEqual(looping);
      await clock.elapse(30);
      expect(processInfo(pid, 'current_function')).toEqual(hibernating);
      expect(waiting()).toEqual([]);
    });
  });
});

describe('what a callback throws', () => {
  class Throwing extends GenServer<Address> {
    init(owner: Address) {
      return ok(owner);
    }
    override handleCall(thrower: () => never): never {
      return thrower();
    }
    override handleCast(thrower: () => never): never {
      return thrower();
    }
    override handleInfo(thrower: unknown): never {
      return (thrower as () => never)();
    }
    override terminate(reason: unknown, owner: Address) {
      send(owner, ['terminate', reason]);
    }
  }

  const throwing = async () => pidOf(await genServer.start(Throwing, self()));

  test('a thrown value that is no error counts as the return value', async () => {
    await startTestNode().run(async () => {
      const me = self();
      const pid = await throwing();
      const answer = genServer.call(pid, () => {
        throw ['reply', 'thrown', me];
      });
      expect(await answer).toBe('thrown');
      genServer.cast(pid, () => {
        throw ['stop', 'thrown', me];
      });
      expect(await endOf(pid)).toBe('thrown');
    });
  });

  test('an exit ends the server with its reason alone', async () => {
    await startTestNode().run(async () => {
      const pid = await throwing();
      send(pid, () => exit('boom'));
      expect(await endOf(pid)).toBe('boom');
      expect(waiting()).toEqual([['terminate', 'boom']]);
    });
  });

  test('an error ends the server, and its caller, with reason and stack', async () => {
    await startTestNode().run(async () => {
      const pid = await throwing();
      const [, [reason]] = (await catchTerm(() => genServer.call(pid, () => error('badarith')))) as ['EXIT', [unknown]];
      expect(reason).toEqual(['badarith', expect.any(ErlangError)]);
      expect(stackOf((reason as [string, Error])[1])[0]).toContain('at ');
      expect(waiting()).toEqual([['terminate', reason]]);
    });
  });

  test("an Error of JavaScript's is the reason itself, with its stack", async () => {
    await startTestNode().run(async () => {
      const pid = await throwing();
      genServer.cast(pid, () => (undefined as any).x);
      expect(await endOf(pid)).toEqual([expect.any(TypeError), expect.any(Error)]);
    });
  });

  test('a match that nothing fits, and functionClause, are function_clause', async () => {
    await startTestNode().run(async () => {
      const unmatched = await throwing();
      send(unmatched, () =>
        match('x' as 'y')
          .with('y', () => 'never')
          .exhaustive(),
      );
      expect(await endOf(unmatched)).toEqual(['function_clause', expect.any(Error)]);
      const refused = await throwing();
      send(refused, () => functionClause('x'));
      expect(await endOf(refused)).toEqual(['function_clause', expect.any(Error)]);
    });
  });
});

describe('a callback that is not there', () => {
  class Bare extends GenServer<null> {
    init() {
      return ok(null);
    }
  }

  test('handleCall and handleCast: the server ends with undef', async () => {
    await startTestNode().run(async () => {
      const pid = pidOf(await genServer.start(Bare, undefined));
      const [, [reason]] = (await catchTerm(() => genServer.call(pid, 'x'))) as ['EXIT', [unknown]];
      expect(reason).toEqual(['undef', expect.any(Error)]);
      const other = pidOf(await genServer.start(Bare, undefined));
      genServer.cast(other, Object.create(null));
      expect(await endOf(other)).toEqual(['undef', expect.any(Error)]);
    });
  });

  test('handleInfo: the message is dropped, and the node tells of it', async () => {
    const node = startTestNode();
    const reports: unknown[] = [];
    node.on('report', (report) => reports.push(report));
    await node.run(async () => {
      const pid = pidOf(await genServer.start(Bare, undefined));
      send(pid, 'unexpected');
      expect(await sys.getState(pid)).toBe(null);
    });
    expect(reports).toEqual([
      { level: 'warning', label: ['gen_server', 'no_handle_info'], module: 'Bare', message: 'unexpected' },
    ]);
  });
});

test('a request that only looks like one of gen_server is a message', async () => {
  await startTestNode().run(async () => {
    const pid = await obedient();
    const odd = [['$gen_call', 'x'], ['$gen_cast'], ['system', 'x'], ['EXIT', 'x'], '$gen_cast', []];
    for (const message of odd) send(pid, message);
    await sys.getState(pid);
    expect(waiting()).toEqual(odd.map((message) => ['info', message]));
  });
});

test('From is the caller and a tag', async () => {
  class Asking extends GenServer<null> {
    init() {
      return ok(null);
    }
    override handleCall(_request: unknown, from: From, state: null) {
      return reply([from[0], from.length], state);
    }
  }
  await startTestNode().run(async () => {
    const pid = pidOf(await genServer.start(Asking, undefined));
    expect(await genServer.call(pid, 'x')).toEqual([self(), 2]);
  });
});
