/**
 * RegistryServer: the process that has the name of a registry and its table. Under it are the partitions, which it starts
 * again when they end, as Elixir's supervisor does: for unique keys all of them, since the names of one depend on those of
 * the others. With more than 3 restarts in 5 s it gives up.
 */
import {
  after,
  down,
  exit,
  exitFrom,
  monitor,
  monotonicTime,
  on,
  processFlag,
  receive,
  type Address,
} from '../../lib/index.js';
import { genServer } from '../genServer/module.js';
import { GenServer } from '../genServer/server.js';
import { TermMap } from '../termMap.js';
import type { RegistryOptions } from './options.js';
import { RegistryPartition } from './partition.js';
import { RegistryTable } from './table.js';

const mostRestarts = 3;
const period = 5000;

export class RegistryServer extends GenServer<RegistryTable> {
  async init({ name, keys, partitions, listeners, meta }: Required<RegistryOptions>) {
    processFlag('trap_exit', true);
    const table = new RegistryTable(name, keys, listeners, metaOf(meta));
    for (let index = 0; index < partitions; index++) {
      const failed = await startPartition(table, index);
      if (failed !== undefined) return ['stop', failed] as const;
    }
    return ['ok', table] as const;
  }

  override async handleInfo(info: unknown, table: RegistryTable) {
    const ended = Array.isArray(info) && info[0] === 'EXIT' ? table.partitions.indexOf(info[1] as Address) : -1;
    if (ended === -1) return ['noreply', table] as const;
    const failed = mayRestart(table) ? await restart(table, ended) : 'too many restarts';
    return failed === undefined ? (['noreply', table] as const) : (['stop', 'shutdown', table] as const);
  }

  override terminate(_reason: unknown, table: RegistryTable) {
    for (const partition of table.partitions) exit(partition, 'shutdown');
  }
}

/** Gives what went wrong, if anything did. */
async function startPartition(table: RegistryTable, index: number): Promise<unknown> {
  const name = ['local', `${table.name}.PIDPartition${index}`] as const;
  const started = await genServer.startLink(name, RegistryPartition, undefined);
  if (started[0] !== 'ok') return started;
  table.partitions[index] = started[1] as Address;
  return undefined;
}

function mayRestart({ restarts }: RegistryTable): boolean {
  const now = monotonicTime();
  restarts.push(now);
  while (restarts[0]! < now - period) restarts.shift();
  return restarts.length <= mostRestarts;
}

async function restart(table: RegistryTable, ended: number): Promise<unknown> {
  const indexes = table.keys === 'unique' ? [...table.partitions.keys()] : [ended];
  for (const index of indexes) {
    const partition = table.partitions[index]!;
    await stop(partition);
    table.clear(partition);
  }
  for (const index of indexes) {
    const failed = await startPartition(table, index);
    if (failed !== undefined) return failed;
  }
  return undefined;
}

async function stop(partition: Address): Promise<void> {
  const ref = monitor('process', partition);
  exit(partition, 'shutdown');
  await receive(on(down(ref), () => 'ok'));
  await receive(
    on(exitFrom(partition), () => 'ok'),
    after(0, () => 'ok'),
  );
}

function metaOf(meta: Required<RegistryOptions>['meta']): TermMap<unknown> {
  const map = new TermMap<unknown>();
  const pairs: readonly (readonly [string, unknown])[] = Array.isArray(meta) ? meta : Object.entries(meta);
  for (const [key, value] of pairs) map.set(key, value);
  return map;
}
