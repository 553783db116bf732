// Shows the far end of a shell here. Where there is a terminal each key goes there as it is, also Ctrl-C; but Ctrl-] ends
// it at this end, should the node not answer any more.
import { Transform, type Duplex } from 'node:stream';
import { lastByte } from '../cluster/shell/shellGreeting.js';

/** What of `process` is needed. */
export interface Console {
  readonly stdin: NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?(mode: boolean): unknown };
  readonly stdout: NodeJS.WritableStream;
}

const controlBracket = '\x1d';

/**
 * Resolves when the shell has ended.
 *
 * @throws Error if that was not asked for
 */
export async function attachShell(socket: Duplex, { stdin, stdout }: Console): Promise<void> {
  let isWanted = false;
  const lookForEnd = (chunk: Buffer): void => {
    if (!chunk.includes(controlBracket)) return;
    isWanted = true;
    socket.destroy();
  };
  const shown = new Transform({
    transform(chunk: Buffer, _, done) {
      if (chunk.at(-1) !== lastByte) return done(null, chunk);
      isWanted = true;
      done(null, chunk.subarray(0, -1));
    },
  });
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (stdin.isTTY) stdin.setRawMode?.(true);
  if (stdin.isTTY) stdin.on('data', lookForEnd);
  stdin.pipe(socket).pipe(shown).pipe(stdout, { end: false });
  await ended;
  if (stdin.isTTY) stdin.setRawMode?.(false);
  stdin.off('data', lookForEnd).unpipe(socket).pause();
  if (!isWanted) throw new Error('the node ended the shell');
}
