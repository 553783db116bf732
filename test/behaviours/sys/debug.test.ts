/** What sys can switch on to watch a process, and what it does not know. */
import { describe, expect, test } from 'vitest';
import { error, exit, self, send, type Address } from 'regent-otp';
import { Debug, genServer, GenServer, noreply, ok, reply, sys, type DebugFunction } from 'regent-otp/behaviours';
import { waiting } from '../../support/mailbox.js';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';

/** Answers calls with what it is asked, and takes casts. */
class Echo extends GenServer<null> {
  init() {
    return ok(null);
  }
  override handleCall(request: unknown) {
    return reply(request, null);
  }
  override handleCast() {
    return noreply(null);
  }
}

/** What TypeScript would refuse. */
const junk = (value: unknown): any => value;

const withEcho = (test: (pid: Address, reports: readonly unknown[]) => Promise<void>) => () => {
  const node = startTestNode();
  const reports: unknown[] = [];
  node.on('report', (report) => reports.push(report));
  return node.run(async () => test(pidOf(await genServer.start(Echo, [])), reports));
};

describe('what is no command is unknown', () => {
  test.each<[string, (pid: Address) => Promise<unknown>]>([
    ['a trace that is neither on nor off', (pid) => sys.trace(pid, junk('maybe'))],
    ['a log of no size', (pid) => sys.log(pid, junk([true, 0]))],
    ['a log of a size that is none', (pid) => sys.log(pid, junk([true, 'ten']))],
    ['a log that is neither', (pid) => sys.log(pid, junk('sometimes'))],
    ['a log of a list', (pid) => sys.log(pid, junk([false, 3]))],
    ['statistics that are neither', (pid) => sys.statistics(pid, junk('now'))],
    ['an install of no function', (pid) => sys.install(pid, junk(['fun', 1]))],
    ['an install of nothing', (pid) => sys.install(pid, junk('fun'))],
    ['an install of too much', (pid) => sys.install(pid, junk([1, 2, () => 3, 4]))],
  ])('%s', (_, command) =>
    withEcho(async (pid) => {
      expect(await command(pid)).toBe('unknown_debug');
      expect(await genServer.call(pid, 'still there')).toBe('still there');
    })(),
  );

  test('also of a Debug alone', () => {
    const debug = new Debug();
    expect(debug.command('nonsense')).toBe('unknown_debug');
    expect(debug.command(['trace', true, 'more'])).toBe('unknown_debug');
    expect(debug.command(['nonsense', true])).toBe('unknown_debug');
    expect([debug.isOff, debug.log, debug.toList()]).toEqual([true, [], []]);
  });
});

test(
  'a log keeps so many events, is resized, told, and switched off',
  withEcho(async (pid, reports) => {
    expect(await sys.log(pid, 'get')).toEqual(['ok', []]);
    await sys.log(pid, [true, 2]);
    for (const n of [1, 2, 3]) genServer.cast(pid, n);
    expect(await sys.log(pid, 'get')).toEqual([
      'ok',
      [
        ['in', ['$gen_cast', 3]],
        ['noreply', null],
      ],
    ]);
    await sys.log(pid, true);
    genServer.cast(pid, 4);
    expect(((await sys.log(pid, 'get')) as ['ok', unknown[]])[1]).toHaveLength(4);
    expect(await sys.log(pid, 'print')).toBe('ok');
    expect(reports).toHaveLength(4);
    expect(reports[0]).toMatchObject({ label: ['sys', 'trace'], event: ['in', ['$gen_cast', 3]] });
    await sys.log(pid, false);
    expect(await sys.log(pid, 'get')).toEqual(['ok', []]);
  }),
);

test(
  'statistics count until they are switched off',
  withEcho(async (pid) => {
    expect(await sys.statistics(pid, 'get')).toEqual(['ok', 'no_statistics']);
    await sys.statistics(pid, true);
    await sys.statistics(pid, true);
    await genServer.call(pid, 'x');
    const [, pairs] = (await sys.statistics(pid, 'get')) as ['ok', [string, unknown][]];
    expect(pairs).toContainEqual(['messages_in', 1]);
    await sys.statistics(pid, false);
    expect(await sys.statistics(pid, 'get')).toEqual(['ok', 'no_statistics']);
  }),
);

describe('a function', () => {
  test.each<[string, DebugFunction, number]>([
    ['that is done', () => 'done', 1],
    [
      'that throws done',
      () => {
        throw 'done' as unknown as Error;
      },
      1,
    ],
    ['that raises an error', () => error('oops'), 1],
    ['that exits', () => exit('oops'), 1],
    [
      'that throws its next state',
      (n: number) => {
        throw (n + 1) as unknown as Error;
      },
      4,
    ],
  ])('%s is called accordingly', (_, fun, calls) =>
    withEcho(async (pid) => {
      const me = self();
      const counted: DebugFunction = (...args) => (send(me, 'called'), fun(...args));
      expect(await sys.install(pid, [counted, 1])).toBe('ok');
      genServer.cast(pid, 'x');
      expect(await genServer.call(pid, 'still there')).toBe('still there');
      await sys.getState(pid);
      expect(waiting()).toEqual(new Array(calls).fill('called'));
    })(),
  );

  test(
    'is installed once, or once for each id, shown in the status, and removed by either',
    withEcho(async (pid) => {
      const fun: DebugFunction = (n: number) => n + 1;
      for (const spec of [
        [fun, 1],
        [fun, 5],
        ['a', fun, 1],
        [['b'], fun, 1],
      ] as const)
        await sys.install(pid, spec);
      const debugOf = async () => ((await sys.getStatus(pid)) as any)[3][3] as readonly unknown[];
      expect(await debugOf()).toEqual([
        [['b'], [fun, 1]],
        ['a', [fun, 1]],
        [fun, 1],
      ]);
      await sys.remove(pid, fun);
      await sys.remove(pid, ['b']);
      expect(await debugOf()).toEqual([['a', [fun, 1]]]);
      await sys.noDebug(pid);
      expect(await debugOf()).toEqual([]);
    }),
  );
});

test('options of a start switch on what they name', async () => {
  await startTestNode().run(async () => {
    const debug = ['trace', 'statistics', ['log', 3], ['install', [() => 'done', 1]], 'nonsense'];
    const pid = pidOf(await genServer.start(Echo, [], { debug: junk(debug) }));
    const [, , , switched] = ((await sys.getStatus(pid)) as any)[3] as readonly unknown[];
    expect((switched as readonly (readonly unknown[])[]).map(([key]) => key)).toEqual(
      expect.arrayContaining(['trace', 'statistics', 'log']),
    );
    await expect(genServer.start(Echo, [], { debug: junk('trace') })).rejects.toThrow('a list of debug options');
    expect(sys.printLog(sys.debugOptions(['log']))).toBe('ok');
    expect(sys.getLog(sys.handleDebug(sys.debugOptions(['log']), null, 'name', ['in', 'x']))).toEqual([['in', 'x']]);
  });
});
