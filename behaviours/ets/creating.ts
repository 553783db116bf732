/** The functions of ets for tables as a whole. */
import { Address, badarg, currentNode, makeRef, node, self, type Ref } from '../../lib/index.js';
import { infoItems, type TableInfoItem, type TableInfoValue } from './info.js';
import { readHeir, readOptions } from './options.js';
import { Table } from './table.js';
import { addTable, allTables, findTable, ownTable, readable, removeTable, renameTable, writable } from './tables.js';
import type { EtsObject, EtsTable, Heir, Protection, TableOption } from './types.js';

export const creating = {
  /**
   * Makes a table, which the calling process owns. Ports `ets:new/2`.
   *
   * @param name what the table is called; with the option 'named_table' it is also known by it
   * @param options as in Erlang, as `['ordered_set', 'public', ['keypos', 2]]`. A keypos that is a text is the name of the
   *   field that is the key of objects that are records (plain objects)
   * @returns the name with 'named_table', else a reference
   * @throws badarg for what is no option, and for a name that another table is known by
   * @example
   * import { ets } from 'regent-otp/behaviours';
   *
   * type Session = readonly [id: string, user: string];
   * const sessions = ets.new<Session>('sessions', ['named_table', 'public']);
   * ets.insert(sessions, ['s1', 'ann']); // => true
   * ets.lookup(sessions, 's1'); // => [['s1', 'ann']]
   */
  new<T extends EtsObject = EtsObject>(name: string, options: readonly TableOption[]): EtsTable<T> {
    if (typeof name !== 'string' || name === 'undefined') throw badarg('ets.new', 'name', name, 'a text');
    const settings = readOptions('ets.new', options, node());
    if (settings.isNamed && findTable(name) !== undefined)
      throw badarg('ets.new', 'name', name, 'a name that is not taken');
    const table = new Table(currentNode(), makeRef(), name, settings, self(), removeTable);
    addTable(table);
    return table.tid;
  },

  /** All tables of the node: names of those that are known by one, references of the others. Ports `ets:all/0`. */
  all(): readonly EtsTable[] {
    return allTables().map(({ tid }) => tid);
  },

  /** The reference of a table that is known by a name; undefined if there is none. Ports `ets:whereis/1`. */
  whereis(name: string): Ref | undefined {
    return findTable(name)?.id;
  },

  /**
   * What is known of a table: `[item, value]` pairs, or the value of one item; undefined if there is no such table. Erlang's
   * `memory` is not there. Ports `ets:info/1,2`.
   *
   * @example
   * import { ets } from 'regent-otp/behaviours';
   *
   * const table = ets.new('counts', ['ordered_set']);
   * ets.insert(table, ['a', 1], ['b', 2]);
   * ets.info(table, 'size'); // => 2
   * ets.info(table, 'type'); // => 'ordered_set'
   */
  info,

  /** Gives a table another name. Ports `ets:rename/2`. */
  rename<T extends EtsObject>(tab: EtsTable<T>, name: string): EtsTable<T> {
    const table = writable('ets.rename', tab);
    const isTaken = table.settings.isNamed && findTable(name) !== undefined;
    if (typeof name !== 'string' || isTaken) throw badarg('ets.rename', 'name', name, 'a name that is not taken');
    renameTable(table, name);
    return table.tid;
  },

  /**
   * Has another process of the node own a table of the caller's; it gets `['ETS-TRANSFER', tab, fromPid, data]`. Ports
   * `ets:give_away/3`.
   *
   * @returns true
   * @throws badarg if the process has ended, or is the caller itself
   */
  giveAway(tab: EtsTable, pid: Address, data: unknown): true {
    const table = ownTable('ets.giveAway', tab);
    const isOther = pid instanceof Address && pid.node === node() && pid !== self();
    if (!isOther || !table.giveTo(pid, data))
      throw badarg('ets.giveAway', 'pid', pid, 'another living process of this node');
    return true;
  },

  /**
   * Changes the heir or the access rights of a table of the caller's: `['heir', pid, data]`, `['heir', 'none']`,
   * `['protection', 'public']`, or a list of them. Ports `ets:setopts/2`.
   */
  setopts(tab: EtsTable, options: Setting | readonly Setting[]): true {
    const table = ownTable('ets.setopts', tab);
    const list = (Array.isArray(options) && Array.isArray(options[0]) ? options : [options]) as readonly Setting[];
    const changes = list.map((option) => changeOf(table, option));
    for (const change of changes) change();
    return true;
  },

  /** Keeps the way through a table safe while objects are deleted: until as many `false` have come. Ports `ets:safe_fixtable/2`. */
  safeFixtable(tab: EtsTable, isFixed: boolean): true {
    const table = readable('ets.safeFixtable', tab);
    if (isFixed) table.fix();
    else table.unfix();
    return true;
  },
};

/** What `ets.setopts` changes. */
export type Setting = Heir | readonly ['protection', Protection];

function changeOf(table: Table, option: Setting): () => void {
  const [name, value]: readonly unknown[] = Array.isArray(option) ? option : [];
  if (name === 'heir') {
    const heir = readHeir('ets.setopts', option as Heir, node());
    return () => void (table.heir = heir);
  }
  if (name === 'protection' && (value === 'public' || value === 'protected' || value === 'private'))
    return () => void (table.protection = value);
  throw badarg('ets.setopts', 'options', option, "['heir', ...] or ['protection', 'public' | 'protected' | 'private']");
}

function info(tab: EtsTable): readonly (readonly [TableInfoItem, unknown])[] | undefined;
function info<I extends TableInfoItem>(tab: EtsTable, item: I): TableInfoValue<I> | undefined;
function info(tab: EtsTable, item?: TableInfoItem): unknown {
  if (item !== undefined && !Object.hasOwn(infoItems, item)) {
    throw badarg('ets.info', 'item', item, Object.keys(infoItems).join(', '));
  }
  const table = findTable(tab);
  if (table === undefined) return undefined;
  if (item !== undefined) return infoItems[item](table);
  return (Object.keys(infoItems) as TableInfoItem[]).map((name) => [name, infoItems[name](table)]);
}
