import {
  demonitor,
  down,
  exit,
  monitor,
  on,
  processInfo,
  receive,
  Ref,
  register,
  self,
  send,
  type Address,
} from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { topologies } from '../../../support/topologies.js';
import { flush, idle, next, settled, useTopology } from './place.js';

describe.each(topologies)('$topology', (topology) => {
  const place = useTopology(topology);

  const watchersOf = (pid: Address) => place.b.run(() => processInfo(pid, 'monitored_by')?.[1]);

  test('a monitor tells the reason with which a process ends', async () => {
    await place.a.run(async () => {
      const server = place.b.spawn(() => receive(on('fail', () => exit(['bad', 1]))));
      const ref = monitor('process', server);
      send(server, 'fail');
      expect(await next()).toEqual(['DOWN', ref, 'process', server, ['bad', 1]]);
    });
  });

  test('a monitor of a process that has ended tells noproc', async () => {
    await place.a.run(async () => {
      const server = place.b.spawn(() => undefined);
      await settled(place.b);
      const ref = monitor('process', server);
      expect(await next()).toEqual(['DOWN', ref, 'process', server, 'noproc']);
    });
  });

  test('a monitor by [name, node] names that when the process ends', async () => {
    await place.a.run(async () => {
      place.b.spawn(() => (register('watched', self()), receive(on('fail', () => exit('boom')))));
      await settled(place.b);
      const ref = monitor('process', ['watched', place.b.name]);
      send(['watched', place.b.name], 'fail');
      expect(await next()).toEqual(['DOWN', ref, 'process', ['watched', place.b.name], 'boom']);
    });
  });

  test('a monitor of a name that nobody has tells noproc', async () => {
    await place.a.run(async () => {
      const ref = monitor('process', ['nobody', place.b.name]);
      expect(await next()).toEqual(['DOWN', ref, 'process', ['nobody', place.b.name], 'noproc']);
    });
  });

  test('the reference of a monitor is one object wherever it has been', async () => {
    await place.a.run(async () => {
      const [first, second] = [1, 2].map(() =>
        place.b.spawn(() => receive(on(['back', P._, P._], ([, to, ref]) => (send(to as Address, ref), exit('done'))))),
      ) as [Address, Address];
      const ref = monitor('process', first);
      send(first, ['back', self(), ref]);
      expect(await next()).toBe(ref);
      expect(await next()).toEqual(['DOWN', ref, 'process', first, 'done']);
      send(second, ['back', self(), ref]);
      expect(await next()).toBe(ref);
      const late = monitor('process', first);
      expect(((await next()) as readonly unknown[])[1]).toBe(late);
      const third = place.b.spawn(() => receive(on(['back', P._, P._], ([, to, given]) => send(to as Address, given))));
      send(third, ['back', self(), late]);
      expect(await next()).toBe(late);
    });
  });

  test('what a process sent before its end comes before the end, also to who watches its name', async () => {
    await place.a.run(async () => {
      const me = self();
      const last = 'x'.repeat(500_000);
      place.b.spawn(() => (register('verbose', self()), receive(on('end', () => send(me, last)))));
      await settled(place.b);
      const ref = monitor('process', ['verbose', place.b.name]);
      send(['verbose', place.b.name], 'end');
      expect(await next()).toBe(last);
      expect(await next()).toEqual(['DOWN', ref, 'process', ['verbose', place.b.name], 'normal']);
    });
  });

  test('several monitors of one process tell several times', async () => {
    await place.a.run(async () => {
      const server = idle(place.b);
      const refs = [monitor('process', server), monitor('process', server), monitor('process', server)];
      exit(server, 'boom');
      for (const ref of refs) expect(await next()).toEqual(['DOWN', ref, 'process', server, 'boom']);
    });
  });

  test('demonitor takes a monitor back, here and there', async () => {
    await place.a.run(async () => {
      const me = self();
      const server = idle(place.b);
      const ref = monitor('process', server);
      await settled(place.b);
      expect(await watchersOf(server)).toEqual([me]);
      expect(demonitor(ref, ['info'])).toBe(true);
      await settled(place.b);
      expect(await watchersOf(server)).toEqual([]);
      exit(server, 'boom');
      await settled(place.b);
      expect(await flush()).toEqual([]);
    });
  });

  test('a monitor goes with the process that has set it', async () => {
    await place.a.run(async () => {
      const server = idle(place.b);
      place.a.spawn(() => monitor('process', server));
      await settled(place.b);
      expect(await watchersOf(server)).toEqual([]);
    });
  });

  test('demonitor with flush leaves no message of one that has fired', async () => {
    await place.a.run(async () => {
      const server = place.b.spawn(() => undefined);
      await settled(place.b);
      const ref = monitor('process', server);
      await settled(place.b);
      demonitor(ref, ['flush']);
      expect(await flush()).toEqual([]);
    });
  });

  test('a monitor with an alias takes an answer by it', async () => {
    await place.a.run(async () => {
      const server = place.b.spawn(() => receive(on(P.instanceOf(Ref), (to) => send(to, [to, 'answer']))));
      const ref = monitor('process', server, [['alias', 'reply_demonitor']]);
      send(server, ref);
      expect(await receive(on([ref, P._], (message) => message))).toEqual([ref, 'answer']);
      await settled(place.b);
      expect(await flush()).toEqual([]);
    });
  });

  test('ten thousand monitors tell of the end of one process', async () => {
    await place.a.run(async () => {
      const server = idle(place.b);
      const refs = Array.from({ length: 10_000 }, () => monitor('process', server));
      exit(server, 'boom');
      const reasons = new Set<unknown>();
      for (const ref of refs) reasons.add(await receive(on(down(ref), ([, , , , reason]) => reason)));
      expect([...reasons]).toEqual(['boom']);
    });
  });
});
