/**
 * The processes of a registry: one that has its name and its table, and under it the partitions. Each owner of an entry is
 * linked with a partition, so that the end of the registry ends its owners.
 */
import { exit, processFlag, self, type Address } from '../../lib/index.js';
import { genServer } from '../genServer/module.js';
import { GenServer } from '../genServer/server.js';
import { TermMap } from '../termMap.js';
import type { RegistryOptions } from './options.js';
import { RegistryTable } from './table.js';

export class RegistryServer extends GenServer<RegistryTable> {
  async init({ name, keys, partitions, listeners, meta }: Required<RegistryOptions>) {
    processFlag('trap_exit', true);
    const table = new RegistryTable(name, keys, listeners, metaOf(meta));
    for (let index = 0; index < partitions; index++) {
      const started = await genServer.startLink(
        ['local', `${name}.PIDPartition${index}`],
        RegistryPartition,
        undefined,
      );
      if (started[0] !== 'ok') return ['stop', started] as const;
      table.partitions.push(started[1] as Address);
    }
    return ['ok', table] as const;
  }

  // A partition has ended, and with it all processes that were linked with it: what is left is of no use.
  override handleInfo(info: unknown, table: RegistryTable) {
    const isPartition = Array.isArray(info) && info[0] === 'EXIT' && table.partitions.includes(info[1] as Address);
    return isPartition ? (['stop', 'shutdown', table] as const) : (['noreply', table] as const);
  }

  override terminate(_reason: unknown, table: RegistryTable) {
    for (const partition of table.partitions) exit(partition, 'shutdown');
  }
}

/** Owners of entries are linked with it. It does nothing, and outlives them. */
class RegistryPartition extends GenServer<Address> {
  init() {
    processFlag('trap_exit', true);
    return ['ok', self()] as const;
  }

  override handleInfo(_info: unknown, state: Address) {
    return ['noreply', state] as const;
  }
}

function metaOf(meta: Required<RegistryOptions>['meta']): TermMap<unknown> {
  const map = new TermMap<unknown>();
  const pairs: readonly (readonly [string, unknown])[] = Array.isArray(meta) ? meta : Object.entries(meta);
  for (const [key, value] of pairs) map.set(key, value);
  return map;
}
