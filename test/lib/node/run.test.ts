import { setTimeout as delay } from 'node:timers/promises';
import { down, error, ErlangError, exit, ExitError, monitor, on, processInfo, receive, self, spawn } from 'regent-otp';
import { beforeAll, expect, test } from 'vitest';
import { built } from '../../support/built.js';
import { endOf } from '../../support/endOf.js';
import { forever } from '../../support/mailbox.js';
import { runProgram } from '../../support/runProgram.js';
import { startTestNode } from '../../support/startTestNode.js';

test('a function runs as a process, and its result is given', async () => {
  const node = startTestNode();
  expect(await node.run(() => 'at once')).toBe('at once');
  expect(await node.run(async () => delay(1, 'later'))).toBe('later');
  expect(await node.run(() => self().node)).toBe(node.name);
  expect(node.processes.count).toBe(0);
});

test('what the function throws is thrown, and is no crash that nobody saw', async () => {
  const node = startTestNode();
  const crashes: unknown[] = [];
  node.on('crash', (event) => crashes.push(event));
  const thrown = new TypeError('mine');
  await expect(node.run(() => Promise.reject(thrown))).rejects.toBe(thrown);
  await expect(node.run(() => error('badarith'))).rejects.toBeInstanceOf(ErlangError);
  await expect(node.run(() => exit('bye'))).rejects.toMatchObject({ constructor: ExitError, reason: 'bye' });
  await expect(
    node.run(() => {
      throw 'ball';
    }),
  ).rejects.toBe('ball');
  expect(crashes).toEqual([]);
});

test('others see the process end with the reason', async () => {
  const node = startTestNode();
  await node.run(async () => {
    let pid!: ReturnType<typeof self>;
    const run = node.run(async () => {
      pid = self();
      await receive(on('go', () => error('x')));
    });
    await new Promise((resolve) => setImmediate(resolve));
    const end = endOf(pid);
    pid.process satisfies unknown;
    node.send(pid, 'go');
    await expect(run).rejects.toThrow("'x'");
    expect(await end).toEqual(['x', expect.any(Error)]);
  });
});

test('a process that is ended otherwise rejects with an exit', async () => {
  const node = startTestNode();
  for (const reason of ['kill', 'stop']) {
    const run = node.run(async () => {
      const me = self();
      spawn(() => exit(me, reason));
      await forever();
    });
    await expect(run).rejects.toMatchObject({
      constructor: ExitError,
      reason: reason === 'kill' ? 'killed' : reason,
    });
  }
  await expect(node.run(() => exit(self(), 'x'))).rejects.toMatchObject({ constructor: ExitError, reason: 'x' });
});

test('a run inside of a process has that for its parent, and a name of its own', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const me = self();
    expect(await node.run(() => processInfo(self(), 'parent'))).toEqual(['parent', me]);
    expect(self()).toBe(me);
    expect(await node.run(() => processInfo(self(), 'initial_call'))).toEqual(['initial_call', 'node.run']);
    async function task(): Promise<unknown> {
      return processInfo(self(), 'initial_call');
    }
    expect(await node.run(task)).toEqual(['initial_call', 'task']);
  });
});

test('a run is not linked to its caller', async () => {
  const node = startTestNode();
  await node.run(async () => {
    await node.run(() => exit('x')).catch(() => undefined);
    const ref = monitor('process', self());
    expect(processInfo(self(), 'links')).toEqual(['links', []]);
    expect(down(ref)[1]).toBe(ref);
  });
});

test('what is no function is refused', () => {
  expect(() => startTestNode().run('x' as never)).toThrow("node.run: fun must be a function, not 'x'");
});

test('a run that nobody awaits and that fails ends its caller, not who ended it', async () => {
  const node = startTestNode();
  await node.run(async () => {
    let victim!: ReturnType<typeof self>;
    const caller = spawn(async () => {
      void node.run(() => {
        victim = self();
        return forever();
      });
      await forever();
    });
    await new Promise((resolve) => setImmediate(resolve));
    const end = endOf(caller);
    const killer = spawn(async () => {
      exit(victim, 'kill');
      await delay(5);
      exit('killer done');
    });
    expect(await endOf(killer)).toBe('killer done');
    expect(await end).toBe('killed');
  });
});

test(
  'a run of plain code that nobody awaits and that fails is an error of plain code',
  { timeout: 120_000 },
  async () => {
    await built();
    const { code, stderr } = await runProgram(`
    import { startNode, exit } from 'regent-otp';
    startNode().run(() => exit('bye'));
  `);
    expect(code).toBe(1);
    expect(stderr).toContain('exit: ');
  },
);

beforeAll(built, 120_000);
