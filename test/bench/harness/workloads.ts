// The workloads: what each does, what one operation of it is, and the goal: how many times as fast as the BEAM.

export interface Workload {
  readonly name: string;
  /** What is measured, as it stands in the tables: less is better. */
  readonly unit: string;
  readonly what: string;
  /** The least ratio to the BEAM with one scheduler that is aimed at. */
  readonly goal: number;
  /** Operations come in multiples of this many. */
  readonly batch?: number;
  /** Exactly so many operations are measured, once, and not again until they take long enough. */
  readonly fixed?: number;
  /** What the curve runs over: given to `run` as its second argument. */
  readonly size?: number;
  /** Where its module is: 'workloads', unless it is a point of a curve. */
  readonly folder?: 'workloads' | 'curves';
  /** The module in Erlang, where it is that of another workload. */
  readonly erlang?: string;
  /** Runs on two nodes in two OS processes. */
  readonly cluster?: boolean;
}

export const workloads: readonly Workload[] = [
  { name: 'ping-pong', unit: 'ns/round trip', what: 'two processes, a receive each', goal: 1 },
  {
    name: 'ping-pong-await',
    unit: 'ns/round trip',
    what: 'the same without `again`: each receive awaited',
    goal: 1,
    erlang: 'ping-pong',
  },
  { name: 'call', unit: 'ns/call', what: 'gen_server call, one client', goal: 3 },
  { name: 'call-10k-backlog', unit: 'ns/call', what: '10,000 other messages in the client’s mailbox', goal: 4 },
  { name: 'call-100-clients', unit: 'ns/call', what: '100 clients, one server', goal: 3, batch: 100 },
  { name: 'cast', unit: 'ns/cast', what: 'one sender, one gen_server, bursts of 100,000', goal: 1.2, batch: 100_000 },
  { name: 'fan-in', unit: 'ns/message', what: '100 senders, one receiver', goal: 1, batch: 100_000 },
  {
    name: 'fan-in-await',
    unit: 'ns/message',
    what: 'the same without `again`',
    goal: 1,
    batch: 100_000,
    erlang: 'fan-in',
  },
  { name: 'ring', unit: 'ns/hop', what: '1,000 processes, one token', goal: 1, batch: 1000 },
  { name: 'ring-await', unit: 'ns/hop', what: 'the same without `again`', goal: 1, batch: 1000, erlang: 'ring' },
  { name: 'spawn-exit', unit: 'ns/process', what: 'spawnMonitor, exit, DOWN', goal: 1 },
  { name: 'selective-10k', unit: 'ns/receive', what: 'a tagged message behind 10,000 others', goal: 50 },
  { name: 'selective-guard-10k', unit: 'ns/receive', what: 'by a guard, behind 10,000 others', goal: 0.7 },
  { name: 'timers', unit: 'ns/timer', what: 'start and cancel, 100,000 outstanding', goal: 1, batch: 1000 },
  { name: 'registry', unit: 'ns/name', what: 'register, lookup, unregister', goal: 1, batch: 1000 },
  {
    name: 'supervisor-restart',
    unit: 'ns/restart',
    what: 'a crash to the restarted child that answers',
    goal: 1,
    batch: 100,
  },
  { name: 'memory-process', unit: 'bytes/process', what: '100,000 idle ones', goal: 1.6, fixed: 100_000 },
  { name: 'memory-gen-server', unit: 'bytes/server', what: '100,000 idle ones', goal: 3, fixed: 100_000 },
  {
    name: 'tls-one-way',
    unit: 'ns/cast',
    what: 'small casts to another OS process',
    goal: 2.5,
    batch: 1000,
    cluster: true,
  },
  { name: 'tls-call', unit: 'ns/call', what: 'to another OS process, one client', goal: 1, cluster: true },
  { name: 'tls-call-100', unit: 'ns/call', what: 'the same, 100 clients', goal: 1.5, batch: 100, cluster: true },
  { name: 'tls-10mb', unit: 'ns/call', what: 'calls that carry 10 MB', goal: 1, cluster: true },
  {
    name: 'nodedown',
    unit: 'ns/DOWN',
    what: '10,000 monitors on a node that dies',
    goal: 1,
    fixed: 10_000,
    cluster: true,
  },
];
