import { describe, expect, test } from 'vitest';
import { exit, on, receive, self, send, spawnLink, unlink, type Address, type Node } from 'regent-otp';
import { supervisor } from 'regent-otp/supervisors';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { endOf, ids, journal, pidOf, shut, startSupervisor } from '../journal.js';

const one = { strategy: 'one_for_one', intensity: 10, period: 5 };

/** Runs `work` on a node whose time stands still unless `elapse` moves it. */
async function onVirtualTime(
  work: (elapse: (ms: number) => Promise<void>, node: Node) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const node = startTestNode({ clock });
  await node.run(() => work((ms) => clock.elapse(ms), node));
}

test('a child that ignores its exit signal is killed when its time is over', () =>
  onVirtualTime(async (elapse) => {
    const { child, since } = journal();
    const stubborn = child('b', { shutdown: 50 }, { isStubborn: true });
    const sup = await startSupervisor(one, [child('a'), stubborn]);
    const b = endOf(await pidOf(sup, 'b'));
    since();
    const ended = shut(sup);
    await elapse(49);
    expect(since()).toEqual([['stop', 'b', 'shutdown']]);
    await elapse(1);
    expect([await b, await ended]).toEqual(['killed', 'shutdown']);
    expect(since()).toEqual([['stop', 'a', 'shutdown']]);
  }));

test("a child with 'brutal_kill' is killed without a word", () =>
  onVirtualTime(async () => {
    const { child, since } = journal();
    const sup = await startSupervisor(one, [child('a'), child('b', { shutdown: 'brutal_kill' })]);
    const b = endOf(await pidOf(sup, 'b'));
    since();
    expect([await shut(sup), await b]).toEqual(['shutdown', 'killed']);
    expect(since()).toEqual([['stop', 'a', 'shutdown']]);
  }));

test("a child with 'infinity' is waited for, however long it takes", () =>
  onVirtualTime(async (elapse) => {
    const { child } = journal();
    const sup = await startSupervisor(one, [child('a', { shutdown: 'infinity' }, { slow: 1_000_000 })]);
    const a = endOf(await pidOf(sup, 'a'));
    const ended = shut(sup);
    await elapse(1_000_000);
    expect([await a, await ended]).toEqual(['shutdown', 'shutdown']);
  }));

test('a child that ends with another reason when it is told to stop is stopped all the same', () =>
  onVirtualTime(async () => {
    const { child, since } = journal();
    const sup = await startSupervisor(one, [child('a', {}, { exitAs: 'boom' })]);
    since();
    expect(await supervisor.terminateChild(sup, 'a')).toBe('ok');
    expect(since()).toEqual([['stop', 'a', 'shutdown']]);
    expect(await ids(sup)).toEqual([['a', undefined]]);
  }));

test('a child that has unlinked itself is stopped like any other', () =>
  onVirtualTime(async () => {
    const { child } = journal();
    const instead = async (): Promise<unknown> => {
      const sup = self();
      const pid: Address = spawnLink(async () => {
        unlink(sup);
        send(sup, 'unlinked');
        await receive();
      });
      await receive(on('unlinked', () => undefined));
      return ['ok', pid];
    };
    const sup = await startSupervisor(one, [child('a', {}, { instead })]);
    const a = endOf(await pidOf(sup, 'a'));
    expect(await shut(sup)).toBe('shutdown');
    expect(await a).toBe('shutdown');
  }));

test('a child that has unlinked itself and ended keeps nobody waiting', () =>
  onVirtualTime(async () => {
    const { child } = journal();
    const instead = async (): Promise<unknown> => {
      const sup = self();
      const pid = spawnLink(() => void unlink(sup));
      await endOf(pid);
      return ['ok', pid];
    };
    const sup = await startSupervisor(one, [child('a', {}, { instead })]);
    // Nobody has told the supervisor.
    expect(await ids(sup)).toEqual([['a', 'pid']]);
    expect((await supervisor.countChildren(sup))[1]).toEqual(['active', 0]);
    expect(await supervisor.terminateChild(sup, 'a')).toBe('ok');
    expect(await ids(sup)).toEqual([['a', undefined]]);
  }));

describe('a child that crashes while its supervisor stops another', () => {
  test('is stopped in its turn, and not restarted', () =>
    onVirtualTime(async (elapse) => {
      const { child, since } = journal();
      const sup = await startSupervisor(one, [child('a'), child('b', {}, { slow: 100 })]);
      const a = await pidOf(sup, 'a');
      const ended = shut(sup);
      await elapse(10);
      expect(await endOf(a, () => send(a, ['exit', 'boom']))).toBe('boom');
      await elapse(90);
      expect(await ended).toBe('shutdown');
      expect(since()).toEqual([
        ['start', 'a'],
        ['start', 'b'],
        ['stop', 'b', 'shutdown'],
      ]);
    }));

  test('is restarted afterwards if only the other was to stop', () =>
    onVirtualTime(async (elapse) => {
      const { child, since } = journal();
      const sup = await startSupervisor(one, [child('a'), child('b', {}, { slow: 100 })]);
      const a = await pidOf(sup, 'a');
      since();
      const stopped = supervisor.terminateChild(sup, 'b');
      await elapse(10);
      await endOf(a, () => send(a, ['exit', 'boom']));
      expect(since()).toEqual([]);
      await elapse(90);
      expect(await stopped).toBe('ok');
      expect(await ids(sup)).toEqual([
        ['b', undefined],
        ['a', 'pid'],
      ]);
      expect(since()).toEqual([
        ['stop', 'b', 'shutdown'],
        ['start', 'a'],
      ]);
    }));
});

test('a supervisor that is killed leaves no child that does not trap exits', () =>
  onVirtualTime(async () => {
    const { child } = journal();
    const sup = await startSupervisor(one, [child('a', {}, { isDeaf: true })]);
    const a = await pidOf(sup, 'a');
    expect(await endOf(a, () => exit(sup, 'kill'))).toBe('killed');
  }));
