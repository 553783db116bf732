import {
  after,
  exit,
  exitFrom,
  link,
  on,
  processFlag,
  processInfo,
  receive,
  self,
  send,
  spawn,
  spawnLink,
  unlink,
} from 'regent-otp';
import type { Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

/** A process that exits with the first message it gets. */
function obedient(): Address {
  return spawn(() => receive(on(P._, (reason) => exit(reason))));
}

const linksOf = (pid: Address) => (processInfo(pid, 'links') as readonly [string, readonly Address[]])[1];

test('a linked process that does not trap exits dies with the same reason', async () => {
  await startTestNode().run(async () => {
    const reason = [{ a: 'map' }, ['list'], 'text', 1.5, 1];
    const victim = obedient();
    const linked = spawn(() => {
      link(victim);
      return forever();
    });
    const end = endOf(linked);
    await receive(after(1, () => undefined));
    send(victim, reason);
    expect(await end).toEqual(reason);
  });
});

test('a linked process that ends with normal does not take others with it', async () => {
  await startTestNode().run(async () => {
    const victim = obedient();
    const linked = spawn(async () => {
      link(victim);
      await receive(on('ping', () => exit('pinged')));
    });
    await receive(after(1, () => undefined));
    send(victim, 'normal');
    expect(await endOf(victim)).toBe('normal');
    const end = endOf(linked);
    send(linked, 'ping');
    expect(await end).toBe('pinged');
  });
});

test('shutdown takes a linked process with it', async () => {
  await startTestNode().run(async () => {
    const linked = spawn(() => {
      spawnLink(() => exit('shutdown'));
      return forever();
    });
    expect(await endOf(linked)).toBe('shutdown');
  });
});

test('a process that traps exits gets a message instead, whatever the reason', async () => {
  await startTestNode().run(async () => {
    processFlag('trap_exit', true);
    const ends: (() => unknown)[] = [
      () => undefined,
      () => exit('boom'),
      () => exit(['shutdown', 'x']),
      () => exit('kill'),
      () => {
        throw 'ball';
      },
    ];
    for (const end of ends) spawnLink(end);
    const reasons = [];
    for (const _each of ends) reasons.push(await receive(on(['EXIT', P._, P._], ([, , reason]) => reason)));
    expect(reasons).toEqual(['normal', 'boom', ['shutdown', 'x'], 'kill', [['nocatch', 'ball'], []]]);
  });
});

test('links go both ways: whichever is killed, the other one dies with killed', async () => {
  await startTestNode().run(async () => {
    for (const which of [0, 1]) {
      const one = spawn(() => forever());
      const other = spawn(() => {
        link(one);
        return forever();
      });
      await receive(after(1, () => undefined));
      const pair = [one, other] as const;
      const end = endOf(pair[1 - which]!);
      exit(pair[which]!, 'kill');
      expect(await end).toBe('killed');
    }
  });
});

test('two links are one: one EXIT comes, and one unlink ends it', async () => {
  await startTestNode().run(async () => {
    processFlag('trap_exit', true);
    const [one, other] = [obedient(), obedient()];
    for (const pid of [one, one, other, other]) expect(link(pid)).toBe(true);
    expect(unlink(other)).toBe(true);
    send(one, 'x');
    send(other, 'y');
    expect(await endOf(other)).toBe('y');
    expect(waiting()).toEqual([['EXIT', one, 'x']]);
  });
});

test('links are seen from both ends, and go with unlink and with the end', async () => {
  await startTestNode().run(async () => {
    processFlag('trap_exit', true);
    const [one, other] = [obedient(), obedient()];
    link(one);
    link(other);
    expect([linksOf(self()), linksOf(one), linksOf(other)]).toEqual([[one, other], [self()], [self()]]);
    unlink(one);
    expect([linksOf(self()), linksOf(one)]).toEqual([[other], []]);
    send(other, 'x');
    await receive(on(exitFrom(other), () => undefined));
    expect(linksOf(self())).toEqual([]);
  });
});

test('linking oneself is true and does nothing', async () => {
  await startTestNode().run(() => {
    expect([link(self()), linksOf(self()), unlink(self())]).toEqual([true, [], true]);
  });
});

test('a link to a process that has ended raises noproc, which can be caught', async () => {
  await startTestNode().run(async () => {
    const dead = spawn(() => undefined);
    await endOf(dead);
    expect(() => link(dead)).toThrow(expect.objectContaining({ reason: 'noproc' }));
    expect(await endOf(spawn(() => link(dead)))).toEqual(['noproc', expect.any(Error)]);
  });
});

test('a link to a process that has ended is a message when exits are trapped', async () => {
  await startTestNode().run(async () => {
    const dead = spawn(() => undefined);
    await endOf(dead);
    processFlag('trap_exit', true);
    expect(link(dead)).toBe(true);
    expect(waiting()).toEqual([['EXIT', dead, 'noproc']]);
    expect(linksOf(self())).toEqual([]);
  });
});

test('a link to a node that is not there ends with noconnection', async () => {
  await startTestNode().run(async () => {
    const elsewhere = await startTestNode({ name: 'elsewhere' }).run(() => self());
    let wentOn = false;
    const pid = spawn(() => {
      try {
        link(elsewhere);
        wentOn = true;
      } finally {
        // Seen at once, like every exit signal to oneself.
      }
    });
    expect(await endOf(pid)).toBe('noconnection');
    expect(wentOn).toBe(false);
    processFlag('trap_exit', true);
    link(elsewhere);
    expect(waiting()).toEqual([['EXIT', elsewhere, 'noconnection']]);
    expect(linksOf(self())).toEqual([]);
  });
});

test('after unlink no EXIT comes any more', async () => {
  await startTestNode().run(async () => {
    processFlag('trap_exit', true);
    const pid = obedient();
    link(pid);
    unlink(pid);
    send(pid, 'boom');
    expect(await endOf(pid)).toBe('boom');
    expect(waiting()).toEqual([]);
  });
});

test('unlink leaves an EXIT that waits already; the idiom removes it', async () => {
  await startTestNode().run(async () => {
    processFlag('trap_exit', true);
    const pid = spawnLink(() => exit('early'));
    expect(await endOf(pid)).toBe('early');
    expect(unlink(pid)).toBe(true);
    expect(waiting()).toEqual([['EXIT', pid, 'early']]);
    const flush = () =>
      receive(
        on(exitFrom(pid), () => true),
        after(0, () => false),
      );
    expect([await flush(), await flush()]).toEqual([true, false]);
  });
});

test('unlink of a process that is not linked, or has ended, is true', async () => {
  await startTestNode().run(async () => {
    const pid = obedient();
    expect(unlink(pid)).toBe(true);
    send(pid, 'x');
    await endOf(pid);
    expect(unlink(pid)).toBe(true);
  });
});

test('link and unlink of what is no address are badarg', async () => {
  await startTestNode().run(() => {
    expect(() => link('name' as unknown as Address)).toThrow("link: pid must be an Address, not 'name'");
    expect(() => unlink(5 as unknown as Address)).toThrow('unlink: pid must be an Address, not 5');
  });
});

test('messages of a linked process come before its EXIT', async () => {
  await startTestNode().run(async () => {
    processFlag('trap_exit', true);
    const parent = self();
    const pid = spawnLink(() => {
      send(parent, 'm1');
      send(parent, 'm2');
      exit('r');
    });
    await endOf(pid);
    expect(waiting()).toEqual(['m1', 'm2', ['EXIT', pid, 'r']]);
  });
});

test('a process that traps exits in the middle of a chain of links stops the dying', async () => {
  await startTestNode().run(async () => {
    processFlag('trap_exit', true);
    const parent = self();
    const last = spawn(() => forever());
    const middle = spawn(async () => {
      processFlag('trap_exit', true);
      link(last);
      send(parent, 'linked');
      await receive(on(['EXIT', P._, P._], (message) => send(parent, message)));
      return forever();
    });
    await receive(on('linked', () => undefined));
    const first = spawn(() => {
      link(middle);
      exit('domino');
    });
    expect(await receive(on(['EXIT', P._, P._], (message) => message))).toEqual(['EXIT', first, 'domino']);
    expect([linksOf(middle), linksOf(last)]).toEqual([[last], [middle]]);
  });
});

test('a chain of 100,000 links dies', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const parent = self();
    let next: Address | undefined;
    for (let index = 0; index < 100_000; index++) {
      const to = next;
      next = spawn(() => {
        if (to === undefined) send(parent, 'last runs');
        else link(to);
        return forever();
      });
    }
    const first = next!;
    await receive(on('last runs', () => undefined));
    // All the others have been started later than the last of the chain, and before this one.
    await endOf(spawn(() => undefined));
    expect(node.processes.count).toBe(100_001);
    const end = endOf(first);
    exit(first, 'domino');
    expect(await end).toBe('domino');
    expect(node.processes.count).toBe(1);
  });
});
