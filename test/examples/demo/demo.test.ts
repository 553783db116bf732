// The demo as a user runs it: an OS process that starts three others.
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { built } from '../../support/built.js';
import { root } from '../../package/project.js';
import { ExampleProcess } from '../exampleProcess.js';
import { temporaryFolder } from '../temporaryFolder.js';

const stepCount = 11;

/** A file with this text. */
function textFile(text: string | Uint8Array): string {
  const file = path.join(temporaryFolder(), 'text');
  writeFileSync(file, text);
  return file;
}

/** One that keeps the demo busy for long enough to be interrupted. */
function longText(): string {
  return textFile('word '.repeat(500_000));
}

/** The lines `<word> <count>`. */
function wordsIn(stdout: string): string[] {
  return stdout.split('\n').filter((line) => /^\S+ \d+$/.test(line));
}

/** The numbers of the steps that were seen. */
function stepsIn(stdout: string): number[] {
  return stdout.split('\n').flatMap((line) => (/^ ?\d+ {2}/.test(line) ? [parseInt(line, 10)] : []));
}

const allSteps = Array.from({ length: stepCount }, (_, i) => i + 1);

// Compiling takes long on a busy machine.
beforeAll(built, 180_000);

describe('the demo', { timeout: 120_000 }, () => {
  it('shows every step with the text that ships', async () => {
    const text = 'examples/demo/text.txt';
    copyFileSync(path.join(root, text), path.join(await built(), text));
    const { code, stdout, stderr } = await (await ExampleProcess.start('demo')).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stepsIn(stdout)).toEqual(allSteps);
    expect(wordsIn(stdout)[0]).toBe('the 60');
    expect(stdout).toMatch(/^PASSED, 11 of 11 steps in [\d.]+ s: no word lost, none counted twice\n$/m);
  });

  it('counts the words of any file, the most frequent first', async () => {
    const file = textFile(
      "It's one, two, TWO; three three\u00a0three __proto__ \u00fcber-\u00dcBER \ud83d\ude00 it\u2019s 3 3",
    );
    const { code, stdout } = await (await ExampleProcess.start('demo', [file])).ended;
    expect(code).toBe(0);
    expect(wordsIn(stdout)).toEqual([
      'three 3',
      '3 2',
      'two 2',
      '\u00fcber 2',
      "it's 1",
      'it\u2019s 1',
      'one 1',
      'proto 1',
    ]);
  });

  it('takes an empty file, one of a single word, and one that is no text', async () => {
    const noText = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 256);
    for (const content of ['', 'alone', noText]) {
      const { code, stdout } = await (await ExampleProcess.start('demo', [textFile(content)])).ended;
      expect({ code, steps: stepsIn(stdout) }).toEqual({ code: 0, steps: allSteps });
    }
  });

  it('says in one line that a file cannot be read, and exits with 1', async () => {
    const missing = path.join(temporaryFolder(), 'missing');
    for (const file of [missing, path.dirname(missing)]) {
      const { code, stdout, stderr } = await (await ExampleProcess.start('demo', [file])).ended;
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^demo: .* cannot be read \((ENOENT|EISDIR).*\)\n$/);
    }
  });

  it.each([[['a', 'b']], [['--fast']]])('tells its usage and exits with 2 when the arguments are %j', async (args) => {
    const { code, stdout, stderr } = await (await ExampleProcess.start('demo', args)).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^usage: npm run demo/);
  });

  it.skipIf(process.platform !== 'linux')('a step that fails is told, and the exit status is 1', async () => {
    const folder = temporaryFolder();
    const demo = await ExampleProcess.start('demo', [longText()], { TMPDIR: folder });
    await demo.printed(/^ 3 {2}/m);
    process.kill(demo.children[0]!, 'SIGKILL');
    const { code, stdout } = await demo.ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ ?\d+ {2}FAILED\n +expected: \S.*\n +seen: +\S/m);
    expect(stdout).toMatch(/\nFAILED, \d+ of 11 steps in [\d.]+ s\n$/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says in one line that it cannot have a temporary folder', async () => {
    const missing = path.join(temporaryFolder(), 'missing');
    const { code, stdout, stderr } = await (await ExampleProcess.start('demo', [], { TMPDIR: missing })).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^demo: .*ENOENT.*\n$/);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no process and no file behind after %s', async (signal) => {
    const folder = temporaryFolder();
    const demo = await ExampleProcess.start('demo', [longText()], { TMPDIR: folder });
    await demo.printed(/^ 3 {2}/m);
    expect(readdirSync(folder)).toHaveLength(1);
    demo.kill(signal);
    // Its nodes hold its output open: it has ended for the test only when they have.
    const { code } = await demo.ended;
    expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes its nodes with it when it is killed', async () => {
    const demo = await ExampleProcess.start('demo', [longText()], { TMPDIR: temporaryFolder() });
    await demo.printed(/^ 3 {2}/m);
    demo.kill('SIGKILL');
    expect((await demo.ended).signal).toBe('SIGKILL');
  });
});
