/**
 * Waiting for a member to be connected.
 */
import type { Node } from '../node/node.js';
import type { Member } from './member.js';
import { ownedPromise } from '../process/ownedPromise.js';

/** Resolves when the member is connected; rejects when the time is over, or the member is none any more. */
export function awaitNode(node: Node, member: Member, timeout: number | 'infinity'): Promise<void> {
  if (member.peer.isConnected) return Promise.resolve();
  const { id } = member.spec;
  return ownedPromise(node, (resolve, reject) => {
    const tooLate = (): void => {
      forget();
      const { reason } = member.status;
      reject(new Error(`no connection with node ${id} in ${timeout} ms${reason === undefined ? '' : `: ${reason}`}`));
    };
    const timer = timeout === 'infinity' ? undefined : node.inRootContext(() => node.clock.setTimer(tooLate, timeout));
    const forget = member.onceConnected((isConnected) => {
      if (timer !== undefined) node.clock.clearTimer(timer);
      if (isConnected) resolve(undefined);
      else reject(new Error(`node ${id} is no member of the cluster any more`));
    });
  });
}
