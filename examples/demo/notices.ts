/**
 * Receives with a limit: what should come soon, or an exit that says what did not come.
 */
import { after, down, exit, on, receive, type Ref } from 'regent-otp';
import { P } from 'ts-pattern';
import type { NodeId } from './steps.js';

/** Far more than it should take, ms. */
export const patience = 30_000;

export function awaitNodeup(node: NodeId): Promise<number> {
  return receive(
    on(['nodeup', node, P.number], ([, , creation]) => creation),
    missing(`nodeup of ${node}`),
  );
}

export function awaitNodedown(node: NodeId): Promise<string> {
  return receive(
    on(['nodedown', node, P.string], ([, , reason]) => reason),
    missing(`nodedown of ${node}`),
  );
}

/** The reason in the DOWN message of a monitor. */
export function awaitDown(ref: Ref): Promise<unknown> {
  return receive(
    on(down(ref), ([, , , , reason]) => reason),
    missing('a DOWN message'),
  );
}

/** The clause that exits when nothing has come. */
export function missing(what: string) {
  return after(patience, () => exit(`no sign of ${what} in ${patience / 1000} s`));
}
