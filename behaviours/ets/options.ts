/** The options of `ets.new`, checked. */
import { Address, badarg } from '../../lib/index.js';
import { isPosition } from './row.js';
import type { Heir, Position, Protection, TableOption, TableType } from './types.js';

export interface Settings {
  readonly type: TableType;
  readonly protection: Protection;
  readonly isNamed: boolean;
  readonly keypos: Position;
  readonly heir: Heir;
  /** What was said of concurrency and compression. It is kept for `info`, and changes nothing. */
  readonly hints: Readonly<Record<string, unknown>>;
}

const noHints = { decentralized_counters: false, read_concurrency: false, write_concurrency: false, compressed: false };

const defaults: Settings = {
  type: 'set',
  protection: 'protected',
  isNamed: false,
  keypos: 1,
  heir: ['heir', 'none'],
  hints: noHints,
};

/** Of options that contradict each other the last one holds. */
export function readOptions(where: string, options: readonly TableOption[], node: string): Settings {
  if (!Array.isArray(options)) throw badarg(where, 'options', options, 'a list');
  let settings = defaults;
  for (const option of options as readonly TableOption[]) {
    settings = { ...settings, ...settingOf(where, option, settings, node) };
  }
  return settings;
}

function settingOf(where: string, option: TableOption, { hints }: Settings, node: string): Partial<Settings> {
  switch (option) {
    // As in OTP, it does not take back another type.
    case 'set':
      return {};
    case 'ordered_set':
    case 'bag':
    case 'duplicate_bag':
      return { type: option };
    case 'public':
    case 'protected':
    case 'private':
      return { protection: option };
    case 'named_table':
      return { isNamed: true };
    case 'compressed':
      return { hints: { ...hints, compressed: true } };
  }
  const [name, value, ...rest]: readonly unknown[] = Array.isArray(option) ? option : [];
  if (name === 'heir') return { heir: readHeir(where, option as Heir, node) };
  if (name === 'keypos' && rest.length === 0 && isPosition(value)) return { keypos: value };
  if (rest.length === 0 && isHint(name, value)) return { hints: { ...hints, [name]: value } };
  throw badarg(where, 'options', option, 'an option of ets:new');
}

/** An heir has to be a process of this node, dead or alive. */
export function readHeir(where: string, heir: Heir, node: string): Heir {
  const isNone = heir.length === 2 && heir[1] === 'none';
  const isProcess = heir.length === 3 && heir[1] instanceof Address && heir[1].node === node;
  if (isNone || isProcess) return heir;
  throw badarg(where, 'heir', heir, "['heir', 'none'] or ['heir', pid, data] with a process of this node");
}

function isHint(name: unknown, value: unknown): name is string {
  if (name === 'write_concurrency' && value === 'auto') return true;
  const isKnown = name === 'read_concurrency' || name === 'write_concurrency' || name === 'decentralized_counters';
  return isKnown && typeof value === 'boolean';
}
