import {
  alias,
  exit,
  makeRef,
  on,
  processFlag,
  receive,
  register,
  self,
  send,
  spawn,
  spawnLink,
  unregister,
} from 'regent-otp';
import type { Destination } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

test('a message to oneself is in the mailbox before the next statement', async () => {
  await startTestNode().run(() => {
    send(self(), 'hello');
    expect(waiting()).toEqual(['hello']);
  });
});

test.each<[string, () => Destination]>([
  ['an address', () => self()],
  ['a registered name', () => 'me'],
  ['a name on this node', () => ['me', self().node]],
  ['an alias', () => alias()],
])('a message reaches %s', async (_what, destination) => {
  await startTestNode().run(async () => {
    register('me', self());
    const to = destination();
    spawn(() => send(to, ['hello', 'you']));
    expect(await receive(on(P._, (message) => message))).toEqual(['hello', 'you']);
  });
});

test('send gives the message, also when nobody is there', async () => {
  await startTestNode({ name: 'here' }).run(async () => {
    const dead = spawn(() => undefined);
    await endOf(dead);
    const message = ['hello'];
    const nowhere: Destination[] = [dead, makeRef(), ['nobody', 'here'], ['nobody', 'elsewhere']];
    for (const to of nowhere) expect(send(to, message)).toBe(message);
    expect(waiting()).toEqual([]);
  });
});

test.each([['nobody'], [5], [undefined], [['a']], [['a', 1]], [['a', 'b', 'c']], [null]])(
  'to %j nothing can be sent: badarg names it',
  async (to) => {
    await startTestNode().run(() => {
      expect(() => send(to as Destination, 'x')).toThrow('send: to must be an Address, an alias, ');
    });
  },
);

test('a name leads to who has it at the time', async () => {
  await startTestNode().run(async () => {
    const parent = self();
    const [one, other] = ['one', 'other'].map((name) =>
      spawn(async () => {
        for (;;) await receive(on(P._, (message) => send(parent, [name, message])));
      }),
    ) as [ReturnType<typeof self>, ReturnType<typeof self>];
    register('who', one);
    send('who', 1);
    unregister('who');
    register('who', other);
    send('who', 2);
    expect(await receive(on(['one', P._], (message) => message))).toEqual(['one', 1]);
    expect(await receive(on(['other', P._], (message) => message))).toEqual(['other', 2]);
  });
});

test('signals of one process to another arrive in the order sent, of whatever kind', async () => {
  await startTestNode().run(async () => {
    processFlag('trap_exit', true);
    const parent = self();
    const linked = spawnLink(() => {
      send(parent, 'm1');
      send(parent, 'm2');
      exit(parent, 'signal');
      send(parent, 'm3');
      exit('end');
    });
    await receive(on(['EXIT', linked, 'end'], () => undefined));
    expect(waiting()).toEqual(['m1', 'm2', ['EXIT', linked, 'signal'], 'm3']);
  });
});

test('nothing that is sent after a fatal exit signal is received', async () => {
  await startTestNode().run(async () => {
    const parent = self();
    const pid = spawn(async () => {
      for (;;) await receive(on(P._, (message) => send(parent, ['got', message])));
    });
    send(pid, 1);
    await receive(on(['got', 1], () => undefined));
    send(pid, 2);
    exit(pid, 'stop');
    send(pid, 3);
    expect(await endOf(pid)).toBe('noproc');
    expect(waiting()).toEqual([]);
  });
});

test('messages of many senders keep the order of each', async () => {
  await startTestNode().run(async () => {
    const parent = self();
    const senders = Array.from({ length: 20 }, (_, sender) =>
      spawn(async () => {
        for (let number = 0; number < 100; number++) {
          send(parent, [sender, number]);
          if (number % 7 === sender % 7) await Promise.resolve();
        }
      }),
    );
    const next = Array<number>(20).fill(0);
    for (let count = 0; count < 2000; count++) {
      const [sender, number] = await receive(on([P.number, P.number], (message) => message));
      expect(number).toBe(next[sender]!++);
    }
    await Promise.all(senders.map((pid) => endOf(pid)));
  });
});

test('from plain code an address works, a name does not and the error says why', async () => {
  const node = startTestNode({ name: 'plain' });
  const { address, mailbox } = node.newMailbox();
  expect(send(address, 'hello')).toBe('hello');
  expect(mailbox.receiveAsync()).toEqual(['hello', true]);
  expect(() => send('name', 'x')).toThrow("send to the name 'name' needs a process to run in");
});

test('from plain code an address works whichever node it is of, also when its process has ended', async () => {
  const nodes = [startTestNode({ name: 'one' }), startTestNode({ name: 'two' })];
  for (const node of nodes) {
    const { address, mailbox } = node.newMailbox();
    send(address, 'hello');
    expect(mailbox.messageCount).toBe(1);
    mailbox.close();
    expect(send(address, 'hello')).toBe('hello');
  }
});

test('from plain code an alias works whichever node it is of', async () => {
  const [one] = [startTestNode({ name: 'one' }), startTestNode({ name: 'two' })];
  const received = new Promise((resolve) => {
    one.spawn(() => {
      const to = alias();
      setImmediate(() => one.inRootContext(() => send(to, 'hello')));
      return receive(on('hello', resolve));
    });
  });
  expect(await received).toBe('hello');
});

test('from plain code an address of a node that does not run leads nowhere', async () => {
  const [one] = [startTestNode({ name: 'one' }), startTestNode({ name: 'two' }), startTestNode({ name: 'three' })];
  const { address } = one.newMailbox();
  await one.stop();
  expect(() => send(address, 'x')).toThrow('needs a process to run in');
});

test('an alias of another node of the same name in this OS process is not reached', async () => {
  const [one, other] = [startTestNode(), startTestNode()];
  await one.run(async () => {
    const mine = alias();
    await other.run(() => send(mine, 'astray'));
    expect(waiting()).toEqual([]);
  });
});

test('sending to a process that waits for ever elsewhere does not disturb it', async () => {
  await startTestNode().run(async () => {
    const pid = spawn(() => forever());
    for (let count = 0; count < 100; count++) send(pid, count);
    exit(pid, 'kill');
    expect(await endOf(pid)).toBe('noproc');
  });
});
