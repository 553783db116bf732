import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import {
  Address,
  after,
  catchTerm,
  down,
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
} from 'regent-otp';
import { task } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

const inProcess = (action: () => Promise<void>) => startTestNode().run(action);

async function toList<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const element of stream) list.push(element);
  return list;
}

test('the results come in the order of the input', () =>
  inProcess(async () => {
    const double = async (n: number) => n * 2;
    expect(await toList(task.asyncStream([3, 1, 2], double))).toEqual([
      ['ok', 6],
      ['ok', 2],
      ['ok', 4],
    ]);
    const plus = { add: (n: number, more: number) => n + more };
    expect(await toList(task.asyncStream(new Set([1, 2]), plus, 'add', [10]))).toEqual([
      ['ok', 11],
      ['ok', 12],
    ]);
    expect(await toList(task.asyncStream([], double))).toEqual([]);
    expect(waiting()).toEqual([]);
    expect(processInfo(self(), 'links')).toEqual(['links', []]);
  }));

test('a stream runs anew each time it is iterated, and not before', () =>
  inProcess(async () => {
    let runs = 0;
    const stream = task.asyncStream([1, 2], () => ++runs, { max_concurrency: 1 });
    expect(runs).toBe(0);
    expect(await toList(stream)).toEqual([
      ['ok', 1],
      ['ok', 2],
    ]);
    expect(await toList(stream)).toEqual([
      ['ok', 3],
      ['ok', 4],
    ]);
  }));

test('no more tasks run at a time than allowed', () =>
  inProcess(async () => {
    let [now, most] = [0, 0];
    const count = async () => {
      most = Math.max(most, ++now);
      await receive(after(1, () => 'ok'));
      now--;
    };
    await toList(task.asyncStream(Array.from({ length: 10 }), count, { max_concurrency: 3 }));
    expect([now, most]).toEqual([0, 3]);
  }));

/** Does nothing before it is told to; has told its owner that it runs. */
function obedient(owner: Address) {
  return (n: number) => {
    send(owner, ['runs', n, self()]);
    return receive(on('go', () => n));
  };
}

test('without order each result comes as soon as it is there', () =>
  inProcess(async () => {
    const conductor = spawn(async () => {
      for (const n of [3, 1, 2]) {
        const pid = await receive(on(['runs', n, P.instanceOf(Address)], ([, , found]) => found));
        send(pid, 'go');
        await endOf(pid);
      }
    });
    const relayed = task.asyncStream([1, 2, 3], obedient(conductor), { ordered: false, max_concurrency: 3 });
    expect(await toList(relayed)).toEqual([
      ['ok', 3],
      ['ok', 1],
      ['ok', 2],
    ]);
  }));

test('the input may be asynchronous, and is read no further than needed', () =>
  inProcess(async () => {
    const read: number[] = [];
    async function* numbers() {
      for (let n = 0; ; n++) {
        read.push(n);
        yield n;
      }
    }
    for await (const [, n] of task.asyncStream(numbers(), (n) => n, { max_concurrency: 2 })) if (n === 3) break;
    expect(read.length).toBeLessThan(7);
  }));

describe('a task that crashes', () => {
  test('ends who iterates, and all other tasks', () =>
    inProcess(async () => {
      const me = self();
      const run = (n: number) => (n === 1 ? receive(on('go', () => exit('boom'))) : (send(me, self()), forever()));
      const owner = spawn(() => {
        const telling = (n: number) => (n === 1 && send(me, self()), run(n));
        return toList(task.asyncStream([1, 2], telling, { max_concurrency: 2 }));
      });
      const pids = [
        await receive(on(P.instanceOf(Address), (pid) => pid)),
        await receive(on(P.instanceOf(Address), (pid) => pid)),
      ];
      send(pids[0]!, 'go');
      expect(await endOf(owner)).toBe('boom');
      expect(await endOf(pids[1]!)).toMatch(/boom|noproc/);
    }));

  test('is a result for who traps exits, beside its input if wanted', () =>
    inProcess(async () => {
      processFlag('trap_exit', true);
      const run = (n: number) => (n === 2 ? exit('boom') : n);
      expect(await toList(task.asyncStream([1, 2, 3], run))).toEqual([
        ['ok', 1],
        ['exit', 'boom'],
        ['ok', 3],
      ]);
      expect(await toList(task.asyncStream([2], run, { zip_input_on_exit: true }))).toEqual([['exit', [2, 'boom']]]);
      expect(waiting()).toEqual([]);
    }));
});

