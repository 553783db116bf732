import { expect, test } from 'vitest';
import { processFlag, whereis, type Address } from 'regent-otp';
import { sys } from 'regent-otp/behaviours';
import {
  dynamicSupervisor,
  DynamicSupervisor,
  supervisor,
  Supervisor,
  type DynamicInit,
  type SupervisorInit,
} from 'regent-otp/supervisors';
import { startTestNode } from '../../support/startTestNode.js';
import { end, ids, journal, pidOf, type Journal } from '../journal.js';

/** Classes that are versions of each other: a supervisor started with the first can be changed to another. */
function version(init: () => unknown) {
  return class Version extends Supervisor {
    init(): SupervisorInit {
      return init() as SupervisorInit;
    }
  };
}

async function start(init: () => unknown): Promise<Address> {
  processFlag('trap_exit', true);
  const [, sup] = (await supervisor.startLink(version(init), [])) as ['ok', Address];
  return sup;
}

/** Has a supervisor take over new code. */
async function change(sup: Address, module: unknown): Promise<unknown> {
  await sys.suspend(sup);
  const result = await sys.changeCode(sup, module, 'old', []);
  await sys.resume(sup);
  // `['error', what codeChange returned]`, as in OTP.
  return Array.isArray(result) && result[0] === 'error' ? (result[1] as unknown) : result;
}

const one = { strategy: 'one_for_one', intensity: 5 };

function children(notes: Journal, names: string): unknown[] {
  return Array.from(names, (name) => notes.child(name));
}

test('flags and specifications of new code hold for later restarts; what runs goes on', async () => {
  const node = startTestNode();
  const notes = journal();
  await node.run(async () => {
    const sup = await start(() => ['ok', [one, children(notes, 'ab')]]);
    const [a, b] = [await pidOf(sup, 'a'), await pidOf(sup, 'b')];
    notes.since();
    const next = version(() => ['ok', [{ ...one, strategy: 'one_for_all' }, children(notes, 'cb')]]);
    expect(await change(sup, next)).toBe('ok');
    expect(notes.since()).toEqual([]);
    expect([await pidOf(sup, 'a'), await pidOf(sup, 'b')]).toEqual([a, b]);
    // Those of the new code come first in start order, then those that are left of the old.
    expect(await ids(sup)).toEqual([
      ['a', 'pid'],
      ['b', 'pid'],
      ['c', undefined],
    ]);
    await end(sup, 'b', 'boom');
    expect(notes.since()).toEqual([
      ['stop', 'a', 'shutdown'],
      ['start', 'c'],
      ['start', 'b'],
      ['start', 'a'],
    ]);
  });
});

test('a change without a class asks the old one again', async () => {
  const node = startTestNode();
  const notes = journal();
  await node.run(async () => {
    let names = 'a';
    const sup = await start(() => ['ok', [one, children(notes, names)]]);
    names = 'ab';
    expect(await change(sup, 'version')).toBe('ok');
    expect(await ids(sup)).toEqual([
      ['b', undefined],
      ['a', 'pid'],
    ]);
    expect((await supervisor.restartChild(sup, 'b'))[0]).toBe('ok');
  });
});

test('new code that is wrong leaves everything as it was', async () => {
  const node = startTestNode();
  const notes = journal();
  await node.run(async () => {
    const sup = await start(() => ['ok', [one, children(notes, 'a')]]);
    const to = (result: unknown) =>
      change(
        sup,
        version(() => result),
      );
    expect(await to(['ok', ['flags', []]])).toEqual(['error', ['bad_flags', 'flags']]);
    expect(await to(['ok', [{ period: 0 }, []]])).toEqual(['error', ['invalid_period', 0]]);
    expect(await to(['ok', [one, [{ id: 'x' }]]])).toEqual(['error', 'missing_start']);
    expect(await to(['error', 'not now'])).toEqual(['error', 'not now']);
    expect(await to('ignore')).toBe('ok');
    expect(await ids(sup)).toEqual([['a', 'pid']]);
  });
});

test('children of one kind are restarted as the new code says', async () => {
  const node = startTestNode();
  const notes = journal();
  const simple = { strategy: 'simple_one_for_one', intensity: 5 };
  await node.run(async () => {
    const template = notes.child('x', { start: [notes.child('x').start[0], 'startLink', [notes.note]] });
    const sup = await start(() => ['ok', [simple, [template]]]);
    await supervisor.startChild(sup, ['a']);
    expect(
      await change(
        sup,
        version(() => ['ok', [simple, []]]),
      ),
    ).toEqual(['error', ['bad_start_spec', []]]);
    expect(
      await change(
        sup,
        version(() => ['ok', [simple, [{ id: 'x' }]]]),
      ),
    ).toEqual(['error', 'missing_start']);
    const next = { ...template, restart: 'temporary' };
    expect(
      await change(
        sup,
        version(() => ['ok', [simple, [next]]]),
      ),
    ).toBe('ok');
    expect(await supervisor.getChildspec(sup, 'x')).toMatchObject(['ok', { restart: 'temporary' }]);
    expect((await supervisor.countChildren(sup))[1]).toEqual(['active', 1]);
  });
});

test('a DynamicSupervisor takes over its flags', async () => {
  const node = startTestNode();
  const notes = journal();
  class Old extends DynamicSupervisor {
    init(): DynamicInit {
      return dynamicSupervisor.init({ max_children: 1 });
    }
  }
  const dynamic = (result: unknown) =>
    class New extends DynamicSupervisor {
      init(): DynamicInit {
        return result as DynamicInit;
      }
    };
  await node.run(async () => {
    await dynamicSupervisor.startLink(Old, [], { name: 'jobs' });
    const jobs = whereis('jobs')!;
    await dynamicSupervisor.startChild(jobs, notes.child('a'));
    expect(await change(jobs, dynamic(['ok', { max_children: -1 }]))).toEqual([
      'error',
      ['supervisor_data', ['invalid_max_children', -1]],
    ]);
    expect(await change(jobs, dynamic('ignore'))).toBe('ok');
    expect(await change(jobs, dynamic(['error', 'not now']))).toEqual(['error', 'not now']);
    expect(await dynamicSupervisor.startChild(jobs, notes.child('b'))).toEqual(['error', 'max_children']);
    expect(await change(jobs, dynamic(['ok', { max_children: 2 }]))).toBe('ok');
    expect((await dynamicSupervisor.startChild(jobs, notes.child('b')))[0]).toBe('ok');
    expect(await change(jobs, 'asks New again')).toBe('ok');
    expect(await dynamicSupervisor.startChild(jobs, notes.child('c'))).toEqual(['error', 'max_children']);
  });
});
