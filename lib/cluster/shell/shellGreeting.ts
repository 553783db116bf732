/**
 * ShellGreeting: what the near end of a shell says of itself first, a line of JSON: `{ "terminal": true, "columns": 80 }`.
 */
import type { Duplex } from 'node:stream';

/** The longest line that is read, bytes. */
const longest = 1024;

export interface ShellGreeting {
  /** Whether keys come one by one, and escape sequences are understood. */
  readonly terminal: boolean;
  /** The width of the terminal. */
  readonly columns: number;
}

/** The last byte of a shell that ends because that was asked for: end of transmission. */
export const lastByte = 4;

/** Writes what {@link readGreeting} reads. */
export function greetingText({ terminal, columns }: ShellGreeting): string {
  return `${JSON.stringify({ terminal, columns })}\n`;
}

/** Reads the first line, which is undefined if it is no greeting; what comes after it stays in the socket. */
export function readGreeting(socket: Duplex, onGreeting: (greeting: ShellGreeting | undefined) => void): void {
  let bytes = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
    const end = bytes.indexOf('\n');
    if (end < 0 && bytes.length <= longest) return;
    socket.off('data', onData).pause();
    if (end > longest || end < 0) return onGreeting(undefined);
    if (bytes.length > end + 1) socket.unshift(bytes.subarray(end + 1));
    onGreeting(parseGreeting(bytes.subarray(0, end).toString()));
  };
  socket.on('data', onData);
}

function parseGreeting(text: string): ShellGreeting | undefined {
  try {
    const { terminal, columns } = JSON.parse(text) as Partial<ShellGreeting>;
    if (typeof terminal !== 'boolean' || !Number.isInteger(columns)) return undefined;
    return { terminal, columns: Math.min(Math.max(columns!, 20), 1000) };
  } catch {
    return undefined;
  }
}
