/**
 * Syncs: who waits until this node and those that it is connected with know each other's claims.
 */
import { demonitor, genReply, monitor, nodes, type From, type Ref } from '../../lib/index.js';

export class Syncs {
  readonly #waiting = new Map<From, Set<Ref>>();

  /** Exchanges claims with all nodes, and answers when that is done. A node without such a registry has none. */
  start(from: From, registry: string, greet: (node: string, ref: Ref) => void): void {
    const refs = nodes().map((node) => {
      const ref = monitor('process', [registry, node]);
      greet(node, ref);
      return ref;
    });
    this.#waiting.set(from, new Set(refs));
    this.#answerIfDone(from);
  }

  /** A node has answered, or will not. */
  over(ref: Ref): void {
    for (const [from, refs] of this.#waiting) {
      if (!refs.delete(ref)) continue;
      demonitor(ref, ['flush']);
      this.#answerIfDone(from);
    }
  }

  #answerIfDone(from: From): void {
    if (this.#waiting.get(from)!.size > 0) return;
    this.#waiting.delete(from);
    genReply(from, 'ok');
  }
}
