// Calls, as all behaviours make them.
import {
  exit,
  ExitError,
  genCall,
  genReply,
  makeRef,
  on,
  processInfo,
  receive,
  register,
  self,
  send,
  spawn,
} from 'regent-otp';
import type { Address, NameOnNode } from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';

const aRequest = on(['test', P._, P._], (message) => message);

/** A server that hands each request and its `from` to a function. */
function server(serve: (request: unknown, from: never) => unknown): Address {
  return spawn(async () => {
    for (;;) {
      const [, from, request] = await receive(aRequest);
      await serve(request, from as never);
    }
  });
}

function call(
  to: Address | NameOnNode | undefined,
  request: unknown = 'request',
  timeout: number | 'infinity' = 'infinity',
): Promise<unknown> {
  return genCall('test', to, request, timeout, (reason) => [reason, 'call']);
}

const echo = () => server((request, from) => genReply(from, ['echo', request]));

describe('a call', () => {
  test('gives the reply', async () => {
    await startTestNode().run(async () => {
      expect(await call(echo(), 1)).toEqual(['echo', 1]);
      register('echo', echo());
      expect(await call(['echo', self().node], 2)).toEqual(['echo', 2]);
    });
  });

  test('gives a reply that somebody else sends, by the alias or to the process', async () => {
    await startTestNode().run(async () => {
      const forwarding = server((_request, from) => {
        const [pid, tag] = from as [Address, Address];
        spawn(() => send(tag, [tag, 'by alias']));
        spawn(() => send(pid, [tag, 'too late']));
      });
      expect(await call(forwarding)).toBe('by alias');
      const plain = server((_request, from) => {
        const [pid, tag] = from as [Address, Address];
        spawn(() => send(pid, [tag, 'to the process']));
      });
      expect(await call(plain)).toBe('to the process');
    });
  });

  test('takes nothing for its reply that has not the form of one', async () => {
    await startTestNode().run(async () => {
      const strange = server((_request, from) => {
        const [, tag] = from as [Address, Address];
        send(tag, 'not a reply');
        send(tag, [tag, 'reply']);
      });
      expect(await call(strange)).toBe('reply');
      expect(waiting()).toEqual(['not a reply']);
    });
  });

  test('behind 10,000 messages gives its reply, and leaves them', async () => {
    await startTestNode().run(async () => {
      for (let index = 0; index < 10_000; index++) send(self(), index);
      expect(await call(echo(), 1)).toEqual(['echo', 1]);
      expect(waiting()).toHaveLength(10_000);
    });
  });

  test('leaves no monitor and no message behind', async () => {
    await startTestNode().run(async () => {
      const pid = echo();
      await Promise.all(Array.from({ length: 10 }, (_, index) => call(pid, index, 5000)));
      expect(processInfo(pid, 'monitored_by')).toEqual(['monitored_by', []]);
      exit(pid, 'kill');
      expect(waiting()).toEqual([]);
    });
  });

  test('among many at once gets its own reply, whatever the order', async () => {
    await startTestNode().run(async () => {
      const requests: [unknown, never][] = [];
      const reversing = server((request, from) => {
        requests.push([request, from]);
        if (requests.length === 100) for (const [each, to] of requests.toReversed()) genReply(to, each);
      });
      const numbers = [...Array(100).keys()];
      expect(await Promise.all(numbers.map((number) => call(reversing, number)))).toEqual(numbers);
    });
  });
});

