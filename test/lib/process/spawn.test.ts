import {
  Afterwards,
  down,
  DriverExit,
  error,
  exit,
  exitFrom,
  isProcessAlive,
  on,
  processFlag,
  processInfo,
  receive,
  self,
  send,
  spawn,
  spawnDriver,
  spawnLink,
  spawnMonitor,
  spawnOpt,
} from 'regent-otp';
import type { Driver, SpawnOption } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

test('spawn goes on at once; the process runs later, as itself', async () => {
  await startTestNode().run(async () => {
    const log: unknown[] = [];
    const pid = spawn(() => log.push(['child', self()]));
    log.push('parent');
    await endOf(pid);
    expect(log).toEqual(['parent', ['child', pid]]);
  });
});

test.each<[string, () => unknown, unknown]>([
  ['returns', () => 'value', 'normal'],
  ['returns later', async () => 'value', 'normal'],
  ['exits', () => exit('bye'), 'bye'],
  ['exits later', async () => exit(['a', 'b']), ['a', 'b']],
  ['raises an error', () => error('oops'), ['oops', expect.any(Error)]],
  ['throws an Error', () => JSON.parse('{'), [expect.any(SyntaxError), expect.any(Error)]],
  ['rejects with an Error', () => Promise.reject(new TypeError('x')), [new TypeError('x'), expect.any(Error)]],
  [
    'throws anything else',
    () => {
      throw 'ball';
    },
    [['nocatch', 'ball'], expect.any(Array)],
  ],
  ['rejects with nothing', () => Promise.reject(), [['nocatch', undefined], expect.any(Array)]],
])('a process whose function %s exits with the reason that belongs to it', async (_how, fun, reason) => {
  await startTestNode().run(async () => {
    const [pid, ref] = spawnMonitor(fun);
    expect(await receive(on(down(ref), (message) => message))).toEqual(['DOWN', ref, 'process', pid, reason]);
  });
});

test('a process whose function returns a foreign thenable ends when that is fulfilled, whoever fulfils it', async () => {
  const thenable = (fulfil: boolean) => ({
    then: (fulfilled: () => void, rejected: (reason: unknown) => void) => {
      settlers.push(() => (fulfil ? fulfilled() : rejected('thrown')));
    },
  });
  const settlers: (() => void)[] = [];
  await startTestNode().run(async () => {
    const [good, bad] = [spawn(() => thenable(true)), spawn(() => thenable(false))];
    const settler = spawn(async () => {
      while (settlers.length < 2) await new Promise((resolve) => setImmediate(resolve));
      for (const settle of settlers) settle();
      return receive(on('stop', () => exit('stopped')));
    });
    expect(await Promise.all([endOf(good), endOf(bad)])).toEqual(['normal', [['nocatch', 'thrown'], []]]);
    send(settler, 'stop');
    expect(await endOf(settler)).toBe('stopped');
  });
});

test('a process has a name for what it was started with, and its parent', async () => {
  await startTestNode().run(() => {
    const named = spawn(function worker() {
      return forever();
    });
    expect(processInfo(named, ['initial_call', 'parent'])).toEqual([
      ['initial_call', 'worker'],
      ['parent', self()],
    ]);
    expect(
      processInfo(
        spawn(() => forever()),
        'initial_call',
      ),
    ).toEqual(['initial_call', 'anonymous']);
  });
});

test('spawnLink links: the end of the child ends the parent', async () => {
  await startTestNode().run(async () => {
    const parent = spawn(() => {
      spawnLink(() => exit('boom'));
      return forever();
    });
    expect(await endOf(parent)).toBe('boom');
  });
});

test('spawnOpt with link and monitor gives the address and the reference, and both messages come', async () => {
  await startTestNode().run(async () => {
    processFlag('trap_exit', true);
    const [pid, ref] = spawnOpt(() => exit('gone'), ['monitor', 'link']);
    expect(await receive(on(exitFrom(pid), ([, , reason]) => reason))).toBe('gone');
    expect(await receive(on(down(ref), ([, , , , reason]) => reason))).toBe('gone');
    expect(waiting()).toEqual([]);
    expect(spawnOpt(() => undefined, []).node).toBe(self().node);
    expect(
      processInfo(
        spawnOpt(() => forever(), ['link']),
        'links',
      ),
    ).toEqual(['links', [self()]]);
  });
});

test.each([[['bad']], [['link', 'bad']], ['link'], [undefined]])(
  'spawnOpt with the options %j is badarg and starts nothing',
  async (options) => {
    await startTestNode().run(() => {
      let started = false;
      const wrong = options as unknown as SpawnOption[];
      expect(() => spawnOpt(() => (started = true), wrong)).toThrow(
        "spawn: options must be a list of 'link', 'monitor' and ['monitor', options]",
      );
      expect(started).toBe(false);
      expect(processInfo(self(), 'links')).toEqual(['links', []]);
    });
  },
);

test('spawn of what is no function is badarg', async () => {
  const node = startTestNode();
  expect(() => node.spawn('fun' as never)).toThrow("node.spawn: fun must be a function, not 'fun'");
  await node.run(() => {
    expect(() => spawn(5 as never)).toThrow('spawn: fun must be a function, not 5');
  });
});

test('spawn and run of a generator function are badarg: none of it would run', () => {
  const node = startTestNode();
  expect(() => node.spawn(function* () {})).toThrow('node.spawn: fun must be no generator function');
  expect(() => node.spawn(async function* () {})).toThrow('node.spawn: fun must be no generator function');
  expect(() => node.run(function* () {})).toThrow('node.run: fun must be no generator function');
});

