/** The tables of a node, by their references and their names, and who may use them. */
import { badarg, copyTerm, currentNode, Ref, self, type Node } from '../../lib/index.js';
import type { Table } from './table.js';
import type { EtsObject, EtsTable } from './types.js';

class Tables {
  readonly all = new Map<Ref, Table>();
  readonly named = new Map<string, Table>();
}

const tablesOfNodes = new WeakMap<Node, Tables>();

function tablesHere(): Tables {
  const node = currentNode();
  let tables = tablesOfNodes.get(node);
  if (tables === undefined) tablesOfNodes.set(node, (tables = new Tables()));
  return tables;
}

/** All tables of the node. */
export function allTables(): readonly Table[] {
  return [...tablesHere().all.values()];
}

/** The table that a term names, if there is one. */
export function findTable(tab: EtsTable): Table | undefined {
  const { all, named } = tablesHere();
  return tab instanceof Ref ? all.get(tab) : named.get(tab);
}

export function addTable(table: Table): void {
  const { all, named } = tablesHere();
  all.set(table.id, table);
  if (table.settings.isNamed) named.set(table.name, table);
}

export function removeTable(table: Table): void {
  const tables = tablesOfNodes.get(table.node);
  tables?.all.delete(table.id);
  if (table.settings.isNamed) tables?.named.delete(table.name);
}

/** Gives a table another name, which nothing else has if the table is known by it. */
export function renameTable(table: Table, name: string): void {
  const { named } = tablesHere();
  if (table.settings.isNamed) {
    named.delete(table.name);
    named.set(name, table);
  }
  table.name = name;
}

export function readable(where: string, tab: EtsTable): Table {
  return allowed(where, tab, 'a table that this process may read', ({ protection, owner }) => {
    return protection !== 'private' || owner === self();
  });
}

export function writable(where: string, tab: EtsTable): Table {
  return allowed(where, tab, 'a table that this process may write', ({ protection, owner }) => {
    return protection === 'public' || owner === self();
  });
}

export function ownTable(where: string, tab: EtsTable): Table {
  return allowed(where, tab, 'a table that this process owns', ({ owner }) => owner === self());
}

function allowed(where: string, tab: EtsTable, what: string, may: (table: Table) => boolean): Table {
  const table = findTable(tab);
  if (table === undefined || !may(table)) throw badarg(where, 'tab', tab, what);
  return table;
}

/** Terms from a table as a process gets them: a copy, on a node whose messages are copied. */
export function given<T>(table: Table, terms: T): T {
  return table.node.messages === 'cloned' ? (copyTerm(terms) as T) : terms;
}

/** An object as a table keeps it: nobody changes it any more. */
export function kept(table: Table, object: EtsObject): EtsObject {
  return table.node.prepare(object) as EtsObject;
}
