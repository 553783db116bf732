import {
  after,
  catchTerm,
  exit,
  ExitError,
  exitFrom,
  isProcessAlive,
  on,
  processFlag,
  receive,
  self,
  send,
  spawn,
  spawnLink,
  spawnMonitor,
  down,
  ZombieError,
} from 'regent-otp';
import type { Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

/** A process that traps exits and sends on all it gets. */
async function trapping(): Promise<Address> {
  const parent = self();
  const pid = spawn(async () => {
    processFlag('trap_exit', true);
    send(parent, 'traps');
    for (;;) await receive(on(P._, (message) => send(parent, ['forwarded', message])));
  });
  await receive(on('traps', () => undefined));
  return pid;
}

const forwarded = () => receive(on(['forwarded', P._], ([, message]) => message));

describe('exit(reason)', () => {
  test('can be caught, and is the reason if it is not', async () => {
    await startTestNode().run(async () => {
      expect(() => exit('x')).toThrow(ExitError);
      expect(await catchTerm(() => exit('x'))).toEqual(['EXIT', 'x']);
      expect(await endOf(spawn(() => exit(['x', 1])))).toEqual(['x', 1]);
    });
  });

  test('runs finally on its way out', async () => {
    await startTestNode().run(async () => {
      const log: unknown[] = [];
      const pid = spawn(async () => {
        try {
          await Promise.resolve();
          exit('x');
        } finally {
          log.push('finally');
        }
      });
      log.push(await endOf(pid));
      expect(log).toEqual(['finally', 'x']);
    });
  });

  test("with 'kill' is an ordinary reason: others see kill, and can trap it", async () => {
    await startTestNode().run(async () => {
      const pid = await trapping();
      const parent = self();
      spawn(async () => {
        const killing = spawn(() => receive(on('go', () => exit('kill'))));
        const notTrapping = spawn(() => {
          spawnLink(() => exit('kill'));
          return forever();
        });
        send(parent, ['not trapping ends with', await endOf(notTrapping)]);
        const end = endOf(killing);
        send(killing, 'go');
        send(parent, ['kills itself with', await end]);
      });
      expect(await receive(on(['not trapping ends with', P._], ([, reason]) => reason))).toBe('kill');
      expect(await receive(on(['kills itself with', P._], ([, reason]) => reason))).toBe('kill');
      processFlag('trap_exit', true);
      const linked = spawnLink(() => exit('kill'));
      expect(await receive(on(exitFrom(linked), (message) => message))).toEqual(['EXIT', linked, 'kill']);
      expect(isProcessAlive(pid)).toBe(true);
    });
  });
});

describe('exit(pid, reason) to another process', () => {
  test('ends one that does not trap exits', async () => {
    await startTestNode().run(async () => {
      const [pid, ref] = spawnMonitor(() => forever());
      expect(exit(pid, 'first')).toBe(true);
      expect(exit(pid, 'second')).toBe(true);
      expect(await receive(on(down(ref), ([, , , , reason]) => reason))).toBe('first');
    });
  });

  test("with 'normal' is ignored by one that does not trap exits", async () => {
    await startTestNode().run(async () => {
      const pid = spawn(() => receive(on('ping', () => exit('pinged'))));
      expect(exit(pid, 'normal')).toBe(true);
      const end = endOf(pid);
      send(pid, 'ping');
      expect(await end).toBe('pinged');
    });
  });

  test.each([['normal'], ['because'], [['shutdown', 'x']]])(
    'with %j is a message to one that traps exits, from whoever sent it',
    async (reason) => {
      await startTestNode().run(async () => {
        const pid = await trapping();
        const sender = spawn(() => exit(pid, reason));
        expect(await forwarded()).toEqual(['EXIT', sender, reason]);
        expect(isProcessAlive(pid)).toBe(true);
      });
    },
  );

  test("with 'kill' ends any process, and is seen as killed", async () => {
    await startTestNode().run(async () => {
      const pid = await trapping();
      const end = endOf(pid);
      exit(pid, 'kill');
      expect(await end).toBe('killed');
      processFlag('trap_exit', true);
      const linked = spawnLink(() => forever());
      exit(linked, 'kill');
      expect(waiting()).toEqual([['EXIT', linked, 'killed']]);
    });
  });

  test('is no exception there: a process that catches everything does not see it', async () => {
    await startTestNode().run(async () => {
      const log: unknown[] = [];
      const pid = spawn(async () => {
        try {
          await forever();
        } catch (error) {
          log.push(['caught', error]);
        } finally {
          log.push('finally');
        }
      });
      await receive(after(1, () => undefined));
      const end = endOf(pid);
      exit(pid, 'bye');
      expect(await end).toBe('bye');
      await new Promise((resolve) => setImmediate(resolve));
      expect(log).toEqual([]);
    });
  });

  test('ends one that runs at the time', async () => {
    await startTestNode().run(async () => {
      const pid = spawn(async () => {
        for (;;) {
          send(self(), 'again');
          await receive(on('again', () => undefined));
        }
      });
      await receive(after(5, () => undefined));
      const end = endOf(pid);
      exit(pid, 'stop');
      expect(await end).toBe('stop');
    });
  });

  test('is true for one that has ended, and badarg for what is no address', async () => {
    await startTestNode().run(async () => {
      const dead = spawn(() => undefined);
      await endOf(dead);
      expect(exit(dead, 'x')).toBe(true);
      expect(() => exit('name' as unknown as Address, 'x')).toThrow("exit: pid must be an Address, not 'name'");
    });
  });

  test('outside of a process throws, as does exit(reason) everywhere', () => {
    const { address } = startTestNode().newMailbox();
    expect(() => exit(address, 'x')).toThrow('exit needs a process to run in');
    expect(() => exit('x')).toThrow(ExitError);
  });
});

describe('exit(self(), reason)', () => {
  test.each([['normal'], ['x'], [['a', 1]]])('with %j ends the process with that reason, at once', async (reason) => {
    await startTestNode().run(async () => {
      const log: unknown[] = [];
      const pid = spawn(() => {
        log.push('before');
        exit(self(), reason);
        log.push('after');
      });
      expect(await endOf(pid)).toEqual(reason);
      expect(log).toEqual(['before']);
    });
  });

  test('is a message to a process that traps exits, also with normal', async () => {
    await startTestNode().run(() => {
      processFlag('trap_exit', true);
      expect(exit(self(), 'normal')).toBe(true);
      expect(exit(self(), 'x')).toBe(true);
      expect(waiting()).toEqual([
        ['EXIT', self(), 'normal'],
        ['EXIT', self(), 'x'],
      ]);
    });
  });

  test("with 'kill' ends a process that traps exits too, with killed", async () => {
    await startTestNode().run(async () => {
      const pid = spawn(() => {
        processFlag('trap_exit', true);
        exit(self(), 'kill');
      });
      expect(await endOf(pid)).toBe('killed');
    });
  });

  test('decides the reason, whatever is thrown or returned afterwards', async () => {
    await startTestNode().run(async () => {
      const caught: unknown[] = [];
      const pid = spawn(async () => {
        try {
          exit(self(), 'first');
        } catch (error) {
          caught.push(error);
        }
        await Promise.resolve();
        exit('second');
      });
      expect(await endOf(pid)).toBe('first');
      expect(caught).toEqual([expect.any(ZombieError)]);
    });
  });
});

test('a process that stops trapping exits dies of the next one; earlier ones are messages', async () => {
  await startTestNode().run(async () => {
    const parent = self();
    const pid = spawn(async () => {
      processFlag('trap_exit', true);
      send(parent, 'traps');
      await receive(on(['EXIT', P._, 'a'], (message) => send(parent, message)));
      processFlag('trap_exit', false);
      send(parent, 'traps no more');
      await forever();
    });
    await receive(on('traps', () => undefined));
    const end = endOf(pid);
    exit(pid, 'a');
    expect(await receive(on(['EXIT', P._, P._], (message) => message))).toEqual(['EXIT', self(), 'a']);
    await receive(on('traps no more', () => undefined));
    exit(pid, 'b');
    expect(await end).toBe('b');
  });
});

test('killing a process that is linked to oneself ends oneself at once', async () => {
  await startTestNode().run(async () => {
    let wentOn = false;
    const pid = spawn(() => {
      exit(
        spawnLink(() => forever()),
        'kill',
      );
      wentOn = true;
    });
    expect(await endOf(pid)).toBe('killed');
    expect(wentOn).toBe(false);
  });
});
