/**
 * What the launcher of a node can ask it for, over the channel between the two OS processes.
 */
import type { Endpoint } from 'regent-otp';
import type { Counts, Entry, Gauge } from './entry.js';
import type { Pressing } from './pressure.js';
import type { TrafficOptions } from './traffic.js';

/** What a node can be asked for: name, arguments, result. */
export interface Commands extends Pressing {
  /** Resolves when the node is connected with all of these. */
  connected(ids: readonly string[]): Promise<void>;
  start(to: readonly string[], options: TrafficOptions): void;
  /** Resolves when all that the traffic waits for has come. */
  stop(): Promise<void>;
  report(): Counts;
  gauge(): Promise<Gauge>;
  nodes(): readonly string[];
  /** Moves the clock on the wall. */
  shiftClock(ms: number): void;
  /** Computes for so long that nothing else runs. */
  block(ms: number): void;
  /** Stops the node; the OS process ends. */
  leave(): Promise<void>;
}

export type CommandName = keyof Commands;

export interface Request {
  readonly id: number;
  readonly command: CommandName;
  readonly args: readonly unknown[];
}

/** What a node says to its launcher. */
export type Said =
  | { readonly started: { readonly creation: number; readonly endpoint: Endpoint } }
  | { readonly entry: Entry }
  | { readonly answer: number; readonly result?: unknown; readonly error?: string };

/** What a node is started with, as JSON. */
export interface Start {
  readonly id: string;
  /** The path of the cluster spec. */
  readonly spec: string;
  /** Whether events are written to standard output, as lines of JSON. */
  readonly isLogging?: boolean;
  /** ms. */
  readonly heartbeatInterval: number;
  readonly heartbeatTimeout: number;
  readonly handshakeTimeout: number;
}
