/**
 * untilMessage: waits until there is a message, and leaves it in place. What hibernation comes down to.
 */
import { P } from 'ts-pattern';
import { on } from '../mailbox/clause.js';
import { requireProcess } from './current.js';
import { receiveIn } from './receive.js';

const any = on(P._, (message) => message);

/** Done at once if a message waits. */
export async function untilMessage(): Promise<void> {
  const me = requireProcess('untilMessage');
  const { mailbox } = me;
  if (mailbox.count > 0) return;
  const first = await receiveIn(me, [any]);
  // It was the first, and goes back to the front.
  const later = mailbox.toArray();
  mailbox.clear();
  mailbox.push(first);
  for (const message of later) mailbox.push(message);
}
