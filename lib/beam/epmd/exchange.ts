/** One request to Erlang's port mapper, epmd, and the bytes with which it answers. */
import { connect, type Socket } from 'node:net';

/** Where epmd listens. */
export interface EpmdAddress {
  readonly host: string;
  readonly port: number;
}

/** The longest answer that means anything. */
const longest = 1024;

/** A request with its length before it. */
export function request(...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([length, body]);
}

/**
 * Connects, sends a request, and collects the answer until `isWhole` says that it is there or epmd closes.
 *
 * @returns the answer, and the socket, which is still open if `isWhole` said so
 */
export function exchange(
  { host, port }: EpmdAddress,
  bytes: Buffer,
  isWhole: (answer: Buffer) => boolean,
  signal: AbortSignal,
): Promise<{ readonly answer: Buffer; readonly socket: Socket }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let answer: Buffer = Buffer.alloc(0);
    const fail = (error: unknown): void => {
      socket.destroy();
      signal.removeEventListener('abort', onAbort);
      reject(error instanceof Error ? new Error(`epmd at ${host}:${port}: ${error.message}`, { cause: error }) : error);
    };
    const done = (): void => {
      signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      resolve({ answer, socket });
    };
    const onAbort = (): void => fail(signal.reason);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();
    socket.unref();
    socket.on('error', fail);
    socket.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length > longest) fail(new Error('an answer that is too long'));
      else if (isWhole(answer)) done();
    });
    socket.on('close', done);
    socket.write(bytes);
  });
}
