/** What `ets.info` tells of a table. */
import type { Address, Ref } from '../../lib/index.js';
import type { Table } from './table.js';
import type { Position, Protection, TableType } from './types.js';

export const infoItems = {
  id: ({ id }: Table): Ref => id,
  decentralized_counters: ({ settings }: Table): unknown => settings.hints['decentralized_counters'],
  read_concurrency: ({ settings }: Table): unknown => settings.hints['read_concurrency'],
  write_concurrency: ({ settings }: Table): unknown => settings.hints['write_concurrency'],
  compressed: ({ settings }: Table): unknown => settings.hints['compressed'],
  owner: ({ owner }: Table): Address => owner,
  heir: ({ heir }: Table): Address | 'none' => heir[1],
  name: ({ name }: Table): string => name,
  size: ({ store }: Table): number => store.size,
  node: ({ node }: Table): string => node.name,
  named_table: ({ settings }: Table): boolean => settings.isNamed,
  type: ({ settings }: Table): TableType => settings.type,
  keypos: ({ settings }: Table): Position => settings.keypos,
  protection: ({ protection }: Table): Protection => protection,
} as const;

/** What `ets.info` can tell. */
export type TableInfoItem = keyof typeof infoItems;

/** The value that `ets.info` gives for an item. */
export type TableInfoValue<I extends TableInfoItem> = ReturnType<(typeof infoItems)[I]>;
