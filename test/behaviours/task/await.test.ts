import { describe, expect, test } from 'vitest';
import {
  after,
  catchTerm,
  currentNode,
  error,
  exit,
  get,
  monitor,
  on,
  processFlag,
  processInfo,
  receive,
  self,
  send,
  spawn,
  type ReportEvent,
} from 'regent-otp';
import { genServer, GenServer, task, type Task } from 'regent-otp/behaviours';
import { topologies } from '../../support/topologies.js';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

const calculator = { add: (a: number, b: number) => a + b };

const inProcess = (action: () => Promise<void>) => startTestNode().run(action);

/** The reason with which an action exits. */
async function exitOf(action: () => unknown): Promise<unknown> {
  const [, reason] = (await catchTerm(action)) as readonly ['EXIT', unknown];
  return reason;
}

const argumentError = ['EXIT', [expect.objectContaining({ __struct__: 'Elixir.ArgumentError' }), expect.any(Error)]];

test('await gives the result of a function, or of a module, the name of a function, and arguments', () =>
  inProcess(async () => {
    expect(await task.await(task.async(() => 1))).toBe(1);
    expect(await task.await(task.async(async () => 2))).toBe(2);
    const third = task.async(calculator, 'add', [1, 2]);
    expect(third).toEqual({
      __struct__: 'Elixir.Task',
      mfa: [calculator, 'add', 2],
      owner: self(),
      pid: third.pid,
      ref: third.ref,
    });
    expect(await task.await(third)).toBe(3);
    expect(waiting()).toEqual([]);
  }));

test('a task is linked with its owner, and knows who it works for', () =>
  inProcess(async () => {
    const me = self();
    const told = task.async(async () => {
      const inner = task.async(() => [get('$callers'), get('$ancestors')]);
      return [self(), inner.pid, get('$callers'), get('$ancestors'), get('$initial_call'), await task.await(inner)];
    });
    const links = processInfo(told.pid!, 'links');
    const [pid, innerPid, callers, ancestors, initialCall, inner] = await task.await(told);
    expect(links).toEqual(['links', [me]]);
    expect([callers, ancestors]).toEqual([[me], [me]]);
    expect(initialCall).toEqual(['function', 'anonymous', 0]);
    expect(innerPid).not.toBe(pid);
    expect(inner).toEqual([
      [pid, me],
      [pid, me],
    ]);
  }));

test('the ancestors of a task are those of its owner, by address', () =>
  inProcess(async () => {
    const me = self();
    class Asking extends GenServer<null> {
      init() {
        return ['ok', null] as const;
      }
      override async handleCall(_request: unknown, _from: unknown, state: null) {
        return ['reply', await task.await(task.async(() => get('$ancestors'))), state] as const;
      }
    }
    const [, pid] = await genServer.start(['local', 'asking'], Asking, []);
    expect(await genServer.call('asking', 'ancestors')).toEqual([pid, me]);
  }));

test('a task that crashes ends its owner, or tells it and fails what it waits for', () =>
  inProcess(async () => {
    const owner = spawn(() => task.await(task.async(() => exit('boom'))));
    expect(await endOf(owner)).toBe('boom');
    processFlag('trap_exit', true);
    const crashing = task.async(() => exit('boom'));
    expect(await exitOf(() => task.await(crashing))).toEqual(['boom', ['Elixir.Task', 'await', [crashing, 5000]]]);
    expect(waiting()).toEqual([['EXIT', crashing.pid, 'boom']]);
  }));

test.each([
  [() => error('bad'), ['bad', expect.any(Error)]],
  [() => exit(['shutdown', 1]), ['shutdown', 1]],
  [
    () => {
      throw 'ball' as unknown;
    },
    [['nocatch', 'ball'], []],
  ],
  [async () => error('later'), ['later', expect.any(Error)]],
])('the reason of its end says how it ended: %s', (fun, reason) =>
  inProcess(async () => {
    processFlag('trap_exit', true);
    expect(await task.yield(task.async(fun))).toEqual(['exit', reason]);
  }),
);

test('a function that the module does not have is undefined', () =>
  inProcess(async () => {
    processFlag('trap_exit', true);
    expect(await task.yield(task.async(calculator, 'divide', [1, 2]))).toEqual(['exit', ['undef', expect.any(Error)]]);
  }));