/** A driver that logs what it handles; a message may be a function, which it calls. */
class LoggingDriver implements Driver {
  readonly initialCall = 'logging';
  readonly log: unknown[] = [];
  readonly #init: () => PromiseLike<unknown> | undefined;

  constructor(init: () => PromiseLike<unknown> | undefined = () => undefined) {
    this.#init = init;
  }

  start(): PromiseLike<unknown> | undefined {
    this.log.push('start');
    return this.#init();
  }

  handle(message: unknown): PromiseLike<unknown> | undefined {
    this.log.push(message);
    return Array.isArray(message) ? (message[1] as () => PromiseLike<unknown> | undefined)() : undefined;
  }

  wake(): PromiseLike<unknown> | undefined {
    this.log.push('wake');
    return undefined;
  }
}

test('a driver gets each message in turn, none before its start or an asynchronous callback is done', async () => {
  await startTestNode().run(async () => {
    const parent = self();
    const resolvers: (() => void)[] = [];
    const slow = () => new Promise<void>((resolve) => resolvers.push(resolve));
    const driver = new LoggingDriver(slow);
    const pid = spawnDriver(driver, []) as ReturnType<typeof self>;
    send(pid, 1);
    send(pid, ['slow', slow]);
    send(pid, ['last', () => void send(parent, 'done')]);
    while (resolvers.length < 1) await turn();
    expect(driver.log).toEqual(['start']);
    resolvers[0]!();
    while (resolvers.length < 2) await turn();
    expect(driver.log.flat(1).filter((each) => typeof each !== 'function')).toEqual(['start', 1, 'slow']);
    resolvers[1]!();
    await receive(on('done', () => undefined));
    expect(driver.log.flat(1).filter((each) => typeof each !== 'function')).toEqual(['start', 1, 'slow', 'last']);
    expect(processInfo(pid, ['initial_call', 'status'])).toEqual([
      ['initial_call', 'logging'],
      ['status', 'waiting'],
    ]);
  });
});

test.each<[string, () => PromiseLike<unknown> | undefined, unknown]>([
  ['throws', () => error('x'), ['x', expect.any(Error)]],
  ['rejects', () => Promise.reject(new Error('later')), [new Error('later'), expect.any(Error)]],
  ['exits', () => exit('why'), 'why'],
  ['returns an exit', () => new DriverExit('given'), 'given'],
  ['goes on with an exit', () => new Afterwards(Promise.resolve(), () => new DriverExit('then'), forever), 'then'],
  ['has an exit awaited', async () => Promise.resolve(new DriverExit('awaited')), 'awaited'],
])('a driver whose callback %s ends with the reason', async (_how, callback, reason) => {
  await startTestNode().run(async () => {
    const [handling, ref] = spawnDriver(new LoggingDriver(), ['monitor']) as ReturnType<typeof spawnMonitor>;
    send(handling, ['do', callback]);
    send(handling, 'never handled');
    expect(await receive(on(down(ref), ([, , , , why]) => why))).toEqual(reason);
    const [, startRef] = spawnDriver(new LoggingDriver(callback), ['monitor']) as ReturnType<typeof spawnMonitor>;
    expect(await receive(on(down(startRef), ([, , , , why]) => why))).toEqual(reason);
  });
});

test('a driver that kills itself in a callback handles nothing more', async () => {
  await startTestNode().run(async () => {
    const driver = new LoggingDriver();
    const [pid, ref] = spawnDriver(driver, ['monitor']) as ReturnType<typeof spawnMonitor>;
    send(pid, ['do', () => exit(self(), 'kill') as never]);
    send(pid, 'never handled');
    expect(await receive(on(down(ref), ([, , , , why]) => why))).toBe('killed');
    expect(driver.log).not.toContain('never handled');
  });
});

test('a driver can receive in its callbacks', async () => {
  await startTestNode().run(async () => {
    const parent = self();
    const driver = new LoggingDriver(() => receive(on('init', () => send(parent, 'initialised'))));
    const pid = spawnDriver(driver, []) as ReturnType<typeof self>;
    send(pid, 'before');
    send(pid, ['do', () => receive(on('inner', () => send(parent, 'inner received')))]);
    send(pid, 'after');
    send(pid, 'init');
    await receive(on('initialised', () => undefined));
    send(pid, 'inner');
    await receive(on('inner received', () => undefined));
    send(pid, ['do', () => void send(parent, 'done')]);
    await receive(on('done', () => undefined));
    expect(driver.log.map((each) => (Array.isArray(each) ? each[0] : each))).toEqual([
      'start',
      'before',
      'do',
      'after',
      'do',
    ]);
  });
});

test('many processes are started and end', async () => {
  await startTestNode().run(async () => {
    const parent = self();
    for (let index = 0; index < 10_000; index++) spawn(() => send(parent, ['child', index]));
    const seen = new Set<unknown>();
    for (let index = 0; index < 10_000; index++) seen.add(await receive(on(['child', P._], ([, number]) => number)));
    expect(seen.size).toBe(10_000);
  });
});

test('a process that was killed before it ran does not run', async () => {
  await startTestNode().run(async () => {
    let ran = false;
    const [pid, ref] = spawnMonitor(() => (ran = true));
    exit(pid, 'kill');
    expect(await receive(on(down(ref), ([, , , , why]) => why))).toBe('killed');
    await turn();
    expect([ran, isProcessAlive(pid)]).toEqual([false, false]);
  });
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
