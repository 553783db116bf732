/** The event that a message is to a gen_statem. */
import type { From } from '../../lib/index.js';
import type { StatemEvent } from './types.js';

/** Whether a message is a tuple with this tag. */
export function isTuple(message: unknown, tag: string, length: number): message is readonly unknown[] {
  return Array.isArray(message) && message[0] === tag && message.length === length;
}

export function eventOf(message: unknown): StatemEvent {
  if (isTuple(message, '$gen_call', 3)) {
    const [, from, content] = message as readonly [unknown, From, unknown];
    return { type: ['call', from], content };
  }
  if (isTuple(message, '$gen_cast', 2)) return { type: 'cast', content: message[1] };
  return { type: 'info', content: message };
}
