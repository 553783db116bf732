import { P } from 'ts-pattern';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  after,
  awaiting,
  down,
  error,
  exit,
  on,
  receive,
  self,
  send,
  spawn,
  spawnMonitor,
  yieldNow,
  type Address,
  type Node,
} from 'regent-otp';
import { startTestNode } from '../../support/startTestNode.js';

let node: Node;
beforeEach(() => {
  node = startTestNode();
});
afterEach(() => node.stop());

const reasonOf = (ref: Parameters<typeof down>[0]) => receive(on(down(ref), ([, , , , reason]) => reason));

describe('a process whose function is a generator', () => {
  test('receives by yield*, in order and selectively, as an async function does by await', async () => {
    const seen = await node.run(async () => {
      const me = self();
      const pid = spawn(function* () {
        const first = yield* receive(on('b', () => 'b first'));
        const second = yield* receive(on(P.string, (text) => text));
        send(me, [first, second, self()]);
      });
      send(pid, 'a');
      send(pid, 'b');
      return [pid, await receive(on([P._, P._, P._], (message) => message))] as const;
    });
    expect(seen[1]).toEqual(['b first', 'a', seen[0]]);
  });

  test('calls generators of its own by yield*', async () => {
    function* ask(whom: Address, question: string) {
      send(whom, [self(), question]);
      return yield* receive(on(['answer', P.string], ([, answer]) => answer));
    }
    const answer = await node.run(() => {
      const me = self();
      const oracle = spawn(function* () {
        for (;;)
          yield* receive(on([P._, P.string], ([from, question]) => send(from as Address, ['answer', `${question}!`])));
      });
      spawn(function* () {
        send(me, yield* ask(oracle, 'why'));
      });
      return receive(on(P.string, (text) => text));
    });
    expect(answer).toBe('why!');
  });

  test('polls with after(0), and times out', async () => {
    const seen = await node.run(() => {
      const me = self();
      spawn(function* () {
        const polled = yield* receive(
          on('nothing', () => 'message'),
          after(0, () => 'polled'),
        );
        const timedOut = yield* receive(
          on('nothing', () => 'message'),
          after(5, () => 'timed out'),
        );
        send(me, [polled, timedOut]);
      });
      return receive(on([P._, P._], (message) => message));
    });
    expect(seen).toEqual(['polled', 'timed out']);
  });

  test('ends with normal when it returns, and with the reason of what it throws', async () => {
    const reasons = await node.run(async () => {
      const [, returns] = spawnMonitor(function* () {
        yield* receive(after(0, () => 'ok'));
      });
      const [, exits] = spawnMonitor(function* () {
        yield* receive(after(0, () => 'ok'));
        exit('bye');
      });
      const [, raises] = spawnMonitor(function* () {
        yield* receive(after(0, () => error('boom')));
      });
      return [await reasonOf(returns), await reasonOf(exits), ((await reasonOf(raises)) as [unknown])[0]];
    });
    expect(reasons).toEqual(['normal', 'bye', 'boom']);
  });

  test('catches what a handler throws, where it waited', async () => {
    const caught = await node.run(() => {
      const me = self();
      spawn(function* () {
        try {
          yield* receive(on('go', () => error('boom')));
        } catch (thrown) {
          send(me, ['caught', (thrown as { reason: unknown }).reason]);
        }
      });
      send(self(), 'ignored');
      const [pid] = [...node.processes].slice(-1);
      send(pid!.address, 'go');
      return receive(on(['caught', P._], ([, reason]) => reason));
    });
    expect(caught).toBe('boom');
  });

  test('waits for promises by awaiting, and for async handlers', async () => {
    const seen = await node.run(() => {
      const me = self();
      const pid = spawn(function* () {
        const value = yield* awaiting(Promise.resolve(1));
        const failure = yield* awaiting(
          Promise.reject(new Error('no')).catch((reason: unknown) => (reason as Error).message),
        );
        const handled = yield* receive(
          on('go', async () => {
            await yieldNow();
            return self();
          }),
        );
        send(me, [value, failure, handled]);
      });
      send(pid, 'go');
      return receive(on([1, P.string, pid], ([, failure]) => failure));
    });
    expect(seen).toBe('no');
  });

  test('what it awaits throws into it', async () => {
    const reason = await node.run(async () => {
      const [, ref] = spawnMonitor(function* () {
        try {
          yield* awaiting(Promise.reject(new Error('no')));
        } catch (thrown) {
          exit((thrown as Error).message);
        }
      });
      return reasonOf(ref);
    });
    expect(reason).toBe('no');
  });

  test('a signal that kills it lets no finally run', async () => {
    let ran = false;
    const reason = await node.run(async () => {
      const [pid, ref] = spawnMonitor(function* () {
        try {
          yield* receive(on('never', () => 'ok'));
        } finally {
          ran = true;
        }
      });
      await yieldNow();
      exit(pid, 'kill');
      return reasonOf(ref);
    });
    expect([reason, ran]).toEqual(['killed', false]);
  });

  test('code of its own that awaits a receive gets it too', async () => {
    const seen = await node.run(() => {
      const me = self();
      const pid = spawn(function* () {
        const detached = (async () => receive(on('for the callback', () => 'got it')))();
        send(me, yield* awaiting(detached));
      });
      send(pid, 'for the callback');
      return receive(on('got it', (text) => text));
    });
    expect(seen).toBe('got it');
  });

  test('a plain yield ends it with an error that says how to wait', async () => {
    const reason = await node.run(async () => {
      const [, ref] = spawnMonitor(function* () {
        yield 'something';
      });
      return reasonOf(ref);
    });
    expect(String((reason as [unknown])[0])).toContain('yield* receive(...)');
  });

  test('two that flood each other let a timer fire meanwhile', async () => {
    const rounds = await node.run(async () => {
      let count = 0;
      const pong = spawn(function* () {
        for (;;) yield* receive(on(['ping', P._], ([, from]) => send(from as Address, 'pong')));
      });
      spawn(function* () {
        for (;;) {
          send(pong, ['ping', self()]);
          yield* receive(on('pong', () => count++));
        }
      });
      await receive(after(10, () => 'fired'));
      const before = count;
      await receive(after(10, () => 'fired'));
      return [before, count] as const;
    });
    expect(rounds[0]).toBeGreaterThan(0);
    expect(rounds[1]).toBeGreaterThan(rounds[0]);
  });
});
