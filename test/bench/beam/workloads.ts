// What is measured between two nodes of an Erlang cluster. The far one is always Erlang's.

export interface Task {
  readonly workload: 'out' | 'in' | 'call' | 'calls';
  /** How many messages or calls. */
  readonly n: number;
}

export interface BeamWorkload extends Task {
  readonly what: string;
  /** The least ratio that is aimed at. */
  readonly goal: number;
}

export const workloads: readonly BeamWorkload[] = [
  { workload: 'out', what: 'messages to the far node', n: 200_000, goal: 1 },
  { workload: 'in', what: 'messages from there', n: 200_000, goal: 1 },
  { workload: 'call', what: 'calls, one client', n: 8_000, goal: 0.9 },
  { workload: 'calls', what: 'calls, 100 clients', n: 60_000, goal: 0.9 },
];
