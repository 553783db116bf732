/**
 * The events of a node. The library logs nothing: whoever wants to know listens.
 */
import type { CrashEvent } from '../process/host.js';
import type { Address } from '../terms/address.js';

/** Why a node is not connected any more, or never was. */
export type NodedownReason = string;

/** The events of a node and what comes with them; behaviours and the cluster add theirs. */
export interface NodeEvents {
  /** A process has ended by an error that nobody caught, or waits in a way that cannot work. */
  crash: [event: CrashEvent];
  /** An error came from code of a process that had ended before. */
  zombie_error: [event: { readonly pid: unknown; readonly error: unknown }];
  /** A process has held the event loop for longer than the node's option `longSchedule` allows. */
  long_schedule: [event: LongScheduleEvent];
  /** The connection with another node stands. */
  nodeup: [node: string, info: { readonly creation: number; readonly type: 'visible' | 'hidden' }];
  /** The connection with another node is lost. */
  nodedown: [node: string, info: { readonly reason: NodedownReason; readonly type: 'visible' | 'hidden' }];
  /** Something happened to a connection that an operator may want to know. */
  connection: [event: ConnectionEvent];
  /** A report of a behaviour: a supervisor's, for one. */
  report: [event: ReportEvent];
  /** Somebody uses a shell on the node. */
  shell: [event: ShellEvent];
}

/** Who held the event loop, and for how long. */
export interface LongScheduleEvent {
  readonly pid: Address;
  /** The name the process has registered, if any. */
  readonly name: string | undefined;
  /** What the process was started with. */
  readonly initialCall: unknown;
  /** How long it ran without waiting, in ms; what others ran meanwhile is not counted. */
  readonly ms: number;
}

export interface ConnectionEvent {
  readonly event: string;
  readonly node?: string | undefined;
  readonly reason?: string | undefined;
  readonly [detail: string]: unknown;
}

export interface ShellEvent {
  readonly event: 'opened' | 'line' | 'closed';
  /** The subject of the certificate. */
  readonly who: string;
  /** The serial number of the certificate. */
  readonly serial: string;
  /** `host:port` it comes from. */
  readonly remote: string;
  /** What was entered. */
  readonly line?: string | undefined;
  /** Why it was closed. */
  readonly reason?: string | undefined;
}

export interface ReportEvent {
  /** Who reports what, as in OTP: `['supervisor', 'child_terminated']`. */
  readonly label: string | readonly string[];
  readonly [detail: string]: unknown;
}
