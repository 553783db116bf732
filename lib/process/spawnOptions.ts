/** The options of spawning, as Erlang takes them. */
import { isMonitorOption, type MonitorOption } from './monitors.js';

/**
 * Options of spawning: bonds with the caller; a monitor with options, `['monitor', [['tag', term]]]`; and those that tune
 * Erlang's VM, `['priority', 'high']` for one, which do nothing here.
 */
export type SpawnOption = 'link' | MonitorSpawnOption | readonly [(typeof tuning)[number], unknown];

/** The wish for a monitor. */
export type MonitorSpawnOption = 'monitor' | readonly ['monitor', readonly MonitorOption[]];

/**
 * Options of `spawnRequest`: also which replies to send, and what they begin with instead of 'spawn_reply'.
 */
export type SpawnRequestOption = SpawnOption | readonly ['reply', ReplyWanted] | readonly ['reply_tag', unknown];

/** Which replies a request for a process is to have. */
export type ReplyWanted = 'yes' | 'no' | 'error_only' | 'success_only';

/** What the options of a request come to. */
export interface SpawnSettings {
  readonly link: boolean;
  /** The options of the monitor, if there is to be one. */
  readonly monitor: readonly MonitorOption[] | undefined;
  readonly reply: ReplyWanted;
  readonly replyTag: unknown;
  /** One of the options is none. */
  readonly isBad: boolean;
}

const tuning = [
  'priority',
  'fullsweep_after',
  'min_heap_size',
  'min_bin_vheap_size',
  'max_heap_size',
  'message_queue_data',
  'async_dist',
] as const;

const replies: readonly unknown[] = ['yes', 'no', 'error_only', 'success_only'] satisfies ReplyWanted[];

export function isSpawnOption(option: unknown): option is SpawnOption {
  if (option === 'link' || option === 'monitor') return true;
  if (!Array.isArray(option) || option.length !== 2) return false;
  const [name, value] = option as readonly unknown[];
  if (name === 'monitor') return Array.isArray(value) && value.every(isMonitorOption);
  return (tuning as readonly unknown[]).includes(name);
}

/** Reads the options of a request; later ones count. */
export function spawnSettings(options: readonly SpawnRequestOption[]): SpawnSettings {
  let [link, isBad] = [false, false];
  let monitor: readonly MonitorOption[] | undefined;
  let reply: ReplyWanted = 'yes';
  let replyTag: unknown = 'spawn_reply';
  for (const option of options) {
    if (option === 'link') link = true;
    else if (option === 'monitor') monitor = [];
    else if (Array.isArray(option) && option[0] === 'reply_tag') replyTag = option[1];
    else if (Array.isArray(option) && option[0] === 'reply' && replies.includes(option[1])) reply = option[1];
    else if (!isSpawnOption(option)) isBad = true;
    else if (option[0] === 'monitor') monitor = option[1];
  }
  return { link, monitor, reply, replyTag, isBad };
}
