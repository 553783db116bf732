/**
 * The options of a PartitionSupervisor, checked. Pure.
 */
import { argumentError, type NameOption } from '../../behaviours/index.js';
import { availableParallelism } from 'node:os';
import { formatTerm } from '../../lib/index.js';
import type { ChildSpec, Start } from '../childSpec.js';
import { childSpecOf, type ChildLike } from '../elixir/childSpecOf.js';

/** Options of a PartitionSupervisor, with Elixir's names. */
export interface PartitionOptions {
  readonly name: NameOption;
  /** The child that runs in each partition. */
  readonly child_spec: ChildLike;
  /** How many partitions there are. Default: as many as the machine has cores. */
  readonly partitions?: number;
  /** Makes the arguments of a partition's start function from those of the specification. */
  readonly with_arguments?: (args: readonly unknown[], partition: number) => readonly unknown[];
  /** Default: 'one_for_one'. */
  readonly strategy?: 'one_for_one' | 'one_for_all' | 'rest_for_one';
  /** So many restarts are allowed within `max_seconds`. Default: 3. */
  readonly max_restarts?: number;
  /** Default: 5. */
  readonly max_seconds?: number;
}

/** What a checked set of options comes to. */
export interface PartitionPlan {
  readonly name: NameOption;
  /** The specifications of the partitions as they were given, but for their arguments. */
  readonly specs: readonly ChildSpec[];
}

/** Checks options; a wrong one raises an ArgumentError that names it. */
export function planPartitions(options: PartitionOptions): PartitionPlan {
  const { name, child_spec, partitions = availableParallelism(), with_arguments = (args) => args } = options;
  if (name === undefined || name === null) throw argumentError('a PartitionSupervisor needs the option name');
  if (child_spec === undefined) throw argumentError('a PartitionSupervisor needs the option child_spec');
  if (!Number.isInteger(partitions) || partitions < 1) {
    throw argumentError(`the option partitions must be a positive integer, not ${formatTerm(partitions)}`);
  }
  if (typeof with_arguments !== 'function') {
    throw argumentError(
      `the option with_arguments must be a function of the arguments and the partition, not ${formatTerm(with_arguments)}`,
    );
  }
  const { auto_shutdown = 'never' } = options as { readonly auto_shutdown?: unknown };
  if (auto_shutdown !== 'never')
    throw argumentError(`the option auto_shutdown must be 'never', not ${formatTerm(auto_shutdown)}`);
  const spec = childSpecOf(child_spec) as ChildSpec;
  const specs = Array.from({ length: partitions }, (_, partition) => specFor(spec, partition, with_arguments));
  return { name, specs };
}

function specFor(
  spec: ChildSpec,
  partition: number,
  withArguments: (args: readonly unknown[], partition: number) => unknown,
): ChildSpec {
  const [module, fun, args] = spec.start;
  const own = withArguments(args, partition);
  if (!Array.isArray(own)) throw argumentError(`with_arguments must give a list, not ${formatTerm(own)}`);
  const start: Start = [module, fun, own];
  return { ...spec, id: partition, start, modules: spec.modules ?? [module] };
}
