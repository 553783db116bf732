/**
 * What runs on node c: a process that welcomes whoever says hello, so that others have its address.
 */
import { Address, on, receive, register, self, send } from 'regent-otp';
import { P } from 'ts-pattern';

const hello = [P.instanceOf(Address), 'hello'] as const;

export async function guest(): Promise<void> {
  register('guest', self());
  for (;;) await receive(on(hello, ([from]) => send(from, [self(), 'welcome'])));
}
