/**
 * resize: fewer partitions, or again more, up to as many as there were at first.
 */
import { argumentError, type NameOption } from '../../behaviours/index.js';
import { ErlangError, formatTerm, type Address } from '../../lib/index.js';
import { callSupervisor } from '../elixir/callSupervisor.js';
import { partitionsOf, type Partitions } from './partitions.js';

/** Gives how many partitions there were before. */
export async function resizePartitions(name: NameOption, count: number): Promise<number> {
  const [supervisor, table] = partitionsOf(name);
  if (!Number.isInteger(count) || count < 0 || count > table.most) {
    throw argumentError(`there can be 0 to ${table.most} partitions, not ${formatTerm(count)}`);
  }
  const before = table.count;
  if (count < before) await shrink(supervisor, table, count);
  else if (count > before) await grow(supervisor, table, count);
  return before;
}

// Nobody is led to a partition that is about to stop.
async function shrink(supervisor: Address, table: Partitions, count: number): Promise<void> {
  const before = table.count;
  table.count = count;
  for (let partition = count; partition < before; partition++) {
    await callSupervisor(supervisor, ['terminate_child', partition]);
    table.pids.delete(partition);
  }
}

async function grow(supervisor: Address, table: Partitions, count: number): Promise<void> {
  for (let partition = table.count; partition < count; partition++) {
    const result = (await callSupervisor(supervisor, ['restart_child', partition])) as readonly [string, unknown];
    if (result[0] === 'error') {
      throw new ErlangError(result[1], `partition ${partition} cannot be started: ${formatTerm(result[1])}`);
    }
  }
  table.count = count;
}