test('an end that is not orderly is reported, with the function and its arguments', () =>
  inProcess(async () => {
    const reports: ReportEvent[] = [];
    const crashes: unknown[] = [];
    currentNode()
      .on('report', (report) => reports.push(report))
      .on('crash', (crash) => crashes.push(crash));
    processFlag('trap_exit', true);
    const fail = { now: (reason: string) => exit(reason) };
    const failing = task.async(fail, 'now', ['because']);
    await task.yield(failing);
    await task.yield(task.async(() => exit('shutdown')));
    expect(crashes).toEqual([]);
    expect(reports).toEqual([
      {
        level: 'error',
        label: ['Elixir.Task.Supervisor', 'terminating'],
        report: {
          name: failing.pid,
          starter: self(),
          function: fail.now,
          args: ['because'],
          reason: ['because', []],
          process_label: undefined,
        },
        callers: [self()],
      },
    ]);
  }));

test('await that takes too long leaves the task running, and its reply is lost', () =>
  inProcess(async () => {
    const slow = task.async(() => receive(on('go', () => 'late')));
    expect(await exitOf(() => task.await(slow, 0))).toEqual(['timeout', ['Elixir.Task', 'await', [slow, 0]]]);
    send(slow.pid!, 'go');
    expect(await endOf(slow.pid!)).toBe('normal');
    expect(waiting()).toEqual([]);
  }));

test('only the owner can ask', () =>
  inProcess(async () => {
    const mine: Task = task.async(forever);
    const asked = (action: () => unknown) => task.await(task.async(() => catchTerm(action)));
    expect(await asked(() => task.await(mine))).toEqual(argumentError);
    expect(await asked(() => task.yield(mine))).toEqual(argumentError);
    expect(await asked(() => task.shutdown(mine))).toEqual(argumentError);
    expect(await asked(() => task.ignore(mine))).toEqual(argumentError);
    expect(await asked(() => task.awaitMany([mine]))).toEqual(argumentError);
    expect(await asked(() => task.yieldMany([mine]))).toEqual(argumentError);
    expect(await task.shutdown(mine, 'brutal_kill')).toBeNull();
  }));

test('a timeout that is none, or what is no function, is a function_clause', () =>
  inProcess(async () => {
    const clause = ['EXIT', ['function_clause', expect.any(Error)]];
    const complete = task.completed(1);
    expect(await catchTerm(() => task.await(complete, -1))).toEqual(clause);
    expect(await catchTerm(() => task.yield(complete, 1.5))).toEqual(clause);
    expect(await catchTerm(() => task.shutdown(complete, 'soon' as never))).toEqual(clause);
    expect(await catchTerm(() => task.async('no function' as never))).toEqual(clause);
    expect(await catchTerm(() => task.asyncStream([], 'no function' as never))).toEqual(clause);
    expect(await task.await(complete)).toBe(1);
  }));

test('several tasks may be awaited at once', () =>
  inProcess(async () => {
    const tasks = [3, 1, 2].map((n) => task.async(() => receive(after(n, () => n))));
    expect(await Promise.all(tasks.map((one) => task.await(one)))).toEqual([3, 1, 2]);
  }));

test('start and startLink run something that does not reply', () =>
  inProcess(async () => {
    const me = self();
    const [, pid] = task.start(() => send(me, [self(), get('$callers'), processInfo(self(), 'links')![1]]));
    expect(
      await receive(
        on([pid], () => 0),
        after(0, () => 1),
      ),
    ).toBe(1);
    expect(await receive(on([pid, [me], []], () => 'alone'))).toBe('alone');
    const [, linked] = task.startLink(calculator, 'add', [1, 2]);
    expect(processInfo(linked, 'links')).toEqual(['links', [me]]);
    expect(await endOf(linked)).toBe('normal');
    processFlag('trap_exit', true);
    const [, crashing] = task.startLink(() => exit('boom'));
    expect(await receive(on(['EXIT', crashing, 'boom'], () => 'told'))).toBe('told');
    expect(waiting()).toEqual([['EXIT', linked, 'normal']].slice(1));
  }));

