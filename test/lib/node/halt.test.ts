// halt ends the OS process, so each program has one of its own.
import { halt } from 'regent-otp';
import { beforeAll, describe, expect, test } from 'vitest';
import { built } from '../../support/built.js';
import { runProgram } from '../../support/runProgram.js';

beforeAll(built, 120_000);

/** How the OS process ends that does this in a process, which another one outlives. */
async function endOf(code: string): Promise<readonly [code: number | string, stdout: string, stderr: string]> {
  const {
    code: status,
    stdout,
    stderr,
  } = await runProgram(`
    import { exit, halt, on, receive, self, startNode } from 'regent-otp';
    const node = startNode();
    node.spawn(() => receive(on('never', () => 0)));
    node.spawn(async () => {
      ${code}
      console.log('goes on');
    });
  `);
  return [status, stdout, stderr];
}

const closedStderr = `(await import('node:fs')).closeSync(2);`;

describe('halt', () => {
  test('ends the OS process at once, with the status 0', async () => {
    expect(await endOf('halt();')).toEqual([0, '', '']);
  });

  test('ends it with another status, of which the system keeps 8 bits', async () => {
    expect(await endOf('halt(3);')).toEqual([3, '', '']);
    expect(await endOf('halt(256 + 4);')).toEqual([4, '', '']);
  });

  test('says why it ends, with the status 1', async () => {
    expect(await endOf(`halt('no disk');`)).toEqual([1, '', 'no disk\n']);
  });

  test('ends it though a listener of its exit throws, or nobody reads why it ends', async () => {
    const throwing = `process.on('exit', () => { throw new Error('not now'); });`;
    expect(await endOf(`${throwing} halt(3);`)).toEqual([3, '', '']);
    expect(await endOf(`${closedStderr} halt('no disk');`)).toEqual([1, '', '']);
  });

  test('aborts', async () => {
    const [status, stdout] = await endOf(`halt('abort');`);
    expect([status, stdout]).toEqual(['SIGABRT', '']);
  });

  test('does nothing for a process that has ended', async () => {
    const [status, stdout] = await endOf(`
      try { exit(self(), 'kill'); } catch {}
      try { halt(3); } catch (thrown) { console.log(thrown.name); process.exit(5); }
    `);
    expect([status, stdout]).toEqual([5, 'ZombieError\n']);
  });

  test.each([-1, 1.5, Number.NaN, null as never, ['abort'] as never])('refuses the status %s', (status) => {
    expect(() => halt(status)).toThrow("halt: status must be an integer from 0, 'abort', or a text that says why, not");
  });
});
