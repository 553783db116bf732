/**
 * Discoveries of a cluster under way: what they find becomes the cluster's members. Invariant: once they are stopped
 * nothing that they find counts, whatever they do.
 */
import type { Node } from '../node/node.js';
import type { Discovering, Discovery } from './discovery/discovery.js';
import type { Members } from './members.js';
import type { NodeSpecFile } from './spec/clusterSpec.js';
import { ClusterSpecError } from './spec/clusterSpecError.js';
import { readFoundNodes } from './spec/readFoundNodes.js';

/** A node that is no member makes a discovery look at most this often, ms. */
const pause = 1000;

export class Discoveries {
  readonly #host: Node;
  readonly #members: Members;
  #underWay: readonly Discovering[] = [];
  #lastLook = -Infinity;
  #isStopped = false;

  constructor(host: Node, members: Members) {
    this.#host = host;
    this.#members = members;
  }

  start(discoveries: readonly Discovery[]): void {
    this.#underWay = discoveries.map((discovery) =>
      discovery.start({
        clock: this.#host.clock,
        found: (files) => this.#host.inRootContext(() => this.#found(discovery, files)),
        failed: (reason) => this.#failed(reason),
      }),
    );
    // What one found at once may have made the node leave.
    if (this.#isStopped) this.stop();
  }

  /** Somebody asks to be let in who may have been found if anybody had looked. */
  look(): void {
    const now = this.#host.clock.now();
    if (now - this.#lastLook < pause) return;
    this.#lastLook = now;
    for (const one of this.#underWay) one.look?.();
  }

  stop(): void {
    this.#isStopped = true;
    for (const one of this.#underWay) one.stop();
    this.#underWay = [];
  }

  #found(discovery: Discovery, files: readonly NodeSpecFile[]): void {
    if (this.#isStopped) return;
    try {
      this.#members.tell(discovery, readFoundNodes(files), discovery.keepsConnected);
    } catch (error) {
      if (!(error instanceof ClusterSpecError)) throw error;
      this.#failed(error.message);
    }
  }

  #failed(reason: string): void {
    if (this.#isStopped) return;
    this.#host.emit('connection', { event: 'discovery_failed', reason });
  }
}
