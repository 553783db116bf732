import {
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
  spawnMonitor,
  unlink,
  type Address,
  stackOf,
} from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { topologies } from '../../../support/topologies.js';
import { flush, idle, next, settled, useTopology } from './place.js';

describe.each(topologies)('$topology', (topology) => {
  const place = useTopology(topology);

  /** Does what it is told by functions that it is sent, which only works inside of one OS process. */
  const puppet = (): Address =>
    place.b.spawn(async () => {
      for (;;) await receive(on(['do', P._], ([, number]) => puppets.get(number as number)!()));
    });
  const puppets = new Map<number, () => unknown>();
  const tell = (pid: Address, action: () => unknown): void => {
    puppets.set(puppets.size, action);
    send(pid, ['do', puppets.size - 1]);
  };
  const linksOf = (pid: Address) => place.b.run(() => processInfo(pid, 'links')?.[1]);

  test('a linked process that fails ends the other with its reason', async () => {
    await place.a.run(async () => {
      const server = puppet();
      const [client, ref] = spawnMonitor(() => (link(server), receive(on('never', () => undefined))));
      await settled(place.b);
      tell(server, () => exit('boom'));
      expect(await next()).toEqual(['DOWN', ref, 'process', client, 'boom']);
    });
  });

  test('a process that traps exits gets the exit as a message', async () => {
    await place.a.run(async () => {
      processFlag('trap_exit', true);
      const server = puppet();
      link(server);
      tell(server, () => exit(['shutdown', { code: 5 }]));
      expect(await next()).toEqual(['EXIT', server, ['shutdown', { code: 5 }]]);
    });
  });

  test('a linked process that ends with normal does not end the other', async () => {
    await place.a.run(async () => {
      const server = puppet();
      const client = spawn(() => (link(server), receive(on(['who', P._], () => undefined))));
      await settled(place.b);
      tell(server, () => exit('normal'));
      await settled(place.b);
      expect(processInfo(client, 'links')).toEqual(['links', []]);
    });
  });

  test('the end of the one who linked reaches the other', async () => {
    await place.a.run(async () => {
      const me = self();
      const server = place.b.spawn(async () => {
        processFlag('trap_exit', true);
        send(me, await next());
      });
      const client = spawn(() => (link(server), exit('gone')));
      expect(await next()).toEqual(['EXIT', client, 'gone']);
    });
  });

  test('a link to a process that has ended gives an exit with noproc', async () => {
    await place.a.run(async () => {
      processFlag('trap_exit', true);
      const server = place.b.spawn(() => undefined);
      await settled(place.b);
      link(server);
      expect(await next()).toEqual(['EXIT', server, 'noproc']);
      expect(processInfo(self(), 'links')).toEqual(['links', []]);
    });
  });

  test('linking twice is linking once', async () => {
    await place.a.run(async () => {
      processFlag('trap_exit', true);
      const server = puppet();
      link(server);
      link(server);
      tell(server, () => exit('boom'));
      expect(await next()).toEqual(['EXIT', server, 'boom']);
      await settled(place.b);
      expect(await flush()).toEqual([]);
    });
  });

  test('after unlink neither end hears of the other', async () => {
    await place.a.run(async () => {
      const server = puppet();
      link(server);
      unlink(server);
      await settled(place.b);
      expect(await linksOf(server)).toEqual([]);
      tell(server, () => exit('boom'));
      await settled(place.b);
      expect(await flush()).toEqual([]);
    });
  });

  test('a process can unlink what the other has linked', async () => {
    await place.a.run(async () => {
      const me = self();
      const server = puppet();
      tell(server, () => (link(me), send(me, 'linked')));
      expect(await next()).toBe('linked');
      expect(processInfo(me, 'links')).toEqual(['links', [server]]);
      unlink(server);
      await settled(place.b);
      expect(await linksOf(server)).toEqual([]);
    });
  });

  test('unlink, link, unlink leaves both unlinked', async () => {
    await place.a.run(async () => {
      const server = puppet();
      link(server);
      unlink(server);
      link(server);
      unlink(server);
      await settled(place.b);
      expect(await linksOf(server)).toEqual([]);
      expect(processInfo(self(), 'links')).toEqual(['links', []]);
    });
  });

  test('unlink and link again leaves both linked', async () => {
    await place.a.run(async () => {
      processFlag('trap_exit', true);
      const server = puppet();
      const me = self();
      link(server);
      unlink(server);
      link(server);
      await settled(place.b);
      expect(await linksOf(server)).toEqual([me]);
      tell(server, () => exit('boom'));
      expect(await next()).toEqual(['EXIT', server, 'boom']);
    });
  });

  // The server acts in the same turn of the event loop: what the two say crosses on the way.
  const atOnce = async (server: Address, theirs: () => unknown, ours: () => unknown): Promise<void> => {
    puppets.set(puppets.size, theirs);
    place.b.send(server, ['do', puppets.size - 1]);
    ours();
    await settled(place.b);
    await settled(place.b);
  };

  test('two that unlink at once, of which one links again, agree in the end', async () => {
    await place.a.run(async () => {
      const [me, server] = [self(), puppet()];
      link(server);
      await settled(place.b);
      await atOnce(
        server,
        () => (unlink(me), link(me)),
        () => unlink(server),
      );
      const isLinked = (processInfo(me, 'links')![1] as Address[]).includes(server);
      expect(await linksOf(server)).toEqual(isLinked ? [me] : []);
    });
  });

  test('two that link at once are linked once', async () => {
    await place.a.run(async () => {
      processFlag('trap_exit', true);
      const [me, server] = [self(), puppet()];
      await atOnce(
        server,
        () => link(me),
        () => link(server),
      );
      expect(await linksOf(server)).toEqual([me]);
      unlink(server);
      await settled(place.b);
      expect(await linksOf(server)).toEqual([]);
    });
  });

  test('who unlinks while the other ends hears nothing of that', async () => {
    await place.a.run(async () => {
      processFlag('trap_exit', true);
      const server = puppet();
      link(server);
      await settled(place.b);
      await atOnce(
        server,
        () => exit('boom'),
        () => unlink(server),
      );
      expect(await flush()).toEqual([]);
    });
  });

  test('an exit signal sent to a process ends it, and its links hear of that', async () => {
    await place.a.run(async () => {
      processFlag('trap_exit', true);
      const server = idle(place.b);
      link(server);
      exit(server, 'stop');
      expect(await next()).toEqual(['EXIT', server, 'stop']);
    });
  });

  test('kill ends a process that traps exits; its links are told killed', async () => {
    await place.a.run(async () => {
      processFlag('trap_exit', true);
      const server = place.b.spawn(() => (processFlag('trap_exit', true), receive(on('never', () => undefined))));
      link(server);
      await settled(place.b);
      exit(server, 'kill');
      expect(await receive(on(exitFrom(server), (message) => message))).toEqual(['EXIT', server, 'killed']);
    });
  });

  test('an exit signal with normal does not end a process', async () => {
    await place.a.run(async () => {
      const me = self();
      const server = place.b.spawn(() => receive(on('are you there', () => send(me, 'yes'))));
      exit(server, 'normal');
      send(server, 'are you there');
      expect(await next()).toBe('yes');
    });
  });

  test('one that traps gets the sender of an exit signal and its reason', async () => {
    await place.a.run(async () => {
      const me = self();
      const server = place.b.spawn(async () => {
        processFlag('trap_exit', true);
        send(me, 'ready');
        send(me, ['got', await next()]);
      });
      expect(await next()).toBe('ready');
      exit(server, ['please', 'go']);
      expect(await next()).toEqual(['got', ['EXIT', me, ['please', 'go']]]);
    });
  });

  test('an Error that nobody caught is the reason at the other end too', async () => {
    await place.a.run(async () => {
      processFlag('trap_exit', true);
      const server = puppet();
      link(server);
      tell(server, () => {
        throw new RangeError('too many');
      });
      const [, , [error, stack]] = (await next()) as [string, Address, [Error, Error]];
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toBe('too many');
      expect(stackOf(stack)[0]).toMatch(/^at /);
    });
  });
});
