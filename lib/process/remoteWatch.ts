/**
 * RemoteWatch: a monitor that a process of another node has set on one of ours. The node keeps all of them, to find one
 * again when it is taken back, and to drop those of a node that is lost.
 */
import type { Address, Home } from '../terms/address.js';
import type { Ref } from '../terms/ref.js';
import type { NameOnNode, Signal } from '../terms/signal.js';
import { Watch } from './watch.js';

type MonitorSignal = Signal & { readonly kind: 'monitor' };

export class RemoteWatch extends Watch {
  readonly #watches: RemoteWatches;
  readonly #signal: MonitorSignal;
  readonly #watched: Address;

  constructor(watches: RemoteWatches, signal: MonitorSignal, watched: Address) {
    super(signal.ref.home, signal.ref.id);
    this.#watches = watches;
    this.#signal = signal;
    this.#watched = watched;
  }

  get object(): Address | NameOnNode {
    return this.#signal.to;
  }

  get watcher(): Address {
    return this.#signal.from;
  }

  fire(reason: unknown): void {
    const { from, to, ref } = this.#signal;
    this.#watches.delete(this);
    this.#watches.route({ kind: 'down', from: to, to: from, ref, reason, by: this.#watched });
  }

  /** The watcher does not want to know any more, or is gone. */
  cancel(): void {
    this.list?.remove(this);
    this.#watches.delete(this);
  }
}

/** The monitors of other nodes on processes of this one, by the run of the node that set them. */
export class RemoteWatches {
  readonly #ofHome = new Map<Home, Map<number, RemoteWatch>>();
  readonly route: (signal: Signal) => void;

  constructor(route: (signal: Signal) => void) {
    this.route = route;
  }

  /** @param watched the process behind the name or address that is monitored */
  add(signal: MonitorSignal, watched: Address): RemoteWatch {
    const { home, id } = signal.ref;
    let watches = this.#ofHome.get(home);
    if (watches === undefined) this.#ofHome.set(home, (watches = new Map<number, RemoteWatch>()));
    const watch = new RemoteWatch(this, signal, watched);
    watches.set(id, watch);
    return watch;
  }

  /** Whether a watch stands under this reference. */
  has(ref: Ref): boolean {
    return this.#ofHome.get(ref.home)?.has(ref.id) === true;
  }

  /** How many monitors the processes of a node have set. */
  count(home: Home): number {
    return this.#ofHome.get(home)?.size ?? 0;
  }

  /** The watch that this process has set under this reference. */
  get(watcher: Address, ref: Ref): RemoteWatch | undefined {
    const watch = this.#ofHome.get(ref.home)?.get(ref.id);
    return watch?.watcher === watcher ? watch : undefined;
  }

  delete(watch: RemoteWatch): void {
    const watches = this.#ofHome.get(watch.home);
    if (watches?.delete(watch.id) === true && watches.size === 0) this.#ofHome.delete(watch.home);
  }

  /** The way to a node is lost: none of its processes can be told any more. */
  dropAll(home: Home): void {
    for (const watch of this.#ofHome.get(home)?.values() ?? []) watch.cancel();
  }
}
