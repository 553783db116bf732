/**
 * The actions of one transition, checked and sorted: what is done at once (replies, modules) is handed on as it is met, the
 * rest is collected for the end of the transition.
 */
import { Ref, Address, type From } from '../../lib/index.js';
import type { EventType, ReplyAction, StatemEvent, TimeoutType } from './types.js';

/** A timeout action. */
export interface TimeoutChange {
  readonly type: TimeoutType;
  readonly time: number | 'infinity' | 'cancel' | 'update';
  readonly content: unknown;
  readonly isAbsolute: boolean;
}

/** What changes the callback module. */
export type ModuleChange = readonly ['change' | 'push', new () => object] | readonly ['pop'];

/** What sends the replies: the machine. */
export interface Replier {
  sendReply(from: From, value: unknown): void;
}

export class CollectedActions {
  readonly #replier: Replier;
  isPostponed = false;
  isHibernating = false;
  readonly nextEvents: StatemEvent[] = [];
  readonly timeouts: TimeoutChange[] = [];
  readonly modules: ModuleChange[] = [];

  constructor(replier: Replier) {
    this.#replier = replier;
  }

  /**
   * Takes in actions, in order. Those of an enter call must not postpone, insert events or change the module.
   *
   * @returns the first that is none, or not allowed here; undefined if all are well
   */
  add(actions: readonly unknown[], isEnter: boolean): { readonly bad: unknown } | undefined {
    for (const action of actions) {
      const isTaken = this.#addCommon(action) || (!isEnter && this.#addOfEvent(action));
      if (!isTaken) return { bad: action };
    }
    return undefined;
  }

  #addCommon(action: unknown): boolean {
    if (action === 'hibernate') return (this.isHibernating = true);
    if (typeof action === 'number' || action === 'infinity') return this.#addTimeout('timeout', [action, action]);
    if (!Array.isArray(action)) return false;
    const [kind, ...rest] = action as readonly unknown[];
    if (kind === 'hibernate' && rest.length === 1 && typeof rest[0] === 'boolean') {
      this.isHibernating = rest[0];
      return true;
    }
    if (isReply(action)) {
      this.#replier.sendReply(action[1], action[2]);
      return true;
    }
    return isTimeoutType(kind) && this.#addTimeout(kind, rest);
  }

  #addOfEvent(action: unknown): boolean {
    if (action === 'postpone') return (this.isPostponed = true);
    if (action === 'pop_callback_module') return this.modules.push(['pop']) > 0;
    if (!Array.isArray(action)) return false;
    const [kind, first, second] = action as readonly unknown[];
    if (kind === 'postpone' && action.length === 2 && typeof first === 'boolean') {
      this.isPostponed = first;
      return true;
    }
    if (kind === 'next_event' && action.length === 3 && isEventType(first)) {
      return this.nextEvents.push({ type: first, content: second }) > 0;
    }
    if (action.length !== 2 || typeof first !== 'function') return false;
    const module = first as new () => object;
    if (kind === 'change_callback_module') return this.modules.push(['change', module]) > 0;
    return kind === 'push_callback_module' && this.modules.push(['push', module]) > 0;
  }

  #addTimeout(type: TimeoutType, parts: readonly unknown[]): boolean {
    const [time, content, options] = parts;
    const isAbsolute = parts.length === 3 ? absIn(options) : parts.length === 2 ? false : undefined;
    const isChange =
      time === 'cancel' ? parts.length === 1 : time === 'update' ? parts.length === 2 : isAbsolute !== undefined;
    if (!isChange || !(isWord(time) || (Number.isInteger(time) && (isAbsolute === true || Number(time) >= 0)))) {
      return false;
    }
    this.timeouts.push({ type, time: time as TimeoutChange['time'], content, isAbsolute: isAbsolute === true });
    return true;
  }
}

/**
 * Sends the replies of a machine that is about to end, in order.
 *
 * @returns the first that is none; undefined if all are well
 */
export function sendReplies(replier: Replier, actions: readonly unknown[]): { readonly bad: unknown } | undefined {
  for (const action of actions) {
    if (!isReply(action)) return { bad: action };
    replier.sendReply(action[1], action[2]);
  }
  return undefined;
}

function isReply(action: unknown): action is ReplyAction {
  return Array.isArray(action) && action.length === 3 && action[0] === 'reply' && isFrom(action[1]);
}

function isWord(time: unknown): boolean {
  return time === 'infinity' || time === 'cancel' || time === 'update';
}

export function isFrom(term: unknown): term is From {
  return Array.isArray(term) && term.length === 2 && term[0] instanceof Address && term[1] instanceof Ref;
}

function isTimeoutType(term: unknown): term is TimeoutType {
  return term === 'timeout' || term === 'state_timeout' || isNamedTimeout(term);
}

function isNamedTimeout(term: unknown): term is readonly ['timeout', unknown] {
  return Array.isArray(term) && term.length === 2 && term[0] === 'timeout';
}

const plainTypes: readonly unknown[] = ['cast', 'info', 'timeout', 'state_timeout', 'internal'];

function isEventType(term: unknown): term is EventType {
  if (plainTypes.includes(term) || isNamedTimeout(term)) return true;
  return Array.isArray(term) && term.length === 2 && term[0] === 'call' && isFrom(term[1]);
}

/** Whether the options of a timeout say that its time is absolute; undefined if they are none. */
function absIn(options: unknown): boolean | undefined {
  if (!Array.isArray(options)) return undefined;
  const list = options[0] === 'abs' ? [options] : (options as readonly unknown[]);
  if (!list.every((option) => isSwitch(option))) return undefined;
  return list.length > 0 && list[list.length - 1]![1];
}

function isSwitch(option: unknown): option is readonly ['abs', boolean] {
  return Array.isArray(option) && option.length === 2 && option[0] === 'abs' && typeof option[1] === 'boolean';
}
