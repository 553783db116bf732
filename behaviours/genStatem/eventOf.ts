/** The event that a message is to a gen_statem. */
import type { From } from '../../lib/index.js';
import { isTuple } from '../isTuple.js';
import type { StatemEvent } from './types.js';

export function eventOf(message: unknown): StatemEvent {
  if (isTuple(message, '$gen_call', 3)) {
    const [, from, content] = message as readonly [unknown, From, unknown];
    return { type: ['call', from], content };
  }
  if (isTuple(message, '$gen_cast', 2)) return { type: 'cast', content: message[1] };
  return { type: 'info', content: message };
}
