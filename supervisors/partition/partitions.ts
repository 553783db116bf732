/**
 * Partitions: which process runs which partition of a PartitionSupervisor, for those who look it up from other processes.
 *
 * The table hangs on the address of the supervisor, weakly: it holds nothing that outlives the process.
 */
import { argumentError, locate, type NameOption } from '../../behaviours/index.js';
import { Address, exit, formatTerm, self } from '../../lib/index.js';
import { hashTerm } from './hashTerm.js';

export interface Partitions {
  /** How many there were at first: there can be no more. */
  readonly most: number;
  /** How many take part now. */
  count: number;
  /** The processes by the numbers of their partitions. */
  readonly pids: Map<number, Address>;
}

const tables = new WeakMap<Address, Partitions>();

/** Makes the table of the calling process, the supervisor. */
export function makePartitions(count: number): void {
  tables.set(self(), { most: count, count, pids: new Map() });
}

/** Notes that the calling process, the supervisor, has started a partition. */
export function notePartition(partition: number, pid: Address): void {
  tables.get(self())?.pids.set(partition, pid);
}

/** The address and the table of a supervisor on this node; exits with 'noproc' in Elixir's form if there is none. */
export function partitionsOf(name: NameOption): readonly [Address, Partitions] {
  const pid = locate(name);
  const table = pid instanceof Address ? tables.get(pid) : undefined;
  if (table === undefined) return exit(['noproc', ['Elixir.PartitionSupervisor', 'partitions', [name]]]);
  return [pid as Address, table];
}

/** The process that a key leads to. */
export function pidForKey(name: NameOption, key: unknown): Address | undefined {
  const [, { count, pids }] = partitionsOf(name);
  if (count === 0) throw argumentError(`the PartitionSupervisor ${formatTerm(name)} has no partitions`);
  const number = typeof key === 'number' && Number.isSafeInteger(key) ? Math.abs(key) : hashTerm(key);
  return pids.get(number % count);
}
