// The nodes of the tests of one topology: started before them, stopped after them.
import type { Address, Node } from 'regent-otp';
import { after, on, receive, self, send } from 'regent-otp';
import { P } from 'ts-pattern';
import { afterAll, beforeAll } from 'vitest';
import type { Place, Topology } from '../../../support/topologies.js';

/** To be called inside of `describe.each(topologies)`. */
export function useTopology({ start }: Topology): Place {
  let place: Place | undefined;
  beforeAll(async () => {
    place = await start();
  });
  afterAll(() => place?.stop());
  return {
    get a() {
      return place!.a;
    },
    get b() {
      return place!.b;
    },
    stop: () => place!.stop(),
  };
}

/** The next message, whatever it is. */
export const next = () => receive(on(P._, (message: unknown) => message));

/** All messages that wait. */
export async function flush(): Promise<readonly unknown[]> {
  const messages: unknown[] = [];
  for (let isMore = true; isMore;) {
    isMore = await receive(
      on(P._, (message: unknown) => messages.push(message) > 0),
      after(0, () => false),
    );
  }
  return messages;
}

/** A process that waits for ever. */
export const idle = (node: Node): Address => node.spawn(() => receive(on('never', () => undefined)));

/**
 * Resolves when all signals that the calling process sent to `node` have been taken in there, and what they had sent to
 * the caller by then has come.
 */
export async function settled(node: Node): Promise<void> {
  const me = self();
  const echo = node.spawn(() => receive(on('ping', () => send(me, 'pong'))));
  send(echo, 'ping');
  await receive(on('pong', () => undefined));
}
