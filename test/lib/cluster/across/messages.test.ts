import {
  Address,
  alias,
  genCall,
  genReply,
  makeRef,
  on,
  parseAddress,
  Ref,
  receive,
  register,
  self,
  send,
  spawn,
  unalias,
  type From,
} from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { topologies } from '../../../support/topologies.js';
import { flush, idle, next, settled, useTopology } from './place.js';

const failed = (reason: unknown) => reason;

describe.each(topologies)('$topology', (topology) => {
  const place = useTopology(topology);

  /** Answers `[from, message]` with `[self(), message]`. */
  const echo = async () => {
    for (;;) await receive(on([P.instanceOf(Address), P._], ([from, message]) => send(from, [self(), message])));
  };

  test('a message sent to an address arrives, and the answer comes back', async () => {
    const server = place.b.spawn(echo);
    expect(await place.a.run(() => (send(server, [self(), 'hello']), next()))).toEqual([server, 'hello']);
  });

  test('a reply to a tag that is an alias goes to the alias, to another tag to the process', async () => {
    const server = place.b.spawn(async () => {
      for (;;) await receive(on([P._, P._], ([from, tag]) => genReply([from, tag] as unknown as From, 'reply')));
    });
    await place.a.run(async () => {
      const [ref, ended] = [makeRef(), alias()];
      unalias(ended);
      for (const tag of [ended, ref, 'tag']) send(server, [self(), tag]);
      expect([await next(), await next()]).toEqual([
        [ref, 'reply'],
        ['tag', 'reply'],
      ]);
      const active = alias();
      send(server, [self(), active]);
      expect(await next()).toEqual([active, 'reply']);
    });
  });

  test('send returns the message', async () => {
    const to = idle(place.b);
    expect(await place.a.run(() => send(to, ['hello', 1]))).toEqual(['hello', 1]);
  });

  test('a message sent to [name, node] arrives', async () => {
    const server = place.b.spawn(() => (register('echo', self()), echo()));
    await place.a.run(async () => {
      await settled(place.b);
      send(['echo', place.b.name], [self(), 'by name']);
      expect(await next()).toEqual([server, 'by name']);
    });
  });

  test('a message for a name that nobody has is lost', async () => {
    await place.a.run(async () => {
      send(['nobody', place.b.name], 'hello');
      await settled(place.b);
      expect(await flush()).toEqual([]);
    });
  });

  test('messages arrive in the order in which they were sent', async () => {
    const count = 5000;
    await place.a.run(async () => {
      const me = self();
      const collector = place.b.spawn(async () => {
        const numbers: unknown[] = [];
        while (numbers.length < count) numbers.push(await next());
        send(me, numbers);
      });
      for (let number = 0; number < count; number++) send(collector, number);
      expect(await next()).toEqual(Array.from({ length: count }, (_, index) => index));
    });
  });

  test('an address inside a message leads back, and is the same object at home', async () => {
    await place.a.run(async () => {
      const me = self();
      const server = place.b.spawn(() =>
        receive(
          on({ reply: { to: P.instanceOf(Address) } }, (message) => send(message.reply.to, ['you are', message])),
        ),
      );
      send(server, { reply: { to: me } });
      const [, message] = (await next()) as [string, { reply: { to: Address } }];
      expect(message.reply.to).toBe(me);
    });
  });

  test('an address that was written as text or JSON leads to its process', async () => {
    const server = place.b.spawn(echo);
    const texts = [server.toString(), (JSON.parse(JSON.stringify({ server })) as { server: string }).server];
    await place.a.run(async () => {
      for (const text of texts) {
        const address = parseAddress(text)!;
        expect(address).toBe(server);
        send(address, [self(), text]);
        expect(await next()).toEqual([server, text]);
      }
    });
  });

  test('an alias takes messages from the other node until it is taken back', async () => {
    await place.a.run(async () => {
      const me = self();
      const ref = alias();
      const server = place.b.spawn(async () => {
        const to = await receive(on(P.instanceOf(Ref), (to) => to));
        send(to, 'one');
        send(me, 'sent');
        await receive(on('again', () => send(to, 'two')));
        send(me, 'sent');
      });
      send(server, ref);
      expect([await next(), await next()]).toEqual(['one', 'sent']);
      unalias(ref);
      send(server, 'again');
      expect(await next()).toBe('sent');
      expect(await flush()).toEqual([]);
    });
  });

  test('a call gets its reply', async () => {
    const server = place.b.spawn(() =>
      receive(on(['$ask', P._, P._], ([, from, request]) => genReply(from as From, ['re', request]))),
    );
    await place.a.run(async () => {
      expect(await genCall('$ask', server, { amount: 5 }, 'infinity', failed)).toEqual(['re', { amount: 5 }]);
    });
  });

  test('a call fails with the reason with which the server ends', async () => {
    const server = place.b.spawn(() =>
      receive(
        on(['$ask', P._, P._], () => {
          throw 'ball';
        }),
      ),
    );
    await place.a.run(async () => {
      const call = genCall('$ask', server, 'question', 'infinity', (reason) => ['failed', reason]);
      await expect(call).rejects.toMatchObject({ reason: ['failed', [['nocatch', 'ball'], []]] });
    });
  });

  test('a call to a process that has ended fails with noproc', async () => {
    const server = place.b.spawn(() => undefined);
    await place.a.run(async () => {
      await settled(place.b);
      await expect(genCall('$ask', server, 'question', 'infinity', failed)).rejects.toMatchObject({ reason: 'noproc' });
      const named = genCall('$ask', ['nobody', place.b.name], 'question', 'infinity', failed);
      await expect(named).rejects.toMatchObject({ reason: 'noproc' });
    });
  });

  test('what a server sends before its reply is there when the reply is', async () => {
    await place.a.run(async () => {
      const me = self();
      const large = 'x'.repeat(300_000);
      const server = place.b.spawn(() =>
        receive(
          on(['$ask', P._, P._], ([, from]) => {
            send(me, ['progress', large]);
            genReply(from as From, 'done');
          }),
        ),
      );
      expect(await genCall('$ask', server, 'work', 'infinity', failed)).toBe('done');
      expect(await flush()).toEqual([['progress', large]]);
    });
  });

  test('processes of both nodes talk through a process that only forwards addresses', async () => {
    await place.a.run(async () => {
      const me = self();
      const worker = place.b.spawn(() => receive(on(P.instanceOf(Address), (to) => send(to, ['work', self()]))));
      const broker = spawn(() => receive(on(['introduce', P._, P._], ([, to, whom]) => send(to as Address, whom))));
      send(broker, ['introduce', worker, me]);
      expect(await next()).toEqual(['work', worker]);
    });
  });
});
