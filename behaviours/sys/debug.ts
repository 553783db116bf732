/**
 * Debug: what is switched on to watch one process: trace, log, statistics, and functions of your own. The process tells
 * it of events; while nothing is on there is no Debug at all.
 *
 * Events are Erlang's: `['in', message]`, `['out', reply, to, state]`, `['noreply', state]` ...
 */
import { badarg, currentNode, ExitError, self, termEquals } from '../../lib/index.js';
import { EventLog } from './eventLog.js';
import { Statistics } from './statistics.js';

/** Something that happened to a process, as a tuple. */
export type SystemEvent = unknown;

/** A debug function: gets its state, the event and the process's name, gives its next state, or 'done' to be removed. */
export type DebugFunction = (state: never, event: SystemEvent, name: never) => unknown;

/** What `sys.install` takes: with an id, a function can be installed more than once. */
export type FunctionSpec =
  readonly [fun: DebugFunction, state: unknown] | readonly [id: unknown, fun: DebugFunction, state: unknown];

/** Debug options of a start, and of `sys.debugOptions`. */
export type DebugOption =
  'trace' | 'log' | 'statistics' | readonly ['log', number] | readonly ['install', FunctionSpec];

interface Item {
  readonly key: unknown;
  /** Takes note of an event; false if it is to be removed. */
  note(event: SystemEvent, name: unknown): boolean;
  /** What `getStatus` shows of it. */
  readonly data: unknown;
}

export class Debug {
  #items: readonly Item[] = [];

  get isOff(): boolean {
    return this.#items.length === 0;
  }

  /** The events in the log. */
  get log(): readonly SystemEvent[] {
    return this.#find('log', EventLog)?.events ?? [];
  }

  /** Tells everything that is switched on of an event. */
  handle(event: SystemEvent, name: unknown): void {
    // One at a time: a function that raises an error is removed and does no more harm.
    this.#items = this.#items.filter((item) => item.note(event, name));
  }

  /** Switches something on or off, or asks for what was noted: what comes behind 'debug' in a system message. */
  command(what: unknown): unknown {
    if (what === 'no_debug') {
      this.#items = [];
      return 'ok';
    }
    if (!Array.isArray(what) || what.length !== 2) return 'unknown_debug';
    const [kind, flag] = what as readonly unknown[];
    if (kind === 'trace' && typeof flag === 'boolean') return this.#switch(flag, tracer);
    if (kind === 'log') return this.#logCommand(flag);
    if (kind === 'statistics') return this.#statisticsCommand(flag);
    if (kind === 'install' && isFunctionSpec(flag)) return this.#install(new Installed(flag));
    if (kind === 'remove') return this.#remove(flag);
    return 'unknown_debug';
  }

  /** What `getStatus` shows: pairs, the latest first. */
  toList(): readonly (readonly [unknown, unknown])[] {
    return this.#items.map(({ key, data }) => [key, data]);
  }

  #logCommand(flag: unknown): unknown {
    const log = this.#find('log', EventLog);
    if (flag === 'get') return ['ok', this.log];
    if (flag === false) return this.#remove('log');
    if (flag === 'print') return this.printLog();
    const size = flag === true ? 10 : Array.isArray(flag) && flag[0] === true ? (flag[1] as unknown) : undefined;
    if (!isSize(size)) return 'unknown_debug';
    if (log === undefined) return this.#install(new EventLog(size));
    log.resize(size);
    return 'ok';
  }

  /** Has the node tell of the events in the log. */
  printLog(): 'ok' {
    for (const event of this.log) printEvent(event, undefined);
    return 'ok';
  }

  #statisticsCommand(flag: unknown): unknown {
    if (flag === 'get') return ['ok', this.#find('statistics', Statistics)?.toList() ?? 'no_statistics'];
    if (flag === false) return this.#remove('statistics');
    return flag === true ? this.#install(new Statistics()) : 'unknown_debug';
  }

  #switch(on: boolean, item: Item): 'ok' {
    return on ? this.#install(item) : this.#remove(item.key);
  }

  #install(item: Item): 'ok' {
    if (!this.#items.some(({ key }) => termEquals(key, item.key))) this.#items = [item, ...this.#items];
    return 'ok';
  }

  #remove(key: unknown): 'ok' {
    this.#items = this.#items.filter((item) => !termEquals(item.key, key));
    return 'ok';
  }

  #find<T extends Item>(key: string, kind: abstract new (...args: never) => T): T | undefined {
    return this.#items.find((item): item is T => item.key === key && item instanceof kind);
  }
}

/** `sys:debug_options/1`: what the options of a start switch on; undefined if that is nothing. Unknown ones are ignored. */
export function debugOf(options: readonly DebugOption[]): Debug | undefined {
  if (!Array.isArray(options)) throw badarg('start', 'debug', options, 'a list of debug options');
  const debug = new Debug();
  for (const option of options as readonly DebugOption[]) {
    if (option === 'trace' || option === 'log' || option === 'statistics') debug.command([option, true]);
    else if (option[0] === 'log') debug.command(['log', [true, option[1]]]);
    else debug.command(option);
  }
  return debug.isOff ? undefined : debug;
}

const tracer: Item = {
  key: 'trace',
  data: true,
  note(event, name) {
    printEvent(event, name);
    return true;
  },
};

// OTP prints to standard output. Nothing here logs, so it is an event of the node.
function printEvent(event: SystemEvent, name: unknown): void {
  currentNode().emit('report', { level: 'debug', label: ['sys', 'trace'], pid: self(), name, event });
}

class Installed implements Item {
  readonly key: unknown;
  readonly #fun: (state: unknown, event: SystemEvent, name: unknown) => unknown;
  readonly #hasId: boolean;
  #state: unknown;

  constructor(spec: FunctionSpec) {
    const [key, fun, state] = spec.length === 3 ? spec : [spec[0], ...spec];
    this.key = key;
    this.#fun = fun as (state: unknown, event: SystemEvent, name: unknown) => unknown;
    this.#hasId = spec.length === 3;
    this.#state = state;
  }

  get data(): unknown {
    return this.#hasId ? [this.#fun, this.#state] : this.#state;
  }

  note(event: SystemEvent, name: unknown): boolean {
    try {
      this.#state = this.#fun(this.#state, event, name);
    } catch (thrown) {
      // A throw counts as the result; an error or an exit removes the function.
      if (thrown instanceof Error || thrown instanceof ExitError) return false;
      this.#state = thrown;
    }
    return this.#state !== 'done';
  }
}

function isFunctionSpec(term: unknown): term is FunctionSpec {
  if (!Array.isArray(term)) return false;
  return (term.length === 2 || term.length === 3) && typeof term[term.length - 2] === 'function';
}

function isSize(size: unknown): size is number {
  return Number.isInteger(size) && Number(size) > 0;
}
