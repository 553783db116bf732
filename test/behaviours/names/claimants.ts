// Processes that have names.
import { on, receive, type Address, type Node } from 'regent-otp';
import { P } from 'ts-pattern';
import { Queue } from '../../support/queue.js';

/** A process that ends when it is told to. */
export const idle = (node: Node): Address => node.spawn(() => receive(on('stop', () => 'ok')));

/** A process that passes on what it gets. */
export function listener(node: Node): { readonly pid: Address; readonly heard: Queue<unknown> } {
  const heard = new Queue<unknown>();
  const pid = node.spawn(async () => {
    for (;;) heard.push(await receive(on(P._, (message: unknown) => message)));
  });
  return { pid, heard };
}
