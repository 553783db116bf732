/**
 * The functions of Elixir's module PartitionSupervisor.
 */
import {
  elixirGenServer,
  idOf,
  serverNameOf,
  type NameOption,
  type ServerName,
  type StartResult,
  type ViaRegistry,
} from '../../behaviours/index.js';
import { ErlangError, exit, send, type Address } from '../../lib/index.js';
import type { ChildSpec } from '../childSpec.js';
import { callSupervisor, countChildrenOf, type ChildCountMap } from '../elixir/callSupervisor.js';
import type { SupervisorFlags } from '../rules/checkFlags.js';
import { supervisor, type ChildInfo } from '../supervisor/module.js';
import { planPartitions, type PartitionOptions } from './options.js';
import { partitionsOf, pidForKey } from './partitions.js';
import { resizePartitions } from './resize.js';
import { PartitionServer } from './server.js';

/** The key of a via name: the supervisor's name, and what leads to one of its partitions. */
export type PartitionKey = readonly [name: NameOption, key: unknown];

/**
 * Ports Elixir's module PartitionSupervisor: a supervisor that runs one child several times over, so that what would be
 * too much for one process is spread over some. `['via', partitionSupervisor, [name, key]]` names the process that a key
 * leads to: an integer by its remainder, any other term by a hash.
 *
 * @example
 * import { genServer, GenServer, ok, reply } from 'regent-otp/behaviours';
 * import { partitionSupervisor } from 'regent-otp/supervisors';
 *
 * class Counter extends GenServer<number> {
 *   static startLink(first: number) {
 *     return genServer.startLink(Counter, first);
 *   }
 *   init(first: number) {
 *     return ok(first);
 *   }
 *   override handleCall(_request: unknown, _from: unknown, count: number) {
 *     return reply(count, count + 1);
 *   }
 * }
 *
 * const child_spec = { id: 'counter', start: [Counter, 'startLink', [0]] } as const;
 * await partitionSupervisor.startLink({ name: 'counters', child_spec, partitions: 2 });
 * await genServer.call(['via', partitionSupervisor, ['counters', 4]], 'next'); // => 0
 * await genServer.call(['via', partitionSupervisor, ['counters', 2]], 'next'); // => 1
 * await genServer.call(['via', partitionSupervisor, ['counters', 1]], 'next'); // => 0
 */
export const partitionSupervisor = {
  [Symbol.toStringTag]: 'Elixir.PartitionSupervisor',

  /**
   * Starts a supervisor and its partitions. Ports `PartitionSupervisor.start_link/1`.
   *
   * @returns `['ok', pid]` or `['error', reason]`; raises an ArgumentError for wrong options
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { partitionSupervisor } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * const child_spec = { id: 'worker', start: [worker, 'startLink', []] } as const;
   * await partitionSupervisor.startLink({ name: 'pool', child_spec, partitions: 2 });
   * partitionSupervisor.partitions('pool'); // => 2
   */
  async startLink(options: PartitionOptions): Promise<StartResult> {
    const { name, specs } = planPartitions(options);
    const { strategy = 'one_for_one', max_restarts: intensity = 3, max_seconds: period = 5 } = options;
    const flags: SupervisorFlags = { strategy, intensity, period };
    return supervisor.startLink(serverNameOf(name) as ServerName, PartitionServer, [flags, specs]);
  },

  /**
   * How many partitions there are. Ports `PartitionSupervisor.partitions/1`.
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { partitionSupervisor } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * const child_spec = { id: 'worker', start: [worker, 'startLink', []] } as const;
   * await partitionSupervisor.startLink({ name: 'pool', child_spec, partitions: 2 });
   * partitionSupervisor.partitions('pool'); // => 2
   */
  partitions(name: NameOption): number {
    return partitionsOf(name)[1].count;
  },

  /**
   * Stops partitions, or starts them again: the last ones first to go. Ports `PartitionSupervisor.resize!/2`. Resize a
   * supervisor from one process at a time.
   *
   * @param partitions from 0 to as many as it was started with
   * @returns how many there were
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { partitionSupervisor } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * const child_spec = { id: 'worker', start: [worker, 'startLink', []] } as const;
   * await partitionSupervisor.startLink({ name: 'pool', child_spec, partitions: 2 });
   * await partitionSupervisor.resize('pool', 1); // => 2
   * partitionSupervisor.partitions('pool'); // => 1
   */
  resize(name: NameOption, partitions: number): Promise<number> {
    return resizePartitions(name, partitions);
  },

  /**
   * All partitions by their numbers, the last first. Ports `PartitionSupervisor.which_children/1`.
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { partitionSupervisor } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * const child_spec = { id: 'worker', start: [worker, 'startLink', []] } as const;
   * await partitionSupervisor.startLink({ name: 'pool', child_spec, partitions: 2 });
   * (await partitionSupervisor.whichChildren('pool')).map(([partition]) => partition); // => [1, 0]
   */
  async whichChildren(name: NameOption): Promise<readonly ChildInfo[]> {
    return (await callSupervisor(name, 'which_children')) as readonly ChildInfo[];
  },

  /**
   * How many partitions there are, and how many run. Ports `PartitionSupervisor.count_children/1`.
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { partitionSupervisor } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * const child_spec = { id: 'worker', start: [worker, 'startLink', []] } as const;
   * await partitionSupervisor.startLink({ name: 'pool', child_spec, partitions: 2 });
   * await partitionSupervisor.countChildren('pool'); // => { specs: 2, active: 2, supervisors: 0, workers: 2 }
   */
  countChildren(name: NameOption): Promise<ChildCountMap> {
    return countChildrenOf(name);
  },

  /**
   * Has the supervisor end, and waits until it has. Ports `PartitionSupervisor.stop/3`.
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { partitionSupervisor } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * const child_spec = { id: 'worker', start: [worker, 'startLink', []] } as const;
   * await partitionSupervisor.startLink({ name: 'pool', child_spec, partitions: 2 });
   * await partitionSupervisor.stop('pool'); // => 'ok'
   */
  stop(name: NameOption, reason: unknown = 'normal', timeout: number | 'infinity' = 'infinity'): Promise<'ok'> {
    return elixirGenServer.stop(name, reason, timeout);
  },

  /**
   * How it is started under another supervisor. Ports `PartitionSupervisor.child_spec/1`.
   *
   * @example
   * import { partitionSupervisor } from 'regent-otp/supervisors';
   *
   * partitionSupervisor.childSpec({ name: 'pool', child_spec: { id: 'a', start: ['m', 'f', []] } }).id; // => 'pool'
   */
  childSpec(options: PartitionOptions): ChildSpec {
    const id = idOf(options.name, 'Elixir.PartitionSupervisor');
    return { id, start: [partitionSupervisor, 'start_link', [options]], type: 'supervisor' };
  },

  // The contract of via names.

  whereisName(key: unknown): Address | undefined {
    const [name, own] = key as PartitionKey;
    return pidForKey(name, own);
  },

  send(key: unknown, message: unknown): unknown {
    const pid = partitionSupervisor.whereisName(key) ?? exit(['badarg', [key, message]]);
    return send(pid, message);
  },

  registerName(): never {
    throw new ErlangError('badarg', 'a name of a PartitionSupervisor leads to processes, but is given to none');
  },

  unregisterName(): never {
    throw new ErlangError('badarg', 'a name of a PartitionSupervisor leads to processes, but is given to none');
  },
} satisfies ViaRegistry & Record<PropertyKey, unknown>;
