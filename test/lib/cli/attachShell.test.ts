// The near end of a shell: a terminal, or lines that come from elsewhere.
import { Duplex, PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { attachShell } from '../../../lib/cli/attachShell.js';

class Terminal extends PassThrough {
  readonly isTTY = true;
  readonly modes: boolean[] = [];

  setRawMode(mode: boolean): this {
    this.modes.push(mode);
    return this;
  }
}

/** A far end that answers each chunk with a text. */
function answering(text: string): Duplex {
  return new Duplex({
    read: () => undefined,
    write(_chunk: Buffer, _encoding, done) {
      this.push(text);
      done();
    },
    final(done) {
      this.push(null);
      done();
    },
  });
}

test('keys of a terminal go to the far end one by one, and the terminal is as before when the shell has ended', async () => {
  const [stdin, stdout] = [new Terminal(), new PassThrough()];
  const ended = attachShell(answering('shown\x04'), { stdin, stdout });
  expect(stdin.modes).toEqual([true]);
  stdin.end('\x03');
  await ended;
  expect(stdin.modes).toEqual([true, false]);
  expect(String(stdout.read())).toBe('shown');
});

test('Ctrl-] ends the shell of a node that does not answer', async () => {
  const [stdin, stdout] = [new Terminal(), new PassThrough()];
  const ended = attachShell(answering(''), { stdin, stdout });
  stdin.write('while (true);\r');
  stdin.write('\x1d');
  await ended;
  expect(stdin.modes).toEqual([true, false]);
});

test('a far end that does not say that it was asked to end was not', async () => {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const ended = attachShell(answering('certificate revoked\n'), { stdin, stdout });
  stdin.end('1 + 1\n');
  await expect(ended).rejects.toThrow('the node ended the shell');
  expect(String(stdout.read())).toBe('certificate revoked\n');
});