describe('a task that takes too long', () => {
  test('ends who iterates', () =>
    inProcess(async () => {
      expect(await catchTerm(() => toList(task.asyncStream([1], forever, { timeout: 1 })))).toEqual([
        'EXIT',
        ['timeout', ['Elixir.Task.Supervised', 'stream', [1]]],
      ]);
      expect(waiting()).toEqual([]);
    }));

  test('is killed, and a result, with on_timeout kill_task', () =>
    inProcess(async () => {
      const run = (n: number) => (n === 1 ? forever() : n);
      const options = { timeout: 5, on_timeout: 'kill_task' } as const;
      expect(await toList(task.asyncStream([1, 2], run, options))).toEqual([
        ['exit', 'timeout'],
        ['ok', 2],
      ]);
      expect(await toList(task.asyncStream([1], run, { ...options, zip_input_on_exit: true }))).toEqual([
        ['exit', [1, 'timeout']],
      ]);
      expect(waiting()).toEqual([]);
    }));
});

describe('a stream that is given up', () => {
  test('kills its tasks and closes its input', () =>
    inProcess(async () => {
      let isClosed = false;
      function* numbers() {
        try {
          for (let n = 1; ; n++) yield n;
        } finally {
          isClosed = true;
        }
      }
      const me = self();
      const run = (n: number) => (n === 1 ? n : (send(me, self()), forever()));
      for await (const result of task.asyncStream(numbers(), run, { max_concurrency: 3 })) {
        expect(result).toEqual(['ok', 1]);
        break;
      }
      expect(isClosed).toBe(true);
      const pids = waiting() as readonly Address[];
      for (const pid of pids) expect(await endOf(pid)).toBe('noproc');
      expect(processInfo(self(), 'links')).toEqual(['links', []]);
    }));

  test('also when the code between two results throws, or the input does', () =>
    inProcess(async () => {
      const throwing = async () => {
        for await (const _ of task.asyncStream([1, 2, 3], (n) => n)) throw new Error('enough');
      };
      await expect(throwing()).rejects.toThrow('enough');
      function* broken() {
        yield 1;
        throw new Error('no more');
      }
      await expect(toList(task.asyncStream(broken(), forever))).rejects.toThrow('no more');
      expect(waiting()).toEqual([]);
      expect(processInfo(self(), 'links')).toEqual(['links', []]);
    }));

  test('kills its tasks also if its input cannot be closed', () =>
    inProcess(async () => {
      let last = 0;
      const iterator: Iterator<number> = {
        next: () => ({ done: false, value: ++last }),
        return() {
          throw new Error('stays open');
        },
      };
      const stubborn = { [Symbol.iterator]: () => iterator };
      const me = self();
      const run = (n: number) => (n === 1 ? n : (send(me, self()), forever()));
      const first = async () => {
        for await (const result of task.asyncStream(stubborn, run, { max_concurrency: 3 })) return result;
        return undefined;
      };
      await expect(first()).rejects.toThrow('stays open');
      for (const pid of waiting() as readonly Address[]) expect(await endOf(pid)).toBe('noproc');
      expect(processInfo(self(), 'links')).toEqual(['links', []]);
    }));

  test('by a process that ends, takes its tasks along', () =>
    inProcess(async () => {
      const me = self();
      const run = () => (send(me, self()), forever());
      const owner = spawn(() => toList(task.asyncStream([1], run)));
      const pid = await receive(on(P.instanceOf(Address), (found) => found));
      const ref = monitor('process', pid);
      exit(owner, 'over');
      expect(await receive(on(down(ref), ([, , , , reason]) => reason))).toBe('over');
    }));
});

test('its tasks know who iterates', () =>
  inProcess(async () => {
    const [[, [callers, ancestors]]] = (await toList(
      task.asyncStream([1], () => [get('$callers'), get('$ancestors')] as const),
    )) as any;
    expect(callers).toEqual([self()]);
    expect(ancestors).toEqual([expect.any(Address)]);
  }));

test.each([
  [{ max_concurrency: 0 }, ':max_concurrency must be an integer greater than zero'],
  [{ on_timeout: 'wait' }, ':on_timeout must be either :exit or :kill_task'],
  [{ timeout: -1 }, ':timeout must be either a positive integer or :infinity'],
])('options that make no sense are an ArgumentError: %j', (options, message) => {
  expect(() => task.asyncStream([1], (n) => n, options as never)).toThrow(message);
});
