import { beforeEach, afterEach, describe, expect, test } from 'vitest';
import { Address, catchTerm, exit, receive, spawnLink } from 'regent-otp';
import { dynamicSupervisor, supervisor } from 'regent-otp/supervisors';
import { topologies, type Place } from '../support/topologies.js';
import { endOf, Given } from './journal.js';

/** Waits, and ends on request. */
class Worker {
  static startLink(_config: unknown) {
    return ['ok', spawnLink(() => receive())];
  }
}

describe.each(topologies)('a supervisor on another node ($topology)', ({ topology, start }) => {
  let place: Place;
  let sup: Address;
  let hold: Address;

  beforeEach(async () => {
    place = await start();
    const started = new Promise<Address>((resolve) => {
      hold = place.b.spawn(async () => {
        const specs = [{ id: 'a', start: [Worker, 'startLink', [{ onEvent: () => undefined }]] }];
        const [, pid] = (await supervisor.startLink(['local', 'sup'], Given, ['ok', [{}, specs]])) as ['ok', Address];
        resolve(pid);
        await receive();
      });
    });
    sup = await started;
  });

  afterEach(async () => {
    place.b.send(hold, 'stop');
    await place.stop();
  });

  test('answers as one here does, by address and by name', async () => {
    await place.a.run(async () => {
      for (const ref of [sup, ['sup', 'b'] as const]) {
        if (topology === 'local' && ref !== sup) continue;
        expect(await supervisor.whichChildren(ref)).toEqual([['a', expect.any(Address), 'worker', ['Worker']]]);
        expect((await supervisor.countChildren(ref))[1]).toEqual(['active', 1]);
        expect(await supervisor.terminateChild(ref, 'a')).toBe('ok');
        expect(await supervisor.restartChild(ref, 'a')).toEqual(['ok', expect.any(Address)]);
      }
    });
  });

  test('restarts a child that is killed from here', async () => {
    await place.a.run(async () => {
      const [[, pid]] = (await supervisor.whichChildren(sup)) as unknown as [[string, Address]];
      await endOf(pid, () => exit(pid, 'kill'));
      const [[, again]] = (await supervisor.whichChildren(sup)) as unknown as [[string, Address]];
      expect(again).toBeInstanceOf(Address);
      expect(again).not.toBe(pid);
    });
  });

  test('tells specifications so that they can travel: modules and functions by their names', async () => {
    await place.a.run(async () => {
      const [, spec] = (await supervisor.getChildspec(sup, 'a')) as ['ok', any];
      expect(spec).toMatchObject({ id: 'a', restart: 'permanent', modules: ['Worker'] });
      if (topology === 'local') expect(spec.start[0]).toBe(Worker);
      else expect(spec.start).toEqual(['Worker', 'startLink', [{ onEvent: 'onEvent' }]]);
    });
  });

  test('is not hurt by a specification that cannot travel, or names a module it does not have', async () => {
    await place.a.run(async () => {
      if (topology !== 'local') {
        const spec = { id: 'b', start: [Worker, 'startLink', [1]] } as const;
        await expect(supervisor.startChild(sup, spec)).rejects.toThrow(/start/);
        await expect(dynamicSupervisor.startChild(sup, spec)).rejects.toThrow();
      }
      const [, [reason]] = (await supervisor.startChild(sup, { id: 'b', start: ['Worker', 'start_link', []] })) as any;
      expect(reason).toEqual(['EXIT', ['undef', expect.any(Error)]]);
      expect(await supervisor.whichChildren(sup)).toHaveLength(1);
    });
  });

  test('that is not there, or on a node that is not, exits with the call', async () => {
    await place.a.run(async () => {
      const call = (ref: unknown) => ['gen_server', 'call', [ref, 'which_children', 'infinity']];
      const gone = ['nobody', topology === 'local' ? 'a' : 'b'] as const;
      expect(await catchTerm(() => supervisor.whichChildren(gone))).toEqual(['EXIT', ['noproc', call(gone)]]);
      const far = ['sup', 'z'] as const;
      expect(await catchTerm(() => supervisor.whichChildren(far))).toEqual(['EXIT', [['nodedown', 'z'], call(far)]]);
      expect(await catchTerm(() => dynamicSupervisor.whichChildren(far))).toEqual([
        'EXIT',
        [
          ['nodedown', 'z'],
          ['Elixir.GenServer', 'call', [far, 'which_children', 'infinity']],
        ],
      ]);
    });
  });
});
