import { expect, test } from 'vitest';
import { isProcessAlive } from 'regent-otp';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { end, endOf, ids, journal, messages, startSupervisor } from '../journal.js';

test('with more restarts than the intensity the supervisor stops its children and itself', async () => {
  const node = startTestNode({ clock: new VirtualClock() });
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor({ intensity: 1, period: 5 }, [child('a'), child('b'), child('c')]);
    await end(sup, 'b', 'boom');
    since();
    expect(await endOf(sup, () => end(sup, 'b', 'boom'))).toBe('shutdown');
    expect(since()).toEqual([
      ['stop', 'c', 'shutdown'],
      ['stop', 'a', 'shutdown'],
    ]);
    expect(await messages()).toEqual([['EXIT', sup, 'shutdown']]);
  });
});

test('an intensity of 0 allows no restart at all', async () => {
  const node = startTestNode({ clock: new VirtualClock() });
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor({ intensity: 0, period: 5 }, [child('a'), child('b')]);
    since();
    expect(await endOf(sup, () => end(sup, 'a', 'boom'))).toBe('shutdown');
    expect(since()).toEqual([['stop', 'b', 'shutdown']]);
  });
});

test('by default there may be one restart in five seconds', async () => {
  const node = startTestNode({ clock: new VirtualClock() });
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor({}, [child('a')]);
    await end(sup, 'a', 'boom');
    expect(await ids(sup)).toEqual([['a', 'pid']]);
    expect(await endOf(sup, () => end(sup, 'a', 'boom'))).toBe('shutdown');
  });
});

test('restarts longer ago than the period do not count', async () => {
  const clock = new VirtualClock();
  const node = startTestNode({ clock });
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor({ intensity: 1, period: 5 }, [child('a')]);
    for (let round = 0; round < 10; round++) {
      await end(sup, 'a', 'boom');
      await clock.elapse(6000);
    }
    expect(isProcessAlive(sup)).toBe(true);
    await end(sup, 'a', 'boom');
    await clock.elapse(5000);
    expect(await endOf(sup, () => end(sup, 'a', 'boom'))).toBe('shutdown');
  });
});

test('the end of a child that is not restarted does not count', async () => {
  const node = startTestNode({ clock: new VirtualClock() });
  const { child } = journal();
  await node.run(async () => {
    const temporary = ['a', 'b', 'c'].map((id) => child(id, { restart: 'temporary' }));
    const sup = await startSupervisor({ intensity: 0 }, [...temporary, child('d', { restart: 'transient' })]);
    for (const id of ['a', 'b', 'c']) await end(sup, id, 'boom');
    await end(sup, 'd', 'normal');
    expect(await ids(sup)).toEqual([['d', undefined]]);
  });
});
