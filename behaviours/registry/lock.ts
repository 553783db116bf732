/** lock: at most one process at a time runs a function under a key. */
import { send, type Ref } from '../../lib/index.js';
import { elixirGenServer } from '../elixir/genServer.js';
import type { Eventually } from '../genServer/types.js';
import type { RegistryTable } from './table.js';

/** Who ends meanwhile holds the lock no more: the partition that grants it watches. */
export async function lock<T>(table: RegistryTable, key: unknown, fun: () => Eventually<T>): Promise<T> {
  const [partition] = table.partitions;
  const ref = (await elixirGenServer.call(partition!, ['lock', key])) as Ref;
  try {
    return await fun();
  } finally {
    send(partition!, ['unlock', key, ref]);
  }
}
