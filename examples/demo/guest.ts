/**
 * What runs on node c: a process that welcomes whoever says hello, so that others have its address.
 */
import { Address, again, on, receive, register, self, send } from 'regent-otp';
import { P } from 'ts-pattern';

const hello = [P.instanceOf(Address), 'hello'] as const;

export function guest(): Promise<never> {
  register('guest', self());
  return receive(
    on(hello, ([from]) => {
      send(from, [self(), 'welcome']);
      return again;
    }),
  );
}