describe('a call that fails', () => {
  test('exits with what the caller makes of the reason', async () => {
    await startTestNode().run(async () => {
      const dead = spawn(() => undefined);
      await endOf(dead);
      const here = self().node;
      const reasons: readonly (readonly [Address | NameOnNode | undefined, unknown])[] = [
        [dead, 'noproc'],
        [undefined, 'noproc'],
        [['nobody', here], 'noproc'],
        [['somebody', 'elsewhere'], 'noconnection'],
        [self(), 'calling_self'],
        [server(() => exit(['shutdown', 1])), ['shutdown', 1]],
      ];
      for (const [to, reason] of reasons) {
        await expect(call(to)).rejects.toMatchObject({ constructor: ExitError, reason: [reason, 'call'] });
      }
      expect(waiting()).toEqual([]);
    });
  });

  test('exits with timeout; the reply that comes late is dropped', async () => {
    const clock = new VirtualClock();
    await startTestNode({ clock }).run(async () => {
      const froms: never[] = [];
      const slow = server((_request, from) => froms.push(from));
      const called = call(slow, 'request', 100);
      clock.advance(99);
      const settled = Promise.race([called.catch(() => 'failed'), Promise.resolve('waits')]);
      expect(await settled).toBe('waits');
      clock.advance(1);
      await expect(called).rejects.toMatchObject({ reason: ['timeout', 'call'] });
      expect([genReply(froms[0]!, 'late'), waiting()]).toEqual(['ok', []]);
      expect(processInfo(slow, 'monitored_by')).toEqual(['monitored_by', []]);
    });
  });

  test('ends the process that does not catch it, with that reason', async () => {
    await startTestNode().run(async () => {
      expect(await endOf(spawn(() => call(undefined)))).toEqual(['noproc', 'call']);
    });
  });

  test('in a loop does not keep timers from running', async () => {
    await startTestNode().run(async () => {
      let fired = false;
      setTimeout(() => (fired = true), 10);
      let failed = 0;
      while (!fired) await call(undefined).catch(() => failed++);
      expect(failed).toBeGreaterThan(0);
    });
  });
});

test('killing a server with unawaited callers ends the callers, not the killer', async () => {
  await startTestNode().run(async () => {
    const parent = self();
    const pid = server(() => undefined);
    const callers = Array.from({ length: 10 }, () =>
      spawn(async () => {
        void call(pid);
        send(parent, 'called');
        await receive(on('never', () => undefined));
      }),
    );
    for (const _each of callers) await receive(on('called', () => undefined));
    const ends = Promise.all(callers.map((caller) => endOf(caller)));
    const killer = spawn(async () => {
      exit(pid, 'kill');
      await new Promise((resolve) => setTimeout(resolve, 5));
      exit('killer done');
    });
    expect(await endOf(killer)).toBe('killer done');
    expect(await ends).toEqual(Array(10).fill(['killed', 'call']));
  });
});

test('a process that returns while it waits for a reply tells so by a crash event', async () => {
  const node = startTestNode();
  const crashes: unknown[] = [];
  node.on('crash', ({ reason }) => crashes.push(reason));
  await node.run(async () => {
    const pid = server(() => undefined);
    expect(await endOf(spawn(() => void call(pid)))).toBe('normal');
    expect(crashes).toEqual([['missing_await', 'returned while it waited for a reply']]);
  });
});

describe('from plain code', () => {
  test('a call to an address works', async () => {
    const node = startTestNode();
    startTestNode({ name: 'another' });
    const pid = await node.run(() => server((request, from) => genReply(from, ['echo', request])));
    expect(await call(pid, 1)).toEqual(['echo', 1]);
  });

  test('a call that fails exits as in a process', async () => {
    const { address, mailbox } = startTestNode().newMailbox();
    startTestNode({ name: 'another' });
    mailbox.close();
    await expect(call(address)).rejects.toMatchObject({ constructor: ExitError, reason: ['noproc', 'call'] });
  });

  test('a reply reaches its caller', async () => {
    const node = startTestNode();
    const froms: never[] = [];
    const pid = await node.run(() => server((_request, from) => froms.push(from)));
    const called = call(pid);
    while (froms.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(genReply(froms[0]!, 'reply')).toBe('ok');
    expect(await called).toBe('reply');
  });

  test('a call with several nodes needs an address', async () => {
    startTestNode();
    startTestNode({ name: 'another' });
    await expect(call(['server', 'another'])).rejects.toThrow('needs a process to run in');
  });
});

test('a reply needs the from of a request', async () => {
  await startTestNode().run(() => {
    for (const from of ['x', ['x'], [self(), makeRef(), 'x']]) {
      expect(() => genReply(from as never, 'x')).toThrow('reply: from must be the from of a request');
    }
  });
});