describe('yield', () => {
  test('gives nothing as long as there is nothing', () =>
    inProcess(async () => {
      const slow = task.async(() => receive(on('go', () => 'done')));
      expect(await task.yield(slow, 0)).toBeNull();
      send(slow.pid!, 'go');
      expect(await task.yield(slow)).toEqual(['ok', 'done']);
      expect(waiting()).toEqual([]);
    }));
});

/** A task that traps exits. */
async function trapping(fun: () => unknown): Promise<Task> {
  const me = self();
  const started = task.async(() => {
    processFlag('trap_exit', true);
    send(me, 'trapping');
    return fun();
  });
  await receive(on('trapping', () => 'ok'));
  return started;
}

describe('shutdown', () => {
  test('gives nothing of a task that was shut down, or killed', () =>
    inProcess(async () => {
      expect(await task.shutdown(task.async(forever))).toBeNull();
      expect(await task.shutdown(task.async(forever), 'brutal_kill')).toBeNull();
      expect(waiting()).toEqual([]);
    }));

  test('kills a task that does not heed it in time', () =>
    inProcess(async () => {
      const stubborn = await trapping(() => receive(on('never', () => 0)));
      expect(await task.shutdown(stubborn, 1)).toEqual(['exit', 'killed']);
      expect(waiting()).toEqual([]);
    }));

  test('gives the result of a task that replies meanwhile', () =>
    inProcess(async () => {
      const me = self();
      const careful = await trapping(() => receive(on(['EXIT', me, 'shutdown'], () => 'saved')));
      expect(await task.shutdown(careful, 'infinity')).toEqual(['ok', 'saved']);
    }));

  test('gives how a task had ended before', () =>
    inProcess(async () => {
      processFlag('trap_exit', true);
      const [good, bad, asked] = [
        task.async(() => 1),
        task.async(() => exit('bad')),
        task.async(() => exit('shutdown')),
      ];
      for (const { pid } of [good, bad, asked]) await endOf(pid!);
      expect(await task.shutdown(good)).toEqual(['ok', 1]);
      expect(await task.shutdown(bad)).toEqual(['exit', 'bad']);
      expect(await task.shutdown(bad)).toEqual(['exit', 'noproc']);
      expect(await task.shutdown(asked)).toBeNull();
      expect(await task.shutdown(task.completed('v'))).toEqual(['ok', 'v']);
    }));
});

describe('ignore', () => {
  test('lets a task go on, unlinked', () =>
    inProcess(async () => {
      const loose = task.async(() => receive(on('go', () => exit('boom'))));
      expect(await task.ignore(loose)).toBeNull();
      expect(processInfo(self(), 'links')).toEqual(['links', []]);
      send(loose.pid!, 'go');
      expect(await endOf(loose.pid!)).toBe('boom');
      expect(waiting()).toEqual([]);
    }));

  test('gives what has come of it already', () =>
    inProcess(async () => {
      processFlag('trap_exit', true);
      const [good, bad] = [task.async(() => 1), task.async(() => exit('bad'))];
      for (const { pid } of [good, bad]) await endOf(pid!);
      expect(await task.ignore(good)).toEqual(['ok', 1]);
      expect(await task.ignore(bad)).toEqual(['exit', 'bad']);
      expect(await task.ignore(task.completed('v'))).toEqual(['ok', 'v']);
    }));
});

test('who waits for a task of a node that is lost exits with nodedown', async () => {
  const { a, b, stop } = await topologies[1]!.start();
  const far = await b.run(() => spawn(forever));
  await a.run(async () => {
    const remote = (): Task => ({ ...task.completed('x'), pid: far, ref: monitor('process', far) });
    const [awaited, yielded, shut, one, other] = [remote(), remote(), remote(), remote(), remote()];
    const asked = [
      exitOf(() => task.await(awaited, 'infinity')),
      exitOf(() => task.yield(yielded, 'infinity')),
      exitOf(() => task.awaitMany([one], 'infinity')),
    ];
    await b.stop();
    for (const asking of asked) expect(await asking).toEqual([['nodedown', 'b'], expect.any(Array)]);
    expect(await exitOf(() => task.yieldMany([other]))).toEqual([['nodedown', 'b'], expect.any(Array)]);
    expect(await exitOf(() => task.shutdown(shut))).toEqual([['nodedown', 'b'], expect.any(Array)]);
  });
  await stop();
});
