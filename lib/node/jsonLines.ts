/**
 * jsonLines: the events of a node as lines of JSON, in the form that pino writes. The library logs nothing by itself;
 * whoever wants a log attaches this.
 */
import { inspect } from 'node:util';
import type { NodeEvents } from './events.js';
import type { Node } from './node.js';

/** What takes the lines: `process.stderr`, or any other stream of text. */
export interface LineWriter {
  write(line: string): unknown;
  on?(event: 'error', listener: () => void): unknown;
  off?(event: 'error', listener: () => void): unknown;
}

/** pino's levels. */
const levels = { info: 30, warn: 40, error: 50 } as const;

const levelOf: { readonly [E in keyof NodeEvents]: keyof typeof levels } = {
  crash: 'error',
  zombie_error: 'error',
  long_schedule: 'warn',
  nodeup: 'info',
  nodedown: 'warn',
  connection: 'warn',
  report: 'info',
  shell: 'warn',
};

/**
 * Writes each event of a node as a line `{"level":30,"time":...,"node":...,"msg":"nodeup",...}`. A line that cannot be
 * written is lost, and nothing else: a disk that is full must not end the node.
 *
 * @param to where to; standard error if it is left out
 * @returns a function that ends it
 * @example
 * import { currentNode, jsonLines } from 'regent-otp';
 *
 * const lines: string[] = [];
 * const end = jsonLines(currentNode(), { write: (line: string) => lines.push(line) });
 * currentNode().emit('report', { label: 'hello' });
 * end();
 * JSON.parse(lines[0] ?? '').msg; // => 'report'
 */
export function jsonLines(node: Node, to: LineWriter = process.stderr): () => void {
  const events = Object.keys(levelOf) as (keyof NodeEvents)[];
  const listeners = events.map((event) => {
    const listener = (...details: readonly unknown[]): void => {
      const level = levels[levelOf[event]];
      const line = { level, time: node.clock.systemTime(), node: node.name, msg: event, details };
      writeLine(to, `${asJson(line)}\n`);
    };
    node.on(event, listener);
    return () => node.off(event, listener);
  });
  to.on?.('error', ignore);
  return () => {
    for (const end of listeners) end();
    to.off?.('error', ignore);
  };
}

function writeLine(to: LineWriter, line: string): void {
  try {
    to.write(line);
  } catch {}
}

function ignore(): void {}

function asJson(line: { readonly details: readonly unknown[] }): string {
  try {
    return JSON.stringify(line, printable);
  } catch {
    // A state with a cycle in it, or a toJSON that throws.
    return JSON.stringify({ ...line, details: inspect(line.details, { depth: 3 }) });
  }
}

// Terms are more than JSON: what it cannot say is printed as Node prints it.
function printable(_key: string, value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  if (value instanceof Map || value instanceof Set || typeof value === 'function' || typeof value === 'symbol') {
    return inspect(value, { depth: 3 });
  }
  if (typeof value === 'bigint') return value.toString();
  return value;
}
