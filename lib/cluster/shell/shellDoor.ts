/**
 * ShellDoor: who may use a shell on a node, and who does. Invariant: only so many at a time, and none outlives the trust in
 * its certificate.
 */
import type { Standing } from '../certificates/certificateKeeper.js';
import type { Visitor } from '../transport.js';
import type { Hosting } from './shellHelpers.js';
import { ShellSession } from './shellSession.js';

const maxSessions = 8;

export class ShellDoor {
  readonly #hosting: Hosting;
  readonly #onTaken: () => void;
  readonly #sessions = new Set<ShellSession>();
  #isShut = false;

  /** @param onTaken there is one more among those that stand */
  constructor(hosting: Hosting, onTaken: () => void) {
    this.#hosting = hosting;
    this.#onTaken = onTaken;
  }

  /** Starts a shell for the visitor, or tells why not. */
  take(visitor: Visitor): string | undefined {
    if (visitor.role !== 'shell') return `nothing is open to the role "${visitor.role}"`;
    if (this.#isShut) return 'the node leaves the cluster';
    if (this.#sessions.size >= maxSessions) return `there are ${maxSessions} shells already`;
    const session: ShellSession = new ShellSession(this.#hosting, visitor, () => this.#sessions.delete(session));
    this.#sessions.add(session);
    this.#onTaken();
    return undefined;
  }

  /** The shells, as the judge of certificates sees them. */
  get standing(): readonly Standing[] {
    return [...this.#sessions].map((session) => {
      const { certificate, remoteAddress } = session.visitor;
      return { node: remoteAddress, certificate, drop: (reason) => session.close(reason) };
    });
  }

  /** Ends all, and takes no more. */
  close(reason: string): void {
    this.#isShut = true;
    for (const session of [...this.#sessions]) session.close(reason);
  }
}
